"""An order for cash is paid another way while it is on its way: the courier's page says 0, and cash goes back."""

import asyncio
from itertools import count

import pytest
from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.db import short
from shop.counter.collect import collect_order
from shop.counter.models import CashMovement
from shop.fulfilment.cash_anyway import note_cash_anyway
from shop.fulfilment.errors import CashWithCarrier
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.audit import audit_books
from shop.orders.models import Order, Parcel
from shop.orders.settle import settle_order
from shop.payments.models import PaymentMethod, PaymentState, Refund
from shop.payments.receive import Money, Received, receive_money
from shop.remittance.apply_list import apply_list, decide_line
from shop.remittance.errors import CashNotUnasked, LineNotTakeable
from shop.remittance.models import CashState, Decision, Holder, RemittanceLine, Verdict
from tests.make.accounts import signed_in
from tests.make.parcels import HERE, THERE, clerk_at, two_parcels
from tests.make.refunds import payment_of_order
from tests.make.remittance import cash_of, officer, sent, sent_off

OURS = {"origin": "https://chomay.test"}
_ids = count(1)


async def row_of(session, order) -> Order:
    """The order's row."""
    return (await session.scalars(select(Order).where(Order.code == order.code))).one()


async def with_riders(session):
    """An order of two parcels on its way with the riders of its places: (row, clerk, actor)."""
    _, _, order = await two_parcels(session)
    clerk = await clerk_at(session, HERE, THERE)
    actor = Actor(person_id=clerk.id, roles=frozenset({Role.STAFF}))
    await pack_order(session, actor, order.code)
    await ship_order(session, actor, order.code)
    await session.flush()
    return await row_of(session, order), clerk, actor


async def transferred(session, order, *, settled=True) -> Received:
    """All of the order's price comes by transfer; unless `settled`, its news is still under way."""
    money = Money(PaymentMethod.VIETQR, f"FT-{next(_ids)}", (await payment_of_order(session, order)).amount)
    became = await receive_money(session, order.id, money, "bank")
    await session.flush()
    if settled:
        await settle_order(session, order.id)
        await session.flush()
    return became


async def refunds_of(session, order):
    """(about, amount) of what goes back, the oldest first."""
    payment = await payment_of_order(session, order)
    found = await session.execute(
        select(Refund.reference, Refund.amount).where(Refund.payment_id == payment.id).order_by(Refund.id)
    )
    return [tuple(row) for row in found]


async def row_number(session, listed):
    """The only row of a list."""
    return await session.scalar(select(RemittanceLine.row).where(RemittanceLine.file_id == listed))


async def parcels_of(session, order):
    """The order's parcels by number."""
    return (await session.scalars(select(Parcel).where(Parcel.order_id == order.id).order_by(Parcel.number))).all()


async def test_money_on_the_way_makes_it_paid_and_nothing_is_collected(client, session):
    order, clerk, actor = await with_riders(session)

    became = await transferred(session, order)
    await signed_in(client, clerk)
    page = await client.get(f"/quay?place={HERE}")
    await deliver_order(session, actor, order.code)
    await session.flush()

    payment = await payment_of_order(session, order)
    assert became is Received.LATE
    assert "Đã tới nơi, khách đã trả trước" in page.text
    assert "người giao vẫn thu" in page.text
    assert (payment.state, payment.method, payment.refunded) == (PaymentState.PAID, PaymentMethod.VIETQR, 0)
    assert await cash_of(session, order) == []
    assert await audit_books(session) == []


async def test_cash_first_and_the_transfer_goes_back(session):
    order, _, actor = await with_riders(session)
    await deliver_order(session, actor, order.code)
    await session.flush()

    became = await transferred(session, order)

    payment = await payment_of_order(session, order)
    assert became is Received.SURPLUS
    assert (payment.method, payment.state) == (PaymentMethod.COD, PaymentState.COLLECTED)
    assert [amount for _, amount in await refunds_of(session, order)] == [payment.amount]
    assert await audit_books(session) == []


@pytest.mark.parametrize("settled", [True, False])
async def test_whoever_took_the_cash_nevertheless_owes_it_back_once(session, settled):
    order, _, actor = await with_riders(session)
    await transferred(session, order, settled=settled)
    await deliver_order(session, actor, order.code)

    for _ in range(2):
        await note_cash_anyway(session, actor, order.code)
        await session.flush()
        await collect_order(session, order.id)

    parcels = await parcels_of(session, order)
    assert await cash_of(session, order) == [(CashState.COLLECTED, None, Holder.RIDER)] * 2
    assert sorted(await refunds_of(session, order)) == sorted((parcel.id, parcel.amount) for parcel in parcels)
    in_drawers = await session.scalars(select(CashMovement.amount).where(CashMovement.parcel_id.is_not(None)))
    assert sorted(in_drawers) == sorted(parcel.amount for parcel in parcels)
    assert await audit_books(session) == []


async def test_a_page_that_still_said_to_take_cash_is_believed(client, session):
    order, clerk, _ = await with_riders(session)
    await transferred(session, order)
    await signed_in(client, clerk)
    first, second = await parcels_of(session, order)

    for number, cash in ((1, str(first.amount)), (2, "")):
        place = HERE if number == 1 else THERE
        data = {"place": place, "number": str(number), "cash": cash}
        reply = await client.post(f"/quay/{order.code}/da-giao", data=data, headers=OURS)
        assert reply.status_code == 303

    assert await refunds_of(session, order) == [(first.id, first.amount)]
    assert second.amount > 0
    assert await audit_books(session) == []


async def test_of_a_page_that_was_right_nothing_goes_back(client, session):
    order, clerk, _ = await with_riders(session)
    await signed_in(client, clerk)
    first, _ = await parcels_of(session, order)

    data = {"place": HERE, "number": "1", "cash": str(first.amount)}
    await client.post(f"/quay/{order.code}/da-giao", data=data, headers=OURS)

    assert await refunds_of(session, order) == []
    assert (await payment_of_order(session, order)).collected == first.amount


async def test_staff_say_so_later_by_the_api(client, session):
    order, clerk, actor = await with_riders(session)
    await signed_in(client, clerk)
    at = f"/api/v1/orders/{order.code}/parcels/1/cash-taken"
    due = await client.post(at, headers=OURS)
    await transferred(session, order)
    early = await client.post(at, headers=OURS)
    await deliver_order(session, actor, order.code)
    await session.flush()

    replies = [await client.post(at, headers=OURS) for _ in range(2)]

    assert [(reply.status_code, reply.json()["code"]) for reply in (due, early)] == [(409, "cash_not_unasked")] * 2
    assert [reply.status_code for reply in replies] == [200, 200]
    assert len(await refunds_of(session, order)) == 1


async def test_what_a_carrier_took_nevertheless_comes_by_its_list_and_goes_back(session):
    order, actor, (tracking, _), (parcel, _) = await sent_off(session)
    row = await row_of(session, order)
    await transferred(session, row)
    await deliver_order(session, actor, order.code)
    await session.flush()
    with pytest.raises(CashWithCarrier):
        await note_cash_anyway(session, actor, order.code)
    who = await officer(session)
    listed = await sent(session, who, (tracking, parcel.amount))
    await apply_list(session, who, listed)
    waiting = await session.scalar(select(RemittanceLine.verdict).where(RemittanceLine.file_id == listed))

    for _ in range(2):
        await decide_line(
            session, who, listed, await row_number(session, listed), Decision.TAKEN, note="Khách đã chuyển khoản"
        )

    assert waiting is Verdict.NOTHING_DUE
    assert await cash_of(session, order) == [(CashState.REMITTED, parcel.amount, Holder.CARRIER)]
    assert await refunds_of(session, row) == [(parcel.id, parcel.amount)]
    assert (await payment_of_order(session, row)).state is PaymentState.PAID
    assert await audit_books(session) == []


async def test_a_line_for_a_parcel_whose_cash_a_rider_has_is_not_taken(session):
    order, actor, (tracking, _), (parcel, _) = await sent_off(session)
    parcel.carrier = None
    await session.flush()
    await deliver_order(session, actor, order.code)
    await session.flush()
    who = await officer(session)
    listed = await sent(session, who, (tracking, parcel.amount))
    await apply_list(session, who, listed)

    with pytest.raises(LineNotTakeable):
        await decide_line(session, who, listed, await row_number(session, listed), Decision.TAKEN, note="Thử")

    assert await refunds_of(session, await row_of(session, order)) == []


async def test_paid_on_the_way_and_not_taken_everything_goes_back(session):
    order, _, actor = await with_riders(session)
    await transferred(session, order)

    await refuse_order(session, actor, order.code, "đi vắng")
    await session.flush()

    payment = await payment_of_order(session, order)
    assert payment.refunded == payment.collected == payment.amount
    assert await audit_books(session) == []


async def test_cash_for_what_is_paid_in_cash_is_no_surplus(session):
    order, _, actor = await with_riders(session)
    await deliver_order(session, actor, order.code)

    with pytest.raises(CashNotUnasked):
        await note_cash_anyway(session, actor, order.code)


async def test_transfer_and_delivery_at_once_leave_the_price_once(sessions):
    async with short(sessions) as session:
        order, _, actor = await with_riders(session)

    async def pay():
        async with short(sessions) as session:
            await transferred(session, order, settled=False)

    async def bring():
        async with short(sessions) as session:
            await deliver_order(session, actor, order.code)

    await asyncio.gather(pay(), bring(), pay())
    async with short(sessions) as session:
        await settle_order(session, order.id)

    async with short(sessions) as session:
        payment = await payment_of_order(session, order)
        assert payment.collected - payment.refunded == payment.amount
        assert await audit_books(session) == []
