"""Places that cannot supply a parcel: it ends, the sum falls, the rest goes on; the books agree at every step."""

import pytest
from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.give_up import give_up
from shop.fulfilment.late import late_at
from shop.fulfilment.pack import pack_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.errors import OrderUnknown
from shop.orders.models import Order, OrderStatus
from shop.payments.models import Payment, PaymentState
from tests.make.accounts import signed_in
from tests.make.inventory import goods, level
from tests.make.orders import key, placed, staff_of
from tests.make.parcels import HERE, THERE, clerk_at, confirmed, parcels_of, two_parcels
from tests.orders.test_interleavings import Gate, alone

S = OrderStatus
WHY = "Lô mới chưa về kịp"


async def clerk(session, *points) -> Actor:
    return Actor(person_id=(await clerk_at(session, *points)).id, roles=frozenset({Role.STAFF}))


async def stands(session, order):
    await session.flush()
    row = await session.execute(
        select(Order.status, Order.total, Order.withdrawn, Payment.state, Payment.amount, Payment.collected)
        .join(Payment, Payment.reference == Order.id)
        .where(Order.code == order.code)
    )
    return tuple(row.one())


async def told(session):
    rows = await session.scalars(
        select(OutboxEvent).where(OutboxEvent.kind == "orders.unsupplied").order_by(OutboxEvent.id)
    )
    return [(row.payload["parcel"], row.payload["whole"], row.payload["reason"]) for row in rows]


async def test_a_parcel_that_cannot_be_supplied_costs_nothing_and_the_other_goes_on(session):
    bowl, tea, order = await two_parcels(session)
    there, here = await clerk(session, THERE), await clerk(session, HERE)

    await give_up(session, there, order.code, WHY, 2)
    await give_up(session, there, order.code, WHY, 2)

    assert await stands(session, order) == (S.CONFIRMED, 521_429, 208_571, PaymentState.TO_COLLECT, 521_429, 0)
    assert [(row[0], row[2]) for row in await parcels_of(session, order)] == [(S.CONFIRMED, 521_429), (S.CANCELLED, 0)]
    assert (await level(session, bowl), await level(session, tea)) == ((5, 2), (5, 0))
    assert await told(session) == [(2, False, WHY)]
    assert await audit_books(session) == []
    for act in (pack_order, ship_order, deliver_order):
        await act(session, here, order.code)
    assert await stands(session, order) == (S.DELIVERED, 521_429, 208_571, PaymentState.COLLECTED, 521_429, 521_429)
    assert await audit_books(session) == []


async def test_the_last_parcel_ends_the_order(session):
    _, tea, order = await two_parcels(session)
    both = await clerk(session, HERE, THERE)

    await give_up(session, both, order.code, WHY, 1)
    await give_up(session, both, order.code, WHY, 2)

    status, _, withdrawn, state, _, collected = await stands(session, order)
    assert (status, withdrawn, state, collected) == (S.CANCELLED, 521_429, PaymentState.CANCELLED, 0)
    assert await level(session, tea) == (5, 0)
    assert await told(session) == [(1, False, WHY), (None, True, WHY)]
    assert await audit_books(session) == []


async def test_what_is_given_up_last_closes_the_payment_of_what_was_delivered(session):
    _, _, order = await two_parcels(session)
    here, there = await clerk(session, HERE), await clerk(session, THERE)
    for act in (pack_order, ship_order, deliver_order):
        await act(session, here, order.code)

    await give_up(session, there, order.code, WHY)

    assert await stands(session, order) == (S.DELIVERED, 521_429, 208_571, PaymentState.COLLECTED, 521_429, 521_429)
    assert await audit_books(session) == []


async def test_a_pickup_is_ready_when_the_rest_of_it_was_given_up(session):
    one = await goods(session, 5, point=HERE)
    other = await goods(session, 5, point=HERE, name="Chè sen", producer="Hợp tác xã Chè")
    order = await placed(session, one, other)
    await confirmed(session, order)
    here = await clerk(session, HERE)
    await pack_order(session, here, order.code, 1)

    await give_up(session, here, order.code, WHY, 2)
    await session.flush()

    found = (await session.scalars(select(Order).where(Order.code == order.code))).one()
    assert (found.status, found.delivery, found.ready_at is not None) == (S.PACKED, DeliveryMethod.PICKUP, True)
    assert await session.scalar(select(OutboxEvent.id).where(OutboxEvent.kind == "orders.packed")) is not None
    assert await audit_books(session) == []


async def test_what_is_packed_or_elsewhere_cannot_be_given_up(session):
    _, _, order = await two_parcels(session)
    here = await clerk(session, HERE)
    await pack_order(session, here, order.code)

    with pytest.raises(IllegalMove):
        await give_up(session, here, order.code, WHY)
    with pytest.raises(OrderUnknown):
        await give_up(session, here, order.code, WHY, 2)


async def test_a_buyer_who_cancels_meanwhile_finds_the_order_ended(sessions):
    gate = Gate("parcels locked")
    bowl = await alone(sessions, lambda session: goods(session, 1))

    async def make(session):
        order = await placed(session, bowl)
        await confirmed(session, order)
        found = await session.scalar(select(Order.id).where(Order.code == order.code))
        return order, found, await staff_of(session, bowl.place_id)

    order, order_id, here = await alone(sessions, make)
    given, cancelled = await gate.hold(
        sessions,
        lambda session: give_up(session, here, order.code, WHY, pause=gate),
        lambda session: cancel_order(session, order_id, "buyer"),
    )

    assert not isinstance(given, BaseException)
    assert cancelled is None
    async with sessions() as session:
        assert await audit_books(session) == []
        assert await level(session, bowl) == (1, 0)
        assert await told(session) == [(None, True, WHY)]


async def test_the_point_sees_what_it_should_have_packed(session):
    _, _, order = await two_parcels(session)
    place = (await parcels_of(session, order))[0][1]

    assert await late_at(session, place, 24, 10) == []
    late = await late_at(session, place, 0, 10)

    assert [(one.order, one.number) for one in late] == [(order.code, 1)]
    await pack_order(session, await clerk(session, HERE), order.code)
    await session.flush()
    assert await late_at(session, place, 0, 10) == []


async def test_the_counter_asks_for_a_reason_and_tells_the_buyer_with_it(client, session):
    _, _, order = await two_parcels(session)
    await signed_in(client, await clerk_at(session, HERE))
    form = {"place": HERE, "number": "1", "reason": "x"}

    unsaid = await client.post(f"/quay/{order.code}/khong-co-hang", data=form)
    done = await client.post(f"/quay/{order.code}/khong-co-hang", data={**form, "reason": WHY})
    page = await client.get(f"/don-hang/{order.code}?token={order.token}", follow_redirects=True)

    assert (unsaid.status_code, done.status_code) == (422, 303)
    assert "Ghi lý do để người nhận biết" in unsaid.text
    assert "Không cung cấp được" in page.text
    assert "208.571" in page.text


async def test_programs_give_up_an_order_and_are_told_what_stands_late(client, session):
    _, _, order = await two_parcels(session)
    await signed_in(client, await clerk_at(session, HERE))

    late = await client.get(f"/api/v1/sales-points/{HERE}/late-parcels")
    empty = await client.post(f"/api/v1/orders/{order.code}/cannot-supply", json={"reason": ""}, headers=key())
    done = await client.post(f"/api/v1/orders/{order.code}/cannot-supply", json={"reason": WHY}, headers=key())

    assert late.json() == {"items": []}
    assert (empty.status_code, empty.json()["field"]) == (422, "reason")
    assert (done.json()["withdrawn"], done.json()["total"]) == (521_429, 208_571)
