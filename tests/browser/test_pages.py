"""Every page as it is served: at both widths, by day and by night, with the keyboard, in both languages."""

import re

import pytest
from playwright.async_api import expect

from shop.core.i18n import catalogue
from tests.browser.windows import DESK, PHONE

PAGES = [
    "/",
    "/san-pham",
    "/san-pham?q=khong+co+gi+ca",
    "/san-pham?stars=4&in_stock=true",
    "/san-pham?stars=khong",
    "/gio-hang",
    "/diem-ban",
    "/diem-ban?near=21.03,105.85",
    "/diem-ban/diem-ocop-lang-nghe-gom-su-bat-trang-1",
    "/cho-dem/cho-dem-tren-may",
    "/phien/gian-tra-mat-ong",
    "/dang-nhap",
    "/toi",
    "/xac-thuc",
    "/xac-thuc/khong-co",
    "/loi",
    "/khong-co-trang-nay",
    "/quay",
    "/en",
    "/en/san-pham",
]
PEOPLE = {
    "khach@chomay.example": ["/toi", "/gio-hang"],
    "diem-ban@chomay.example": ["/toi", "/quay", "/quay/kho"],
    "chu-gian-4@chomay.example": ["/toi", "/phien/gian-tra-mat-ong/dieu-khien"],
}


@pytest.fixture
def products(api):
    return api.get("/api/v1/products", params={"in_stock": "true", "limit": 8}).json()["items"]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_right_at_both_widths_by_day_and_by_night(window, path):
    visitor = await window()

    for size in (PHONE, DESK):
        await visitor.page.set_viewport_size(size)
        await visitor.go(path)
        await visitor.look(size)


async def test_products_and_certificates_are_right(window, api, products):
    visitor = await window()
    dimmed = api.get("/api/v1/products", params={"limit": 100}).json()["items"]
    slugs = [products[0]["slug"], next(item["slug"] for item in dimmed if not item["in_stock"])]
    code = api.get(f"/api/v1/products/{slugs[0]}").json()["certificate"]["code"]

    for path in [*(f"/san-pham/{slug}" for slug in slugs), f"/xac-thuc/{code}"]:
        await visitor.go(path)
        await visitor.look()


@pytest.mark.parametrize("login", PEOPLE)
async def test_pages_of_those_who_are_signed_in_are_right(window, login):
    person = await window()
    await person.fill_sign_in(login)

    for path in PEOPLE[login]:
        await person.go(path)
        await person.look()


async def test_a_fault_would_be_seen(window):
    visitor = await window()
    await visitor.go("/dang-nhap")
    await visitor.page.evaluate(
        """() => {
            document.querySelector("main button").style.cssText = "min-height: 0; height: 20px; padding: 0";
            document.querySelector("main p").style.color = "#bbbbbb";
            document.querySelector("main").style.minWidth = "2000px";
        }"""
    )

    with pytest.raises(AssertionError) as seen:
        await visitor.look(PHONE)

    assert all(word in str(seen.value) for word in ("px wide on", "contrast of", "× 20 px"))


@pytest.mark.parametrize(
    "path", ["/", "/san-pham", "/dang-nhap", "/cho-dem/cho-dem-tren-may", "/phien/gian-tra-mat-ong"]
)
async def test_tab_begins_at_the_skip_link_and_the_focus_is_always_seen(window, path):
    visitor = await window(viewport=DESK)
    await visitor.go(path)
    page = visitor.page

    await page.keyboard.press("Tab")

    skip = page.locator(":focus")
    await expect(skip).to_have_attribute("href", "#main")
    await expect(skip).to_be_in_viewport()
    for _ in range(12):
        assert await page.evaluate(RING), await page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        await page.keyboard.press("Tab")


RING = """() => {
    const at = document.activeElement;
    if (at === document.body) return true;
    const rings = [at, at.closest("label"), at.closest(".search")].filter(Boolean).map((box) => getComputedStyle(box));
    return rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
}"""


async def tab_to(page, selector):
    """Press Tab until the element has the focus."""
    for _ in range(120):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


async def test_somebody_buys_with_the_keyboard_alone(window, products):
    buyer = await window(viewport=DESK)
    page = buyer.page
    await buyer.go("/san-pham")

    await tab_to(page, "#q")
    await page.keyboard.type(products[0]["name"])
    await page.keyboard.press("Enter")
    await expect(page.locator(".chip[aria-current]")).to_be_visible()
    await tab_to(page, f'a[href="/san-pham/{products[0]["slug"]}"]')
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(products[0]["name"])
    await tab_to(page, "button[value=buy]")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đặt hàng")
    await tab_to(page, "#name")
    await page.keyboard.type("Trần Bàn Phím")
    await tab_to(page, "#phone")
    await page.keyboard.type("0912345678")
    await tab_to(page, "button.lit")
    await page.keyboard.press("Enter")

    await expect(page.locator("[data-order-status]")).to_be_attached()
    await expect(page.get_by_text("Trần Bàn Phím")).to_be_visible()


async def test_an_english_reader_meets_no_vietnamese_sentence(window, products):
    reader = await window()
    page = reader.page
    sentences = vietnamese()

    await reader.go("/en")
    await page.get_by_role("link", name="Products").last.click()
    for step in (f'a[href="/en/san-pham/{products[0]["slug"]}"]', "button[value=buy]:visible"):
        assert await strangers(page, sentences) == []
        await page.locator(step).first.click()
    await page.get_by_label("Your full name").fill("Ann Reader")
    await page.get_by_label("Phone number").fill("0912345678")
    assert await strangers(page, sentences) == []
    await page.locator("button.lit:visible").click()
    await expect(page.get_by_text("Ann Reader")).to_be_visible()

    assert re.search(r"/en/don-hang/", page.url)
    assert await page.locator("html").get_attribute("lang") == "en"
    assert await strangers(page, sentences) == []


LONG = 20  # signs: no name of the register has such a run of ours


def vietnamese():
    """Whole sentences of ours that read otherwise in English and have no blank."""
    pairs = [(texts["vi"], texts["en"]) for key, texts in catalogue().items() if key.startswith("web.")]
    return [vi for vi, en in pairs if vi != en and "{" not in vi and len(vi) > 12]


async def strangers(page, sentences):
    """Sentences that are read: the short ones as a line of their own, since names begin with some ("Hộ kinh doanh")."""
    text = await page.locator("body").inner_text()
    lines = {line.strip() for line in text.splitlines()}
    return [sentence for sentence in sentences if sentence in (text if len(sentence) > LONG else lines)]
