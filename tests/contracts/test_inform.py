"""Before the order: the checkout says what the contract will keep."""

from shop.contracts.content import ContractTerms
from shop.contracts.freeze import read_contract
from shop.contracts.inform import inform
from tests.contracts.test_contract import an_order
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
