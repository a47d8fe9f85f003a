"""A session's report agrees with its orders and with the ledger; the auditor says so, and says when it does not."""

from sqlalchemy import select, text, update

from shop.livestream.models import Pin
from shop.orders.audit import audit_books
from shop.orders.models import Order
from shop.payments.models import RefundMethod
from shop.refunds.pay import pay_owed
from shop.reports.queries import report_of
from tests.livestream.test_basket import CARTS, line_of
from tests.livestream.test_order import CONTACT, key, pinned
from tests.make import livestream
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.refunds import claimed
from tests.make.returns import RULES, bought
from tests.make.settlement import posted

LATER = """
    INSERT INTO clock_warp (singleton, anchor_real, anchor_shop, rate)
    VALUES (true, now(), now() + interval '1 hour', 1)
"""
CHECK = "figures of sessions"


async def in_session(session, stall, *codes):
    """Let these orders be bought in the stall's room."""
    await session.execute(update(Order).where(Order.code.in_(codes)).values(session_id=stall.live.id))


async def found_by_audit(session):
    """What the auditor has to say of sessions, an hour later."""
    await session.execute(text(LATER))
    return [one for one in await audit_books(session) if one.check == CHECK]


async def test_the_report_is_what_the_ledger_has(session):
    stall = await livestream.stall(session)
    had = await bought(session)
    waits = await placed(session, await goods(session, 5))
    await in_session(session, stall, had.code, waits.code)
    await posted(session, had.code)

    report = await report_of(session, stall.live.id)

    assert report.booked == report.sales.had == 750_000
    assert report.sales.value == report.booked + waits.total
    assert (report.sales.placed, report.sales.orders, report.back) == (2, 2, 0)
    assert await found_by_audit(session) == []


async def test_what_goes_back_is_told_beside_what_was_sold(session):
    stall = await livestream.stall(session)
    had = await bought(session)
    await in_session(session, stall, had.code)
    await posted(session, had.code)
    refund, who = await claimed(session, had, 99_999)
    await pay_owed(session, who, refund.id, RefundMethod.CASH, note="", terms=RULES)
    await posted(session, had.code)

    report = await report_of(session, stall.live.id)

    assert (report.booked, report.back) == (750_000, 99_999)
    assert await found_by_audit(session) == []


async def test_the_audit_finds_what_the_ledger_was_never_told(session):
    stall = await livestream.stall(session)
    had = await bought(session)
    await in_session(session, stall, had.code)

    [one] = await found_by_audit(session)

    assert one.subject == stall.live.slug
    assert (one.expected, one.found) == ("orders 750000, sold 0", "orders 750000, sold 750000")


async def test_the_audit_finds_an_order_that_says_more_than_its_lines(session):
    stall = await livestream.stall(session)
    order = await placed(session, await goods(session, 5))
    await in_session(session, stall, order.code)
    await session.execute(
        update(Order).where(Order.code == order.code).values(subtotal=Order.subtotal + 1, total=Order.total + 1)
    )

    [one] = await found_by_audit(session)

    assert one.expected.startswith(f"orders {order.total + 1},")
    assert one.found.startswith(f"orders {order.total},")


async def test_what_came_by_a_basket_at_a_price_of_the_room_counts_for_its_session(client, session):
    gom, tra = await pinned(client, session, price=199_000), await pinned(client, session, price=149_000)
    client.cookies.clear()
    cart = (await client.post(CARTS, json={"lines": [await line_of(client, gom)]})).json()
    pickup = {"method": "pickup", "sales_point": gom.place.slug}
    body = {"cart": cart["id"], "contact": CONTACT, "delivery": pickup, "expected_total": 199_000}
    order = await client.post("/api/v1/orders", json=body, headers=key())

    report = await report_of(session, gom.live.id)
    other = await report_of(session, tra.live.id)

    assert order.status_code == 201, order.text
    assert (report.sales.orders, report.sales.value, report.booked) == (1, 199_000, 0)
    assert sum(each.sales.value for each in report.minutes) == 199_000
    assert other.sales.placed == 0
    assert await found_by_audit(session) == []


async def test_the_audit_finds_a_price_that_two_sessions_would_count(client, session):
    gom, tra = await pinned(client, session, price=199_000), await pinned(client, session, price=149_000)
    client.cookies.clear()
    cart = (await client.post(CARTS, json={"lines": [await line_of(client, gom)]})).json()
    pickup = {"method": "pickup", "sales_point": gom.place.slug}
    body = {"cart": cart["id"], "contact": CONTACT, "delivery": pickup, "expected_total": 199_000}
    await client.post("/api/v1/orders", json=body, headers=key())
    campaign = await session.scalar(select(Pin.campaign_id).where(Pin.session_id == gom.live.id))
    await session.execute(update(Pin).where(Pin.session_id == tra.live.id).values(campaign_id=campaign))

    found = await found_by_audit(session)

    assert len(found) == 1
    assert "199000" in found[0].expected + found[0].found
