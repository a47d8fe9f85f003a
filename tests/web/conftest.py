"""A browser for the pages' own scripts."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.web.look_browser import FLAGS, Visit

expect.set_options(timeout=15_000)  # milliseconds until a page shows what it was asked for, on a busy machine


@pytest.fixture(scope="module")
def flags() -> list[str]:
    """What Chromium is started with."""
    return FLAGS


@pytest.fixture(scope="module")
async def browser(flags: list[str]) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield browser
        await browser.close()


@pytest.fixture
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(await context.new_page())
    yield visit
    await context.close()
    assert visit.faults == []
