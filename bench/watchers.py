"""A Chromium whose camera is the clock of `glass/clock.js`: hosts film it, viewers read it off their screens."""

import contextlib
import math
import shutil
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, Page, async_playwright
from stack import ROOT, Running

_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
_SCRIPTS = ("bench/glass/clock.js", "bench/glass/chains.js")
HLS = ROOT / "node_modules" / "hls.js" / "dist" / "hls.min.js"
_QUIET_PAGE = "/health/live"  # of the shop's own origin, with nothing on it


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        yield browser
        await browser.close()


async def page_at(browser: Browser, web: Running) -> Page:
    """An empty page of the shop's origin that can film and watch."""
    context = await browser.new_context(bypass_csp=True)
    for script in _SCRIPTS:
        await context.add_init_script(path=ROOT / script)
    page = await context.new_page()
    page.on("pageerror", lambda error: print(f"  page: {error}"))
    await page.goto(f"http://127.0.0.1:{web.port}{_QUIET_PAGE}")
    return page


def seen_by(found: dict[str, Any], name: str) -> dict[str, float]:
    """What a viewer saw, as figures in seconds; the first third is the player finding its place."""
    seen = sorted(found["seen"][len(found["seen"]) // 3 :])
    if not seen:
        raise RuntimeError(f"{name}: no frame could be read, {found['unread']} could not")
    return {
        f"video_{name}_p50_s": seen[len(seen) // 2] / 1000,
        f"video_{name}_p95_s": seen[math.ceil(len(seen) * 0.95) - 1] / 1000,
        f"video_{name}_first_s": found["first"] / 1000,
        f"video_{name}_stalls": found["stalls"],
        f"video_{name}_frames": len(found["seen"]),
    }
