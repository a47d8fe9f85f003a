"""Whole shops under their supervisor: `shop` is shared by tests that harm nothing, `crash_shop` by those that do."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop.local.ports import free_port
from tests.system.filled import filled_shop
from tests.system.harness import CALM, PATIENCE, ROOT, Shop, is_ready

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test below this directory starts a whole shop."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.system)
            # What is hurt on a busy machine may come back late. What fails twice is broken; the summary names the rest.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def shop() -> Iterator[Shop]:
    """A running shop after a first start of its own. Tests that share it harm nothing and expect no empty tables."""
    shop = Shop(env=CALM).start()
    try:
        yield shop.wait_ready()
    finally:
        shop.remove()


@pytest.fixture
def make_shop() -> Iterator[Callable[..., Shop]]:
    """Make shops that are stopped and removed at the end: `make_shop(env={"SHOP_DEMO": "0"})`; not yet started."""
    made: list[Shop] = []

    def make(**options: object) -> Shop:
        made.append(Shop(**options))  # type: ignore[arg-type]  # passed through by name
        return made[-1]

    yield make
    for shop in made:
        shop.remove()


@pytest.fixture(scope="package")
def _crash_shop() -> Iterator[Shop]:
    shop = filled_shop({"SHOP_LIMITS": "off", "SHOP_RESEND_AFTER_SECONDS": "2"})
    yield shop
    shop.remove()


@pytest.fixture
def crash_shop(_crash_shop: Shop) -> Shop:
    """A running shop that all fault tests hurt in turn, whole again for each of them."""
    return made_whole(_crash_shop)


@pytest.fixture(scope="module")
def crash_shop_of_module(_crash_shop: Shop) -> Shop:
    """The same for a file whose tests hurt nothing."""
    return made_whole(_crash_shop)


def made_whole(shop: Shop) -> Shop:
    """`shop` with all its processes, started again when the last test ended it."""
    if shop.process is None or shop.process.poll() is not None:
        shop.start()
    shop.wait_ready()
    shop.wait_until(lambda: "beat" in shop.pids(), PATIENCE, "all run")
    return shop


@pytest.fixture(scope="package")
def _second_web(_crash_shop: Shop) -> Iterator[str]:
    """The address of a second web process, the same for all files: it costs as much as the start of a shop."""
    running, port = made_whole(_crash_shop).running, free_port()
    chosen = {
        "SHOP_PORT": str(port),
        "SHOP_DATABASE_URL": running.database_url,
        "SHOP_REDIS_URL": running.redis_url,
        "SHOP_SECRET_KEY": running.secret_key,
    }
    argv = [sys.executable, "-m", "shop.cli.main", "web"]
    with subprocess.Popen(argv, cwd=ROOT, env=_crash_shop.env | chosen) as second:
        url = f"http://127.0.0.1:{port}"
        _crash_shop.wait_until(lambda: is_ready(url), PATIENCE, "the second web process is ready")
        yield url
        second.terminate()


@pytest.fixture(scope="module")
def two(crash_shop_of_module: Shop, _second_web: str) -> tuple[str, str]:
    """The addresses of the supervised web process and of a second one."""
    return crash_shop_of_module.url, _second_web
