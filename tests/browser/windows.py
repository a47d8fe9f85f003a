"""Browser windows on a running shop, and what a person does in them."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import ConsoleMessage, Page, expect

from tests.system.harness import Shop

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",  # nor a process that stands in for it, nor renderers in store: a quarter less work for each page
    "--in-process-gpu",
    "--renderer-process-limit=1",  # of each window
]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOOK = "document.readyState === 'complete' && " + Path(__file__).with_name("look.js").read_text().partition("\n")[2]
PATIENCE = 60_000  # milliseconds until a fact must have come through relay, broker and worker on a busy machine

Open = Callable[..., Awaitable["Window"]]


class Window:
    """One person's browser. `faults` are errors in its console, uncaught exceptions and refusals of the policy."""

    def __init__(self, page: Page, shop: Shop) -> None:
        self.page = page
        self.shop = shop
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._hear)

    def _hear(self, said: ConsoleMessage) -> None:
        """Keep errors. That a page itself is answered with 4xx is also written to the console, and is no fault."""
        if said.type == "error" and said.location.get("url") != self.page.url:
            self.faults.append(f"{self.page.url}: {said.text} {said.location.get('url', '')}")

    async def go(self, path: str) -> None:
        """Open a page of the shop."""
        await self.page.goto(self.shop.url + path)

    async def sign_in(self, login: str) -> None:
        """Be signed in with a sample account, as a program asks for it: two pages less than `fill_sign_in`."""
        credentials = {"login": login, "password": password(self.shop, login)}
        await self.send("/api/v1/auth/sign-in", credentials)

    async def send(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> None:
        """Let a program of this person do what no page needs to show."""
        request = self.page.context.request
        headers = {"Origin": self.shop.url}
        reply = await request.fetch(self.shop.url + path, method=method, data=body, headers=headers)
        assert reply.ok, await reply.text()

    async def read(self, path: str) -> dict[str, Any]:
        """What the API tells this person."""
        reply = await self.page.context.request.get(self.shop.url + path)
        assert reply.ok, await reply.text()
        found: dict[str, Any] = await reply.json()
        return found

    async def fill_sign_in(self, login: str) -> None:
        """Sign in with a sample account by the form."""
        await self.go("/dang-nhap")
        await self.page.get_by_label("Tên đăng nhập").fill(login)
        await self.page.get_by_label("Mật khẩu").fill(password(self.shop, login))
        await self.page.locator("main").get_by_role("button", name="Đăng nhập").click()
        await expect(self.page).not_to_have_url(re.compile("dang-nhap"))

    async def stay(self) -> None:
        """Mark the document: `still_here` tells later whether it was ever loaded anew."""
        await self.page.evaluate("window.stayed = true")

    async def still_here(self) -> bool:
        """Whether the document is the one that was marked."""
        return bool(await self.page.evaluate("window.stayed === true"))

    async def look(self, *widths: dict[str, int]) -> None:
        """Look at the page as it stands, at each size, by day and by night; it must have no fault."""
        faults = []
        before = self.page.viewport_size or PHONE
        for size in widths or (PHONE, DESK):
            await self.page.set_viewport_size(size)
            for scheme in SCHEMES:
                await self.page.emulate_media(color_scheme=scheme)
                # A click returns before the next document has its root; waiting goes on in the document that comes.
                seen = await self.page.wait_for_function(LOOK, timeout=PATIENCE)
                found = await seen.json_value()
                faults += [f"{self.page.url} {size['width']} px {scheme}: {fault}" for fault in found]
        await self.page.emulate_media(color_scheme="null")
        await self.page.set_viewport_size(before)
        assert not faults, "\n".join(faults)

    async def follow_order(self, status: str) -> None:
        """Wait until the order's page shows `status`, by itself."""
        shown = self.page.locator("[data-order-status]")
        await expect(shown).to_have_attribute("data-order-status", status, timeout=PATIENCE)


def password(shop: Shop, login: str) -> str:
    """The password of a sample account, as its sheet says."""
    sheet = (shop.folder / "demo-accounts.txt").read_text(encoding="utf-8")
    return sheet.partition(login)[2].partition("password")[2].split()[0]


def order_code(page: Page) -> str:
    """The code of the order whose page is shown."""
    found = re.search(r"/don-hang/([^/?]+)", page.url)
    assert found, page.url
    return found.group(1)


def free_at(product: dict[str, Any], variant: str, place: str) -> int:
    """Units of the variant that may be sold at the place, of a product as the API gives it."""
    [of_variant] = [one for one in product["variants"] if one["id"] == variant]
    return sum(stock["available"] for stock in of_variant["stock"] if stock["sales_point"]["slug"] == place)
