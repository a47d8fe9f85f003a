"""A Chromium whose camera is the clock of `glass/clock.js`: hosts film it, viewers read it off their screens."""

import asyncio
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
_PHONE = {"width": 390, "height": 844}
_CLOCK = ROOT / "bench" / "glass" / "clock.js"
_FILM = """async ([slug, key, bits]) => {
  const script = document.querySelector('script[type=module][src*="/js/"]');
  const { Sender } = await import(String(new URL("film_send.js", script.src)));
  await new Promise((opened, fail) => {
    const welcome = () => { window.began = Date.now(); opened(); };
    const hooks = { opened: welcome, refused: (_, words) => fail(new Error(words)), again: () => undefined };
    window.sender = new Sender(`/api/v1/sessions/${slug}`, hooks);
    window.sender.start(key, glass.camera(), bits, false);
  });
}"""  # by the module of the host's own desk
_BITS = 2_500_000  # a second
_OPENED = 60.0  # seconds until the shop must take the picture


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def filming(browser: Browser, web: Running, slug: str, key: str) -> AsyncIterator[Page]:
    """A host who films the clock while the block runs."""
    async with _page(browser, web, "/") as host, asyncio.timeout(_OPENED) as opening:
        await host.evaluate(_FILM, [slug, key, _BITS])
        opening.reschedule(None)
        yield host


@contextlib.asynccontextmanager
async def watching(browser: Browser, web: Running, slug: str, way: str) -> AsyncIterator[Page]:
    """A viewer in the room's own page, who watches "steady" (HLS) or "fast"."""
    async with _page(browser, web, f"/phien/{slug}", f"localStorage.setItem('room way', '{way}')") as viewer:
        yield viewer


@contextlib.asynccontextmanager
async def _page(browser: Browser, web: Running, path: str, before: str = "") -> AsyncIterator[Page]:
    context = await browser.new_context(bypass_csp=True, viewport=_PHONE)
    await context.add_init_script(path=_CLOCK)
    if before:
        await context.add_init_script(before)
    page = await context.new_page()
    page.on("pageerror", lambda error: print(f"  {path}: {error}"))
    await page.goto(f"http://127.0.0.1:{web.port}{path}")
    yield page
    await context.close()


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
