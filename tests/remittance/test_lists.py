"""A carrier's list beside our books: each kind of line has its end, and no cash is handed in twice."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from shop.carriers.models import CarrierName
from shop.core.db import short
from shop.core.errors import Invalid
from shop.core.outbox import OutboxEvent
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order
from shop.orders.models import Order
from shop.payments.models import Payment, PaymentState
from shop.remittance.apply_list import apply_list, decide_line
from shop.remittance.errors import (
    LineDecided,
    LineNotTakeable,
    RemittanceNotApplied,
    RemittanceOfOther,
    RemittanceSettled,
    RemittanceUndecided,
    RemittanceUnknown,
)
from shop.remittance.models import CashState, Decision, Holder, Remittance, RemittanceFile, RemittanceLine, Verdict
from shop.remittance.settle import settle_remittance
from tests.make.remittance import FEE, brought, cash_of, csv_of, officer, sent, sent_off

C, V, D = CashState, Verdict, Decision


async def test_cash_of_a_carrier_is_remitted_by_its_list_and_settled_by_the_bank(session):
    order, _, (first, second), parcels = await brought(session)
    who = await officer(session)
    held = await cash_of(session, order)

    file = await sent(session, who, (first, parcels[0].amount), (second, parcels[1].amount, 30_000))
    await apply_list(session, who, file)
    remitted = await _payment(session, order)
    remittance = await _remittance(session, file)
    await settle_remittance(session, who, remittance.id, "FT2633200")
    await settle_remittance(session, who, remittance.id, "FT2633200")

    assert held == [(C.COLLECTED, None, Holder.CARRIER)] * 2
    assert remitted is PaymentState.REMITTED
    assert await _payment(session, order) is PaymentState.SETTLED
    assert await cash_of(session, order) == [(C.SETTLED, parcel.amount, Holder.CARRIER) for parcel in parcels]
    assert (remittance.amount, remittance.fee) == (sum(parcel.amount for parcel in parcels), FEE + 30_000)
    with pytest.raises(RemittanceSettled):
        await settle_remittance(session, who, remittance.id, "FT-other")


async def test_the_ledger_hears_of_each_parcel_once(session):
    order, _, (first, second), parcels = await brought(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount), (second, parcels[1].amount))

    for _ in range(2):
        await apply_list(session, who, file)
    await session.flush()

    told = (await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == "payments.remitted"))).all()
    assert sorted((each["parcel_id"], each["carrier"], each["amount"], each["due"], each["fee"]) for each in told) == [
        (str(parcel.id), "ghn", parcel.amount, parcel.amount, FEE) for parcel in sorted(parcels, key=lambda one: one.id)
    ]
    assert {each["reference"] for each in told} == {str(await _order_id(session, order))}


async def test_every_kind_of_line_is_named(session):
    _, _, (first, second), parcels = await brought(session)
    _, _, (third, _), others = await sent_off(session)
    who = await officer(session)
    rows = [
        (first, parcels[0].amount),
        (first, parcels[0].amount),
        (second, parcels[1].amount - 1000),
        (third, others[0].amount),
        ("GSTRANGE", 1000),
        (first, "mười nghìn"),
    ]

    file = await sent(session, who, *rows)

    assert await _verdicts(session, file) == [V.EXACT, V.TWICE, V.UNDER, V.UNDELIVERED, V.UNKNOWN, V.UNREADABLE]


async def test_only_exact_lines_take_themselves(session):
    order, _, (first, second), parcels = await brought(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount), (second, parcels[1].amount - 1000))

    await apply_list(session, who, file)

    assert await cash_of(session, order) == [
        (C.REMITTED, parcels[0].amount, Holder.CARRIER),
        (C.COLLECTED, None, Holder.CARRIER),
    ]
    assert await _payment(session, order) is PaymentState.COLLECTED


@pytest.mark.parametrize("off", [-1000, 1000])
async def test_too_little_or_too_much_is_taken_when_a_person_says_so(session, off):
    order, _, (first, second), parcels = await brought(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount), (second, parcels[1].amount + off))
    await apply_list(session, who, file)

    with pytest.raises(Invalid):
        await decide_line(session, who, file, 3, D.TAKEN, note="...")
    for _ in range(2):
        await decide_line(session, who, file, 3, D.TAKEN, note="phí thu hộ trừ thẳng")

    assert (await cash_of(session, order))[1] == (C.REMITTED, parcels[1].amount + off, Holder.CARRIER)
    assert await _payment(session, order) is PaymentState.REMITTED
    with pytest.raises(LineDecided):
        await decide_line(session, who, file, 3, D.DECLINED, note="nhầm")


async def test_what_is_declined_stays_with_the_carrier_and_may_come_in_another_list(session):
    order, _, (first, second), parcels = await brought(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount), (second, 5))
    await apply_list(session, who, file)
    await decide_line(session, who, file, 3, D.DECLINED, note="sai số tiền, trả lại hãng")

    again = await sent(session, who, (second, parcels[1].amount))
    await apply_list(session, who, again)

    assert await _payment(session, order) is PaymentState.REMITTED
    await settle_remittance(session, who, (await _remittance(session, file)).id, "FT1")
    assert await _payment(session, order) is PaymentState.REMITTED
    await settle_remittance(session, who, (await _remittance(session, again)).id, "FT2")
    assert await _payment(session, order) is PaymentState.SETTLED


async def test_a_parcel_that_arrives_later_is_taken_when_the_list_is_worked_again(session):
    order, clerk, (first, _), parcels = await sent_off(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount))
    await apply_list(session, who, file)
    with pytest.raises(LineNotTakeable):
        await decide_line(session, who, file, 2, D.TAKEN, note="hãng nói đã giao")

    await deliver_order(session, clerk, order.code, 1)
    await session.flush()
    await apply_list(session, who, file)

    assert await cash_of(session, order) == [(C.REMITTED, parcels[0].amount, Holder.CARRIER)]
    assert await _payment(session, order) is PaymentState.TO_COLLECT


async def test_a_payment_follows_when_its_last_parcel_was_refused(session):
    order, clerk, (first, _), parcels = await sent_off(session)
    who = await officer(session)
    await deliver_order(session, clerk, order.code, 1)
    await session.flush()
    await apply_list(session, who, await sent(session, who, (first, parcels[0].amount)))

    await refuse_order(session, clerk, order.code, "không nhận", number=2)

    assert await _payment(session, order) is PaymentState.REMITTED


async def test_nothing_is_decided_before_the_list_is_applied_nor_settled_before_all_is_decided(session):
    _, _, (first, _), parcels = await brought(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount), ("GSTRANGE", 7))

    with pytest.raises(RemittanceNotApplied):
        await decide_line(session, who, file, 3, D.DECLINED, note="không phải của mình")
    await apply_list(session, who, file)
    remittance = await _remittance(session, file)
    with pytest.raises(RemittanceUndecided):
        await settle_remittance(session, who, remittance.id, "FT1")
    with pytest.raises(Invalid):
        await settle_remittance(session, who, remittance.id, " - ")
    with pytest.raises(RemittanceUnknown):
        await settle_remittance(session, who, uuid4(), "FT1")
    with pytest.raises(RemittanceUnknown):
        await decide_line(session, who, file, 99, D.DECLINED, note="không có dòng này")


async def test_the_same_file_is_one_list_and_of_one_carrier(session):
    _, _, (first, _), parcels = await brought(session)
    who = await officer(session)
    content = csv_of(
        (first, parcels[0].amount), head="Mã vận đơn;Mã đơn khách hàng;Tiền thu hộ;Phí dịch vụ;Ngày đối soát"
    )

    known = [await sent(session, who, content=content) for _ in range(2)]

    assert known[0] == known[1]
    with pytest.raises(RemittanceOfOther):
        await sent(session, who, content=content, carrier=CarrierName.GHTK)


async def test_another_carriers_cash_is_not_taken(session):
    _, _, (first, _), parcels = await brought(session, CarrierName.GHTK)
    who = await officer(session)

    file = await sent(session, who, (first, parcels[0].amount))

    assert await _verdicts(session, file) == [V.UNKNOWN]


async def test_of_two_lists_applied_at_once_one_takes_the_parcel(sessions):
    async with short(sessions) as session:
        order, _, (first, second), parcels = await brought(session)
        who = await officer(session)
        one = await sent(session, who, (first, parcels[0].amount), (second, parcels[1].amount))
        other = await sent(session, who, (second, parcels[1].amount), (first, parcels[0].amount))
    judged = asyncio.Barrier(2)

    async def apply(file):
        async with short(sessions) as session:
            await judged.wait()
            await apply_list(session, who, file)

    await asyncio.gather(apply(one), apply(other))

    async with short(sessions) as session:
        verdicts = [set(await _verdicts(session, file)) for file in (one, other)]
        assert sorted(verdicts, key=str) == [{V.EXACT}, {V.TWICE}]
        assert await _payment(session, order) is PaymentState.REMITTED
        told = select(func.count()).where(OutboxEvent.kind == "payments.remitted")
        assert await session.scalar(told) == 2


async def test_one_list_sent_and_applied_by_two_at_once_is_one(sessions):
    async with short(sessions) as session:
        _, _, (first, _), parcels = await brought(session)
        who = await officer(session)

    async def send():
        async with short(sessions) as session:
            file = await sent(session, who, (first, parcels[0].amount))
        async with short(sessions) as session:
            await apply_list(session, who, file)
        return file

    files = await asyncio.gather(*(send() for _ in range(4)))

    assert len(set(files)) == 1
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(RemittanceFile)) == 1
        assert (await _remittance(session, files[0])).amount == parcels[0].amount


async def test_the_database_takes_a_collection_once(session):
    _, _, (first, _), parcels = await brought(session)
    who = await officer(session)
    await apply_list(session, who, await sent(session, who, (first, parcels[0].amount)))
    again = await sent(session, who, (first, parcels[0].amount, 1))
    line = await session.scalar(select(RemittanceLine).where(RemittanceLine.file_id == again))

    line.decision, line.decided_by, line.decided_at = D.TAKEN, who.person_id, line.created_at
    with pytest.raises(DBAPIError, match="remittance_line_taken_idx"):
        async with session.begin_nested():
            await session.flush()


async def _verdicts(session, file):
    rows = await session.scalars(
        select(RemittanceLine.verdict).where(RemittanceLine.file_id == file).order_by(RemittanceLine.row)
    )
    return rows.all()


async def _remittance(session, file):
    return (await session.scalars(select(Remittance).where(Remittance.reference == file))).one()


async def _order_id(session, order):
    return await session.scalar(select(Order.id).where(Order.code == order.code))


async def _payment(session, order):
    return await session.scalar(
        select(Payment.state).join(Order, Order.id == Payment.reference).where(Order.code == order.code)
    )
