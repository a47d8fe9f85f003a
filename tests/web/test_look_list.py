"""The scripts of the list in a real Chromium: more products below the first, filters without a new page."""

import shutil
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace
from playwright.async_api import Request, Route, expect

from shop.web.render import render
from tests.web.look_every import every_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed"),
]


async def test_more_products_are_put_below_the_first_ones(visit):
    async def more(route: Route, _: Request) -> None:
        _, template, locale, page = every_page()["list-en"]
        await route.fulfill(body=render(template, locale, page), content_type="text/html; charset=utf-8")

    visit.answers["/san-pham"] = more
    await visit.open("list")
    page = visit.page
    before = await page.locator("#items > article").count()

    await page.get_by_role("link", name="Xem thêm").click()

    await expect(page.locator("#items > article")).to_have_count(before * 2)
    await expect(page.get_by_role("link", name="Xem thêm")).to_have_count(0)
    assert page.url.endswith("/san-pham?pages=2")  # who comes back finds both


def all_stars_of(page):
    stars, *rest = page.filters
    return (replace(stars, options=tuple(replace(option, checked=True) for option in stars.options)), *rest)


async def test_a_filter_asks_for_the_list_anew_and_keeps_the_rest_of_the_page(visit):
    asked: list[str] = []

    async def filtered(route: Route, request: Request) -> None:
        asked.append(urlsplit(request.url).query)
        _, template, locale, page = every_page()["list-empty"]
        page = replace(page, filters=all_stars_of(page))  # as the server reads the form
        await route.fulfill(body=render(template, locale, page), content_type="text/html; charset=utf-8")

    visit.answers["/san-pham"] = filtered
    await visit.page.set_viewport_size({"width": 1280, "height": 900})
    await visit.open("list")
    page = visit.page

    await page.get_by_label("3 sao").check()

    await expect(page.get_by_role("heading", name="Chưa có “gốm phù lãng” còn hạn")).to_be_visible()
    await expect(page.get_by_label("3 sao")).to_be_checked()
    assert len(asked) == 1
    assert [pair for pair in asked[0].split("&") if pair.startswith("stars=")] == ["stars=5", "stars=4", "stars=3"]
    assert urlsplit(page.url).query == asked[0]
