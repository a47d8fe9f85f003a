import pytest
from sqlalchemy import select

from shop.fulfilment.pack import pack_order
from shop.orders.confirm import confirm_order
from shop.orders.models import Order
from tests.counter.test_api import as_staff
from tests.make.counter import till
from tests.make.inventory import goods, level
from tests.make.orders import placed, staff_of
from tests.web.pages import hidden, look, send

SCAN = "/quay/quet"


async def test_a_scanned_pickup_is_shown_and_handed_over(client, session):
    at, order = await waiting(session)
    await as_staff(client, session, at.clerk)

    listed = await look(client, f"{SCAN}?place={at.point}")
    read = await send(client, SCAN, place=at.point, scanned=f"CHOMAY:{order.code}:{order.pickup_code}")
    fields = {name: hidden(read, name) for name in ("place", "act", "pickup_code")} | {"code": order.code}
    given = await send(client, SCAN, **fields)
    again = await send(client, SCAN, **fields)
    told = await look(client, given.headers["location"])

    assert order.code in listed.text
    assert order.pickup_code not in listed.text
    assert "giao hàng" in read.text
    assert (given.status_code, again.status_code) == (303, 303)
    assert order.pickup_code not in given.headers["location"]
    assert f"Đã giao đơn {order.code}" in told.text
    assert await level(session, at.goods) == (4, 0)


@pytest.mark.parametrize(
    "typed",
    [
        {"scanned": "https://example.com"},
        {"scanned": "CHOMAY:CM-2222-2222:000000"},
        {"code": "không phải mã", "pickup_code": "1"},
        {},
    ],
)
async def test_what_is_no_pickup_that_waits_here_is_said(client, session, typed):
    at, _ = await waiting(session)
    await as_staff(client, session, at.clerk)

    reply = await send(client, SCAN, place=at.point, **typed)

    assert reply.status_code == 404
    assert 'id="errors"' in reply.text


async def test_a_wrong_code_is_counted_and_another_point_learns_nothing(client, session):
    at, order = await waiting(session)
    wrong = "000000" if order.pickup_code != "000000" else "111111"
    await as_staff(client, session, at.clerk)

    refused = await send(client, SCAN, place=at.point, act="give", code=order.code, pickup_code=wrong)
    stranger = await staff_of(session, (await goods(session, point="quay-ha-dong")).place_id)
    await as_staff(client, session, stranger)
    foreign = await send(client, SCAN, act="give", code=order.code, pickup_code=order.pickup_code)
    unseen = await send(client, SCAN, code=order.code, pickup_code=order.pickup_code)

    assert [reply.status_code for reply in (refused, foreign, unseen)] == [422, 404, 404]
    tries = select(Order.pickup_attempts).where(Order.code == order.code)
    assert await session.scalar(tries) == 1
    assert await level(session, at.goods) == (5, 1)


async def test_the_qr_code_with_its_secret_and_an_old_one_without_are_both_read(client, session):
    at, order = await waiting(session)
    await as_staff(client, session, at.clerk)

    old = await send(client, SCAN, place=at.point, scanned=f"CHOMAY:{order.code}:{order.pickup_code}")
    new = await send(client, SCAN, place=at.point, scanned=order.pickup_qr)

    assert order.pickup_qr.startswith(f"CHOMAY:{order.code}:{order.pickup_code}:")
    assert [hidden(page, "pickup_code") for page in (old, new)] == [order.pickup_code] * 2
    assert order.pickup_qr.rsplit(":", 1)[1] not in new.text


async def test_an_order_that_is_not_packed_is_not_given(client, session):
    at, order = await waiting(session, packed=False)
    await as_staff(client, session, at.clerk)

    read = await send(client, SCAN, place=at.point, scanned=f"CHOMAY:{order.code}:{order.pickup_code}")

    assert "chưa đóng gói" in read.text
    assert 'name="act"' not in read.text


async def waiting(session, *, packed=True):
    """A pickup of a till's goods that waits."""
    at = await till(session, 5)
    order = await placed(session, at.goods)
    await confirm_order(session, await session.scalar(select(Order.id).where(Order.code == order.code)))
    if packed:
        await pack_order(session, at.clerk, order.code)
    return at, order
