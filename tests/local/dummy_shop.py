"""A supervised house whose programs are stand-ins. Words: `stubborn`, `slow`, `broken` change them."""

import sys
from pathlib import Path

from config.settings import load_settings
from shop.local.errors import LocalError
from shop.local.house import run_house
from shop.local.plan import Plan, Process, Step

PROGRAM = str(Path(__file__).with_name("dummy_program.py"))
words = sys.argv[1:]


def dummy(*options: str) -> tuple[str, ...]:
    return (PROGRAM, *options)


plan = Plan(
    [
        Step("schema", "preparing the tables", dummy("step", "schema", "2.5" if "slow" in words else "0", "0"), ()),
        Step("data", "loading the data", dummy("step", "data", "0", "1" if "broken" in words else "0"), ()),
    ],
    [
        Process("web", dummy("web"), rank=0, stop_limit=5),
        Process("relay", dummy("relay"), rank=1, stop_limit=5),
        Process("worker", dummy("worker", *words), rank=2, stop_limit=60),
        Process("beat", dummy("beat"), rank=2, stop_limit=5),
    ],
    left_over_limit=1,
)

try:
    sys.exit(run_house(load_settings(), plan))
except LocalError as error:
    sys.exit(f"shop: {error}")
