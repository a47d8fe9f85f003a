# Everything a person types. Python 3.11+ and make are all that is assumed.
.PHONY: help setup setup-dev run test check bench faults
.DEFAULT_GOAL := help

help:  ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

setup:  ## install what running needs, from the hashed locks
	@.ci/setup

setup-dev:
	@.ci/setup dev

run: setup  ## start the whole shop (SHOP_PORT, SHOP_DATA_DIR, SHOP_DEMO, SHOP_LIMITS)
	@exec .venv/bin/shop run

test: setup-dev  ## run all tests (ARGS="tests/orders -x" for some)
	@.ci/browser || true
	@.ci/media || true
	@.venv/bin/pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup-dev  ## lint, types, import contracts, sizes, drift
	@.ci/check

bench: setup-dev  ## measure each figure beside its goal (ONLY=name for one)
	@.venv/bin/python bench/run.py $(if $(ONLY),--only $(ONLY))

faults: setup-dev  ## hurt a whole shop by chance and compare its books (ROUNDS=20, SEED=number; CONTROL=1)
	@.venv/bin/python -m tests.system.$(if $(CONTROL),controls,campaign $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SEED),--seed $(SEED)))
