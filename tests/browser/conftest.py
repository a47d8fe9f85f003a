"""One running shop and one Chromium for all tests of this directory."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.browser.windows import FLAGS, PHONE, Open, Window
from tests.system.filled import filled_shop
from tests.system.harness import CALM, Shop

HERE = Path(__file__).parent
expect.set_options(timeout=15_000)  # milliseconds until a page shows what it was asked for, on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test below this directory drives a real browser against a whole shop."""
    missing = pytest.mark.skip(reason="Debian's chromium is not installed")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.browser)
            # A browser on a busy machine may miss a moment. What fails twice is broken; the summary names the rest.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if shutil.which("chromium") is None:
                item.add_marker(missing)


@pytest.fixture(scope="package")
def shop() -> Iterator[Shop]:
    """A running shop with its demonstration, shared: each test keeps to its own stall, product or order."""
    shop = filled_shop(CALM | {"SHOP_PAYOUT_AFTER_DAYS": "0"}).start()
    try:
        yield shop.wait_ready()
    finally:
        shop.remove()


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium; every window gets a profile of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def window(browser: Browser, shop: Shop) -> AsyncIterator[Open]:
    """Open windows, each a person of its own: `await window(viewport=DESK)`. No window may have seen a fault."""
    contexts: list[BrowserContext] = []
    windows: list[Window] = []

    async def open_one(**options: object) -> Window:
        contexts.append(await browser.new_context(**({"viewport": PHONE, "reduced_motion": "reduce"} | options)))
        contexts[-1].set_default_timeout(30_000)
        windows.append(Window(await contexts[-1].new_page(), shop))
        return windows[-1]

    async with contextlib.AsyncExitStack() as stack:
        yield open_one
        for context in contexts:
            stack.push_async_callback(context.close)
    assert [fault for one in windows for fault in one.faults] == []


@pytest.fixture
def api(shop: Shop) -> Iterator[httpx.Client]:
    """The shop as a program sees it."""
    with httpx.Client(base_url=shop.url, timeout=30) as client:
        yield client
