"""Before the order: the checkout says what the contract will keep."""

import pytest
from sqlalchemy import select

from shop.catalog.models import Variant
from shop.contracts.content import ContractTerms
from shop.contracts.freeze import read_contract
from shop.contracts.inform import inform, inform_of_product
from tests.contracts.test_contract import an_order
from tests.make import catalog
from tests.make.inventory import goods

HTML = {"accept": "text/html", "origin": "https://chomay.test"}
TERMS = ContractTerms(hold_minutes=15, complaints="khieunai@chomay.test")


async def test_the_checkout_says_every_item_and_what_is_missing(client, session):
    item = await goods(session)
    await client.post("/gio-hang/them", data={"variant": str(item.variant_id), "quantity": "1"}, headers=HTML)

    page = await client.get("/thanh-toan", headers=HTML)

    assert "Thông tin trước khi đặt" in page.text
    for title in ("Người bán", "Nguồn gốc, xuất xứ", "Hạn sử dụng", "Quyền chấm dứt khi thông tin sai"):
        assert title in page.text
    assert "chủ thể chưa cung cấp" in page.text


async def test_the_contract_keeps_what_was_said_before(session):
    item, _, order_id = await an_order(session, origin="Ba Vì")
    said = await inform(session, [item.variant_id], "vi", TERMS)

    kept = (await read_contract(session, order_id, "vi", TERMS)).content

    assert kept.goods == said.goods
    differing = [item.title for item, before in zip(kept.shared, said.shared, strict=True) if item != before]
    assert differing == ["Quy trình đổi, trả"]  # the order has a code now
    assert "khieunai@chomay.test" in kept.shared[-1].texts[0]


@pytest.mark.parametrize(
    ("start", "titles"),
    [
        ("", ("Người bán", "Nguồn gốc, xuất xứ", "Hạn sử dụng", "Điều kiện đổi, trả", "Phản ánh, khiếu nại")),
        ("/en", ("Seller", "Origin", "Shelf life")),
    ],
)
async def test_the_product_s_page_tells_what_belongs_to_the_product(client, session, start, titles):
    item = await goods(session)

    page = await client.get(f"{start}/san-pham/{item.product_slug}", headers=HTML)

    assert page.status_code == 200
    assert not [title for title in titles if f"<dt>{title}</dt>" not in page.text]


async def test_every_pack_of_a_product_is_told_with_its_measure(session):
    listed = await catalog.product(session, "Cốm", variants={"Gói 100 g": 45_000, "Hộp 500 g": 200_000})
    variants = await session.scalars(select(Variant.id).where(Variant.product_id == listed.id).order_by(Variant.id))

    told = await inform_of_product(session, list(variants), "vi", TERMS)

    quality = " ".join(told[1].texts)
    assert "Gói 100 g, " in quality
    assert "Hộp 500 g, " in quality
    assert await inform_of_product(session, [], "vi", TERMS) == ()
