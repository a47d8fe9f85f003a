"""The contract of an order: every item the law wants, as it was when the order was placed, on paper too."""

import asyncio
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, func, select, update

from shop.catalog.models import Product, ProductText, Variant
from shop.contracts.content import ContractTerms, digest_of
from shop.contracts.freeze import freeze_contracts, read_contract
from shop.contracts.models import OrderContract
from shop.contracts.print_contract import print_contract
from shop.core.db import short
from shop.core.i18n import LOCALES, say
from shop.orders.models import Order
from shop.producers.models import Producer
from tests.make.inventory import goods
from tests.make.orders import placed

TERMS = ContractTerms(hold_minutes=15, complaints="")
GOODS_ITEMS = ("seller", "quality", "origin", "shelf_life", "usage")
SHARED_ITEMS = (
    "price",
    "delivery",
    "payment",
    "returns",
    "validity",
    "fees",
    "wrong_information",
    "return_process",
    "complaints",
)
OURS = {"origin": "https://chomay.test"}


async def an_order(session, **texts):
    item = await goods(session)
    if texts:
        await session.execute(delete(ProductText).where(ProductText.product_id == item.product_id))
        session.add(ProductText(product_id=item.product_id, locale="vi", **texts))
        await session.flush()
    order = await placed(session, item)
    return item, order, await session.scalar(select(Order.id).where(Order.code == order.code))


def words_of(content):
    """The PDF's text, its line ends undone."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_contract_has_every_item_in_both_languages(session, locale):
    _, order, order_id = await an_order(session)

    contract = await read_contract(session, order_id, locale, TERMS)

    (of_goods,) = contract.content.goods
    titles = [item.title for item in (*of_goods.items, *contract.content.shared)]
    assert titles == [say(locale, f"contract.item.{key}") for key in (*GOODS_ITEMS, *SHARED_ITEMS)]
    assert all(text for item in (*of_goods.items, *contract.content.shared) for text in item.texts)
    assert order.code in contract.content.opening[0]
    assert contract.content.sums[-1][1] == "250.000\u00a0₫"


async def test_what_the_producer_has_not_given_is_said_to_be_missing(session):
    _, _, order_id = await an_order(session, origin="Gạo trồng ở Ba Vì")

    contract = await read_contract(session, order_id, "vi", TERMS)

    items = {item.title: " ".join(item.texts) for item in contract.content.goods[0].items}
    assert items["Nguồn gốc, xuất xứ"] == "Gạo trồng ở Ba Vì"
    assert items["Hạn sử dụng"] == "chủ thể chưa cung cấp"
    assert "chủ thể chưa cung cấp" in items["Người bán"]


async def test_later_changes_do_not_reach_it(session):
    item, _, order_id = await an_order(session, origin="Ba Vì")
    before = await read_contract(session, order_id, "vi", TERMS)

    await session.execute(update(Product).where(Product.id == item.product_id).values(name="Tên khác"))
    await session.execute(update(ProductText).values(origin="Nơi khác", usage="Khác"))
    await session.execute(update(Variant).values(price=1, name="Khác", net_weight_g=5))
    await session.execute(update(Producer).values(name="Chủ khác", tax_code="0101234567"))
    await freeze_contracts(session, [order_id], ContractTerms(hold_minutes=99, complaints="ai khác"))
    after = await read_contract(session, order_id, "vi", ContractTerms(hold_minutes=99, complaints="ai khác"))

    assert after == before
    assert print_contract(after, "vi", "https://chomay.test/x") == print_contract(before, "vi", "https://chomay.test/x")


async def test_its_digest_is_that_of_what_is_kept(session):
    _, _, order_id = await an_order(session)
    contract = await read_contract(session, order_id, "vi", TERMS)

    kept = await session.scalar(select(OrderContract.content))

    assert digest_of(kept).hex() == contract.digest


async def test_the_paper_says_it_with_vietnamese_letters(session):
    _, order, order_id = await an_order(session, origin="Gạo nếp cái hoa vàng trồng ở Ba Vì")

    words = words_of(print_contract(await read_contract(session, order_id, "vi", TERMS), "vi", "https://x.test/"))

    assert "Hợp đồng mua bán hàng hóa" in words
    assert order.code in words
    assert "Gạo nếp cái hoa vàng trồng ở Ba Vì" in words
    for key in (*GOODS_ITEMS, *SHARED_ITEMS):
        assert say("vi", f"contract.item.{key}") in words
    assert "30 ngày" in words


async def test_the_paper_is_for_who_may_read_the_order(client, session):
    _, order, _ = await an_order(session)
    address = f"/api/v1/orders/{order.code}/contract.pdf"

    own = await client.get(address, headers={"x-order-token": order.token})
    english = await client.get(address, headers={"x-order-token": order.token, "accept-language": "en"})
    stranger = await client.get(address)

    assert (own.status_code, own.headers["content-type"]) == (200, "application/pdf")
    assert own.headers["content-disposition"] == f'attachment; filename="hop-dong-{order.code}.pdf"'
    assert "Contract of sale" in words_of(english.content)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "order_unknown")


async def test_the_page_gives_the_paper_and_a_letters_link_leaves_no_token_behind(client, session):
    _, order, _ = await an_order(session)

    linked = await client.get(f"/don-hang/{order.code}/hop-dong?token={order.token}", headers=OURS)
    paper = await client.get(linked.headers["location"], headers=OURS)
    page = await client.get(f"/don-hang/{order.code}", headers=OURS)

    assert (linked.status_code, "token" in linked.headers["location"]) == (303, False)
    assert "Hợp đồng" in words_of(paper.content)
    assert f"/don-hang/{order.code}/hop-dong" in page.text


async def test_many_who_ask_at_once_get_one_contract(sessions):
    async with short(sessions) as session:
        _, _, order_id = await an_order(session)

    async def one(number):
        async with short(sessions) as session:
            return await read_contract(session, order_id, "vi", ContractTerms(hold_minutes=number, complaints=""))

    found = await asyncio.gather(*(one(number) for number in range(1, 9)))

    assert len({contract.digest for contract in found}) == 1
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(OrderContract)) == 1


async def test_the_contracts_of_many_orders_cost_the_statements_of_one(sessions, max_queries):
    async with short(sessions) as session:
        found = [await an_order(session, origin=f"Xã {number}") for number in range(12)]
    ids = [order_id for _, _, order_id in found]

    with max_queries(6):
        async with short(sessions) as session:
            await freeze_contracts(session, [*ids, uuid4()], TERMS)

    async with short(sessions) as session:
        contracts = [await read_contract(session, order_id, "vi", TERMS) for order_id in ids]
    assert [contract.content.code for contract in contracts] == [order.code for _, order, _ in found]
    assert [contracts[at].content.goods[0].items[2].texts[0] for at in (0, -1)] == ["Xã 0", "Xã 11"]


async def test_of_two_who_freeze_the_same_orders_at_once_one_writes(sessions):
    async with short(sessions) as session:
        ids = [order_id for _, _, order_id in [await an_order(session) for _ in range(6)]]

    async def freeze(wanted):
        async with short(sessions) as session:
            await freeze_contracts(session, wanted, TERMS)

    await asyncio.gather(*(freeze(ids if number % 2 else ids[::-1]) for number in range(8)))

    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(OrderContract)) == len(ids)
