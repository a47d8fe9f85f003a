"""Money that goes back by persons: never more than came in, never by one person alone above the limit, once."""

import asyncio
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from shop.core.db import short
from shop.core.errors import Invalid
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.orders.errors import OrderUnknown
from shop.payments.errors import RefundTooMuch, RefundUnapproved
from shop.payments.models import Refund, RefundMethod, RefundState
from shop.refunds.approve import approve_refund, send_again
from shop.refunds.errors import (
    RefundByProvider,
    RefundBySelf,
    RefundLineUnknown,
    RefundOverLine,
    RefundReasonMissing,
    RefundReferenceMissing,
    RefundUnknown,
)
from shop.refunds.owe import owe_claim
from shop.refunds.pay import pay_owed
from shop.refunds.queries import About, order_to_refund, refunds_paid, refunds_waiting
from shop.returns.models import ReturnState
from shop.returns.receive import Came, receive_return
from tests.make.refunds import claim_of, claimed, payment_of_order, prepaid, refund_about
from tests.make.remittance import officer
from tests.make.returns import RULES, accepted, bought

CASH, TRANSFER = RefundMethod.CASH, RefundMethod.TRANSFER
STRICT = msgspec.structs.replace(RULES, refund_limit=100_000)


async def test_several_are_owed_for_an_order_and_never_more_than_came_in(session):
    order = await bought(session)
    await claimed(session, order, 500_000)
    await claimed(session, order, 250_000)

    with pytest.raises(RefundTooMuch):
        await claimed(session, order, 1)
    assert (await payment_of_order(session, order)).refunded == 750_000


async def test_for_a_line_no_more_is_owed_than_was_paid_for_it(session):
    order = await bought(session)
    made = await accepted(session, order, 1)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=1)], RULES)
    await claimed(session, order, 400_000, line=order.line)

    with pytest.raises(RefundOverLine) as refused:
        await claimed(session, order, 100_001, line=order.line)
    assert refused.value.facts == {"left": 100_000}
    with pytest.raises(RefundLineUnknown):
        await claimed(session, order, 5, line=uuid4())


async def test_the_same_key_owes_once(session):
    order, who = await bought(session), await officer(session)
    for _ in range(2):
        await claimed(session, order, 100_000, who=who, key="refund-key-twice")

    assert (await payment_of_order(session, order)).refunded == 100_000


async def test_what_cannot_be_meant_is_refused(session):
    order, who = await bought(session), await officer(session)

    with pytest.raises(Invalid):
        await claimed(session, order, 0)
    with pytest.raises(RefundReasonMissing):
        await owe_claim(session, who, claim_of(order, 5, reason="..."), key="refund-key-dumb")
    claim = msgspec.structs.replace(claim_of(order, 5), order="CM-XXXX-XX")
    with pytest.raises(OrderUnknown):
        await owe_claim(session, who, claim, key="refund-key-none")
    with pytest.raises(RefundUnknown):
        await pay_owed(session, who, uuid4(), CASH, note="", terms=RULES)


@pytest.mark.parametrize(("method", "note"), [(CASH, ""), (TRANSFER, "FT2633200")])
async def test_a_small_one_is_paid_by_one_person_once(session, method, note):
    order = await bought(session)
    refund, who = await claimed(session, order, 100_000)

    vouchers = {await pay_owed(session, who, refund.id, method, note=note, terms=RULES) for _ in range(2)}

    paid = await refund_about(session, refund.reference)
    assert vouchers == {paid.voucher}
    assert paid.voucher.startswith("PC-")
    assert (paid.state, paid.method, paid.note, paid.paid_by) == (
        RefundState.PAID,
        method,
        note or None,
        str(who.person_id),
    )
    moves = select(OutboxEvent.payload).where(OutboxEvent.kind == "payments.refund_moved").order_by(OutboxEvent.id)
    told = (await session.scalars(moves)).all()
    assert [(each["state"], each["amount"]) for each in told] == [("owed", 100_000), ("paid", 100_000)]


async def test_a_transfer_needs_the_banks_reference(session):
    refund, who = await claimed(session, await bought(session), 100_000)

    with pytest.raises(RefundReferenceMissing):
        await pay_owed(session, who, refund.id, TRANSFER, note=" - ", terms=RULES)


async def test_a_large_one_takes_two_persons(session):
    refund, asker = await claimed(session, await bought(session), 100_001)
    second = await officer(session)

    with pytest.raises(RefundUnapproved):
        await pay_owed(session, asker, refund.id, CASH, note="", terms=STRICT)
    with pytest.raises(RefundBySelf):
        await approve_refund(session, asker, refund.id)
    for _ in range(2):
        await approve_refund(session, second, refund.id)
    with pytest.raises(RefundUnapproved):
        await pay_owed(session, second, refund.id, CASH, note="", terms=STRICT)
    await pay_owed(session, asker, refund.id, CASH, note="", terms=STRICT)

    assert (await refund_about(session, refund.reference)).approved_by == str(second.person_id)
    with pytest.raises(IllegalMove):
        await _approve_anew(session, refund, second)


async def _approve_anew(session, refund, second):
    await session.execute(update(Refund).values(approved_by=None))
    await approve_refund(session, second, refund.id)


@pytest.mark.parametrize("alone", ["asked_by", "paid_by"])
async def test_the_database_knows_that_two_persons_are_two(session, alone):
    refund, who = await claimed(session, await bought(session), 100_000)
    if alone == "paid_by":
        await pay_owed(session, await officer(session), refund.id, CASH, note="", terms=RULES)

    with pytest.raises(DBAPIError, match="two_persons" if alone == "asked_by" else "not_paid_alone"):
        async with session.begin_nested():
            await session.execute(update(Refund).values(approved_by=getattr(Refund, alone)))
    assert who.person_id is not None


async def test_what_a_provider_sends_is_paid_by_hand_only_after_it_failed(session):
    order = await bought(session)
    await prepaid(session, order)
    refund, who = await claimed(session, order, 100_000)

    with pytest.raises(RefundByProvider):
        await pay_owed(session, who, refund.id, TRANSFER, note="FT1", terms=RULES)
    await session.execute(update(Refund).values(state="sent", method="card", sent_at=func.now(), foreign_id="re_1"))
    with pytest.raises(IllegalMove):
        await pay_owed(session, who, refund.id, TRANSFER, note="FT1", terms=RULES)
    await session.execute(update(Refund).values(state="failed", failure="expired_or_canceled_card"))
    await pay_owed(session, who, refund.id, TRANSFER, note="FT1", terms=RULES)

    paid = await refund_about(session, refund.reference)
    assert (paid.state, paid.method, paid.failure) == (RefundState.PAID, TRANSFER, "expired_or_canceled_card")


async def test_what_failed_may_be_sent_again(session):
    refund, who = await claimed(session, await bought(session), 100_000)
    await session.execute(update(Refund).values(state="sent", method="card", sent_at=func.now()))
    with pytest.raises(IllegalMove):
        await send_again(session, who, refund.id)
    await session.execute(update(Refund).values(state="failed", failure="declined"))

    for _ in range(2):
        await send_again(session, who, refund.id)

    assert (await refund_about(session, refund.reference)).state is RefundState.OWED


async def test_the_office_pays_what_a_return_is_owed_and_the_return_is_over(session):
    order, who = await bought(session), await officer(session)
    made = await accepted(session, order, 2)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=2)], RULES)
    await session.flush()
    refund = await refund_about(session, made.id)

    await pay_owed(session, who, refund.id, TRANSFER, note="FT9", terms=RULES)

    await session.refresh(made)
    assert made.state is ReturnState.REFUNDED


async def test_what_waits_is_listed_with_what_it_is_for(session):
    order = await bought(session)
    made = await accepted(session, order, 1)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=1)], RULES)
    refund, who = await claimed(session, order, 50_000, line=order.line)
    waiting = await refunds_waiting(session, limit=10)
    later = await refunds_waiting(session, limit=10, after=waiting[0].id)
    await pay_owed(session, who, refund.id, CASH, note="", terms=RULES)
    shown = await order_to_refund(session, order.code)

    assert [(each.about, each.amount, each.order) for each in waiting] == [
        (About.RETURN, 250_000, order.code),
        (About.CLAIM, 50_000, order.code),
    ]
    assert [each.id for each in later] == [refund.id]
    assert (waiting[1].reason, waiting[1].asked_by) == ("Giao thiếu một bát", who.person_id)
    assert [each.amount for each in await refunds_paid(session, limit=10)] == [50_000]
    assert (shown.collected, shown.refunded, [line.paid for line in shown.lines]) == (750_000, 300_000, [750_000])


async def test_two_officers_at_once_never_owe_more_than_came_in(sessions):
    async with short(sessions) as session:
        order = await bought(session)
        officers = [await officer(session) for _ in range(4)]

    async def owe(who):
        async with short(sessions) as session:
            await claimed(session, order, 300_000, who=who)

    outcomes = await asyncio.gather(*(owe(who) for who in officers), return_exceptions=True)

    assert [type(each) for each in outcomes if each is not None] == [RefundTooMuch] * 2
    async with short(sessions) as session:
        assert (await payment_of_order(session, order)).refunded == 600_000


async def test_two_officers_at_once_pay_once(sessions):
    async with short(sessions) as session:
        refund, who = await claimed(session, await bought(session), 100_000)
        other = await officer(session)

    async def pay(actor):
        async with short(sessions) as session:
            return await pay_owed(session, actor, refund.id, CASH, note="", terms=RULES)

    vouchers = await asyncio.gather(pay(who), pay(other))

    assert len(set(vouchers)) == 1
