import json
import os
from pathlib import Path

import httpx
import pytest

from tests.system.buying import best_offer, missing, place
from tests.system.harness import PATIENCE

PAGES = ["/", "/san-pham", "/diem-ban", "/gio-hang", "/dang-nhap", "/en/", "/health/live", "/schema/openapi.json"]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_finds_every_first_page(shop, path):
    answer = httpx.get(shop.url + path, timeout=30)

    assert answer.status_code == 200


def test_the_start_shows_the_address_and_the_sample_accounts(shop):
    accounts = (shop.folder / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()

    assert any(f"{shop.url}/" in line for line in shop.lines)
    assert all(any(line in shown for shown in shop.lines) for line in accounts if line)


def test_other_commands_find_the_running_shop(shop):
    answer = shop.command("db", "check")

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")
def test_as_root_nothing_but_the_supervisor_is_root(shop):
    shop.wait_until(lambda: "beat" in shop.pids(), PATIENCE, "all run")

    owners = {name: Path(f"/proc/{pid}").stat().st_uid for name, pid in shop.pids().items()}

    assert set(owners) == {"postgres", "valkey", "web", "relay", "worker", "bulk", "beat"}
    assert set(owners.values()) == {65534}


def test_secrets_of_a_running_shop_are_for_its_owner_only(shop):
    running = json.loads((shop.folder / "running.json").read_text())

    assert running["secret_key"]
    assert (shop.folder / "running.json").stat().st_mode & 0o777 == 0o600
    assert not any(running["secret_key"] in line for line in shop.lines)


def test_the_second_start_skips_what_is_done_and_keeps_every_order(shop):
    offer = best_offer(shop)
    with httpx.Client(base_url=shop.url, timeout=30) as client:
        body = place(client, offer).json()
    products = httpx.get(f"{shop.url}/api/v1/products?limit=100", timeout=30).json()["items"]
    shop.stop()
    first = list(shop.lines)

    shop.start().wait_ready()

    assert any("loading the register" in line for line in first)
    assert not any("loading the" in line for line in shop.lines)
    assert missing(shop, {body["code"]: body["token"]}) == []
    again = httpx.get(f"{shop.url}/api/v1/products?limit=100", timeout=30).json()["items"]
    assert [item["slug"] for item in again] == [item["slug"] for item in products]
