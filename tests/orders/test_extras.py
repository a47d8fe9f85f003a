"""What a buyer says with an order: kept with it, shown to whoever may see it, refused where it cannot be done."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop.catalog.models import Product, ShippingClass
from shop.core.clock import today
from shop.orders.extras import Extras, Invoice, is_company_code
from shop.orders.models import Order, OrderExtra
from shop.orders.place_many import place_many
from shop.orders.queries import order_by_id
from tests.conftest import SECRET
from tests.make import catalog
from tests.make.inventory import goods
from tests.make.orders import TERMS, body, key
from tests.make.producers import closure
from tests.make.reviews import maker
from tests.orders.test_place_many import ask

ORDERS = "/api/v1/orders"
INVOICE = {
    "name": "Công ty TNHH Mây Tre",
    "tax_code": "0100109106",
    "address": "12 Tràng Tiền, Hà Nội",
    "email": "ketoan@maytre.vn",
}
SAID = {"gift_wrap": True, "gift_note": "Chúc mừng\ntân gia", "invoice": INVOICE, "note": "Gọi trước khi giao"}


async def fresh(session):
    """Greens that are brought on the day they are picked, and the delivery to a door."""
    greens = await goods(session, 20, name="Rau muống", price=30_000)
    await session.execute(
        update(Product).where(Product.id == greens.product_id).values(shipping_class=ShippingClass.FRESH)
    )
    commune = await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    return greens, {"method": "ship", "address": {"line": "1 phố Huế", "commune": commune.slug}}


async def slot_in(session, days, part="morning"):
    return {"slot": {"day": (await today(session) + timedelta(days=days)).isoformat(), "part": part}}


async def ordered(client, greens, delivery, extras):
    sent = body(greens, delivery=delivery, expected_total=60_000, extras=extras)
    return await client.post(ORDERS, json=sent, headers=key())


async def test_what_was_said_is_in_the_answer_and_in_every_later_one(client, session):
    bowl = await goods(session)
    sent, once = body(bowl, extras=SAID), key()

    placed = await client.post(ORDERS, json=sent, headers=once)
    again = await client.post(ORDERS, json=sent, headers=once)
    read = await client.get(f"{ORDERS}/{placed.json()['code']}", headers={"X-Order-Token": placed.json()["token"]})

    assert placed.status_code == 201, placed.text
    assert placed.json()["extras"] == SAID | {"slot": None}
    assert again.json()["extras"] == read.json()["extras"] == placed.json()["extras"]
    assert await session.scalar(select(func.count()).select_from(OrderExtra)) == 1


@pytest.mark.parametrize("said", [{}, {"extras": None}, {"extras": {}}, {"extras": {"note": "  "}}])
async def test_who_says_nothing_leaves_no_row(client, session, said):
    bowl = await goods(session)

    placed = await client.post(ORDERS, json=body(bowl, **said), headers=key())

    assert placed.json()["extras"] is None
    assert await session.scalar(select(func.count()).select_from(OrderExtra)) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tax_code": "0100109107"}, "extras.invoice.tax_code"),
        ({"tax_code": "01001091"}, "extras.invoice.tax_code"),
        ({"tax_code": "0100109106-01"}, "extras.invoice.tax_code"),
        ({"name": " "}, "extras.invoice.name"),
        ({"address": "dòng\nhai"}, "extras.invoice.address"),
        ({"email": "ketoan"}, "extras.invoice.email"),
    ],
)
async def test_an_invoice_for_nobody_is_refused_by_its_field(client, session, change, field):
    bowl = await goods(session)

    reply = await client.post(ORDERS, json=body(bowl, extras={"invoice": INVOICE | change}), headers=key())

    assert (reply.status_code, reply.json()["field"]) == (422, field)


@pytest.mark.parametrize("extras", [{"note": "a" * 301}, {"gift_note": "a\x00b"}, {"colour": "red"}])
async def test_words_are_bounded_and_plain(client, session, extras):
    bowl = await goods(session)

    reply = await client.post(ORDERS, json=body(bowl, extras=extras), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (422, "validation")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0100109106", True),
        ("0100109106-001", True),
        ("0100109105", False),
        ("0100109106-1", False),
        ("0100109106001", False),
        ("٠١٠٠١٠٩١٠٦", False),
        ("", False),
    ],
)
def test_a_company_s_code_checks_itself(text, is_one):
    assert is_company_code(text) is is_one


async def test_fresh_food_is_brought_in_the_half_day_chosen(client, session):
    greens, delivery = await fresh(session)

    near = await ordered(client, greens, delivery, await slot_in(session, 1))
    far = await ordered(client, greens, delivery, await slot_in(session, 7, "afternoon"))

    assert near.status_code == 201, near.text
    assert near.json()["extras"]["slot"] == (await slot_in(session, 1))["slot"]
    assert far.json()["extras"]["slot"]["part"] == "afternoon"


@pytest.mark.parametrize("days", [-1, 0, 8])
async def test_a_day_out_of_the_week_is_refused(client, session, days):
    greens, delivery = await fresh(session)

    reply = await ordered(client, greens, delivery, await slot_in(session, days))

    assert (reply.status_code, reply.json()["field"]) == (422, "extras.slot")


async def test_a_day_on_which_the_producer_is_closed_is_refused(client, session):
    greens, delivery = await fresh(session)
    await closure(session, await maker(session, greens), 2, 4)

    closed = await ordered(client, greens, delivery, await slot_in(session, 3))
    opened = await ordered(client, greens, delivery, await slot_in(session, 5))

    assert (closed.status_code, closed.json()["field"]) == (422, "extras.slot")
    assert f"{await today(session) + timedelta(days=5):%d/%m}" in closed.json()["detail"]
    assert opened.status_code == 201, opened.text


async def test_what_keeps_or_is_fetched_has_no_half_day(client, session):
    greens, _ = await fresh(session)
    bowl = await goods(session)
    slot = await slot_in(session, 2)

    replies = [await client.post(ORDERS, json=body(one, extras=slot), headers=key()) for one in (greens, bowl)]

    assert [(reply.status_code, reply.json()["field"]) for reply in replies] == [(422, "extras.slot")] * 2


async def test_a_crowd_s_words_are_kept_each_with_its_order(session):
    bowl = await goods(session, 9)
    wrong = Extras(invoice=Invoice(**INVOICE | {"tax_code": "0100109107"}))

    noted, plain, refused = await place_many(
        session,
        [
            ask((bowl, 1), extras=Extras(note="Gọi trước")),
            ask((bowl, 1)),
            ask((bowl, 1), extras=wrong),
        ],
        TERMS,
    )

    assert (noted.order.extras, plain.order.extras) == (Extras(note="Gọi trước"), None)
    assert refused.field == "extras.invoice.tax_code"
    order_id = await session.scalar(select(Order.id).where(Order.code == noted.order.code))
    assert await order_by_id(session, order_id, SECRET, with_token=True) == noted.order
