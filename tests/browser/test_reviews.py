"""A buyer reviews what was fetched, with a photo; the producer answers; a guest finds the order and buys again."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.test_buyer import POINT, STAFF, Goods, choose, order
from tests.browser.windows import DESK, PATIENCE, free_at, order_code
from tests.make import media

PRODUCER = "chu-the@chomay.example"
DESK_OF = "cong-ty-tnhh-gom-su-quang-vinh"
WORDS = "Men đẹp, gói kỹ, giao đúng hẹn."


@pytest.fixture
def own_goods(api):
    """Goods of the producer that stand at the staff's point."""
    params = {"place": POINT, "producer": DESK_OF, "in_stock": "true", "limit": 50}
    for item in api.get("/api/v1/products", params=params).json()["items"]:
        product = api.get(f"/api/v1/products/{item['slug']}").json()
        variant = product["variants"][0]["id"]
        if free_at(product, variant, POINT) > 1:
            return Goods(product["slug"], product["name"], variant)
    raise AssertionError("the producer has nothing at the point")


async def fetched(buyer, staff, goods):
    """Order, pack and hand over; returns the order's code."""
    await choose(buyer, goods)
    await order(buyer, "Lê Thị Bích Ngọc", phone="0912 345 678")
    await buyer.follow_order("confirmed")
    code = order_code(buyer.page)
    await staff.sign_in(STAFF)
    await staff.go(f"/quay?place={POINT}")
    card = staff.page.get_by_role("article", name=code)
    await card.get_by_role("button", name="Đã đóng gói").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code)
    await buyer.follow_order("packed")
    secret = "".join(re.findall(r"\d", await buyer.page.locator(".secret").inner_text()))
    await card.get_by_label("Mã lấy hàng").fill(secret)
    await card.get_by_role("button", name="Giao hàng").click()
    await expect(staff.page.get_by_role("status")).to_contain_text(code, timeout=PATIENCE)
    await buyer.follow_order("handed_over")
    return code


async def test_a_buyer_reviews_with_a_photo_the_producer_answers_and_a_guest_buys_again(window, own_goods):
    buyer, staff, maker, guest = (
        await window(),
        await window(viewport=DESK),
        await window(viewport=DESK),
        await window(),
    )
    code = await fetched(buyer, staff, own_goods)
    page = buyer.page

    await buyer.go(f"/don-hang/{code}")
    await buyer.look()
    await page.get_by_role("link", name="Viết đánh giá").click()
    await page.locator(".give label").nth(3).click()
    await page.get_by_label("Bạn thấy sản phẩm thế nào").fill(WORDS)
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": media.picture()}
    await page.get_by_label("Ảnh của bạn").set_input_files([photo])
    await buyer.look()
    await page.get_by_role("button", name="Gửi đánh giá").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã lưu đánh giá", timeout=PATIENCE)
    await buyer.look()

    await maker.sign_in(PRODUCER)
    await maker.go(f"/chu-the/{DESK_OF}/danh-gia")
    await expect(maker.page.locator("main")).to_contain_text(WORDS)
    await maker.look()
    await maker.page.get_by_label("Trả lời của chủ thể").first.fill("Cảm ơn chị đã ủng hộ xưởng.")
    await maker.page.get_by_role("button", name="Gửi trả lời").first.click()
    await expect(maker.page.get_by_role("status")).to_contain_text("Đã lưu câu trả lời")

    await guest.go("/tra-cuu-don")
    await guest.look()
    await guest.page.get_by_label("Mã đơn").fill(code.lower())
    await guest.page.get_by_label("Số điện thoại khi đặt").fill("0987 654 321")
    await guest.page.get_by_role("button", name="Tìm đơn").click()
    await expect(guest.page.locator("#errors")).to_be_focused()
    await guest.page.get_by_label("Số điện thoại khi đặt").fill("0912 345 678")
    await guest.page.get_by_role("button", name="Tìm đơn").click()
    await expect(guest.page).to_have_url(re.compile(f"/don-hang/{code}$"))
    await guest.page.get_by_role("link", name="Mua lại").click()
    await guest.look()
    await guest.page.get_by_role("button", name="Cho vào giỏ").click()
    await expect(guest.page).to_have_url(re.compile("/gio-hang$"))
    await expect(guest.page.locator("main")).to_contain_text(own_goods.name)

    await guest.go(f"/san-pham/{own_goods.slug}")
    reviews = guest.page.locator("#danh-gia")
    await expect(reviews).to_contain_text(WORDS)
    await expect(reviews).to_contain_text("Cảm ơn chị đã ủng hộ xưởng.")
    await expect(reviews).to_contain_text("Ngọc L.")
    await guest.look()
