"""Goods of an order with a deposit leave against the rest in cash; what is not taken or not supplied."""

import pytest
from sqlalchemy import select

from shop.core.actor import Actor
from shop.dispatch.consign import packed_parcels
from shop.fulfilment.give_up import give_up
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.audit import audit_books
from shop.orders.deposit_rules import DepositRule
from shop.orders.models import Order, OrderStatus, Parcel
from shop.orders.settle import settle_order
from shop.payments.models import Payment, PaymentMethod, PaymentState, Refund
from shop.payments.receive import Money, receive_money
from shop.remittance.models import CodCollection
from tests.make.parcels import HERE, THERE, clerk_at, two_parcels
from tests.make.settlement import posted

KEPT, BACK = DepositRule(percent=20, kept=True), DepositRule(percent=20)
QR = PaymentMethod.VIETQR


async def _deposited(session, rule=KEPT):
    """An order of two parcels (521.429 and 208.571 đồng) whose deposit of 140.000 is there, and who works at both."""
    _, _, order = await two_parcels(session, payment=QR, deposit=rule)
    await session.flush()
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    await receive_money(session, order_id, Money(QR, f"ft-{order.code}", order.deposit), "bank")
    await session.flush()
    await settle_order(session, order_id)
    await session.flush()
    clerk = await clerk_at(session, HERE, THERE)
    return order, Actor(person_id=clerk.id)


async def _go(session, clerk, order, *acts, number=None):
    for act in acts:
        await act(session, clerk, order.code, number)


async def _payment(session, order):
    await session.flush()
    row = await session.execute(
        select(Payment.state, Payment.amount, Payment.collected, Payment.refunded)
        .join(Order, Order.id == Payment.reference)
        .where(Order.code == order.code)
    )
    return tuple(row.one())


async def _agrees(session, order):
    await posted(session, order.code)
    return [one for one in await audit_books(session) if one.check != "money and ledger"]


async def test_each_parcel_is_taken_against_its_share_of_the_rest(session):
    order, clerk = await _deposited(session)
    parcels = (await session.scalars(select(Parcel).order_by(Parcel.number))).all()
    assert order.deposit == 140_000
    assert [parcel.deposit for parcel in parcels] == [100_000, 40_000]

    await _go(session, clerk, order, pack_order, ship_order, deliver_order)

    taken = await session.scalars(select(CodCollection.amount).order_by(CodCollection.amount.desc()))
    assert list(taken) == [421_429, 168_571]
    assert await _payment(session, order) == (PaymentState.COLLECTED, 730_000, 730_000, 0)
    assert await _agrees(session, order) == []
    books = await posted(session, order.code)
    assert (books.get("buyer", 0), books["money"], books["cash"]) == (0, 140_000, 590_000)


@pytest.mark.parametrize(("rule", "back"), [(KEPT, 0), (BACK, 40_000)])
async def test_a_parcel_that_is_refused_leaves_its_share_of_the_deposit(session, rule, back):
    order, clerk = await _deposited(session, rule)
    await _go(session, clerk, order, pack_order, ship_order)
    await _go(session, clerk, order, deliver_order, number=1)

    await refuse_order(session, clerk, order.code, "không nhận", 2)

    assert await _payment(session, order) == (PaymentState.COLLECTED, 730_000, 140_000 + 421_429, back)
    assert await _agrees(session, order) == []
    assert (await posted(session, order.code)).get("buyer", 0) == -back  # owed until it is paid back


async def test_what_a_place_cannot_supply_gives_its_deposit_back(session):
    order, clerk = await _deposited(session)

    await give_up(session, clerk, order.code, "hết hàng", 2)

    assert await _payment(session, order) == (PaymentState.TO_COLLECT, 521_429, 140_000, 40_000)
    assert list(await session.scalars(select(Refund.amount))) == [40_000]
    assert await _agrees(session, order) == []
    await _go(session, clerk, order, pack_order, ship_order, deliver_order, number=1)
    assert await _payment(session, order) == (PaymentState.COLLECTED, 521_429, 140_000 + 421_429, 40_000)
    assert await _agrees(session, order) == []


async def test_what_nobody_can_supply_gives_all_of_it_back_also_where_buyers_lose_it(session):
    order, clerk = await _deposited(session)

    await give_up(session, clerk, order.code, "hết hàng")

    assert await _payment(session, order) == (PaymentState.CANCELLED, 730_000, 140_000, 140_000)
    assert await session.scalar(select(Order.status)) is OrderStatus.CANCELLED
    assert await _agrees(session, order) == []


async def test_a_label_asks_for_the_rest(session):
    order, clerk = await _deposited(session)
    await _go(session, clerk, order, pack_order)
    ids = list(await session.scalars(select(Parcel.id).order_by(Parcel.number)))

    packed = await packed_parcels(session, ids)

    assert [one.parcel.cash for one in packed] == [421_429, 168_571]
