import itertools
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from shop.core.money import Dong
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.payments.models import Payment, PaymentHistory, PaymentMethod, PaymentState
from shop.payments.move_payment import move_payments
from shop.payments.open_payment import Due, open_payments
from shop.payments.queries import payment_of

S = PaymentState
TABLE = {
    (S.TO_COLLECT, S.COLLECTED),
    (S.TO_COLLECT, S.REFUSED),
    (S.TO_COLLECT, S.CANCELLED),
    (S.COLLECTED, S.REMITTED),
    (S.REMITTED, S.SETTLED),
}


async def _payment(session, amount=250_000):
    reference = uuid4()
    await open_payments(session, [Due(reference, PaymentMethod.COD, Dong(amount))], "test")
    return reference


@pytest.mark.parametrize(("current", "to"), list(itertools.product(S, S)))
async def test_cash_on_delivery_takes_exactly_the_moves_of_its_table(session, current, to):
    reference = await _payment(session)
    await session.execute(update(Payment).values(state=current))

    if (current, to) in TABLE or current is to:
        await move_payments(session, [reference], to, "test")
        assert (await payment_of(session, reference)).state is to
    else:
        with pytest.raises(IllegalMove):
            await move_payments(session, [reference], to, "test")
        assert (await payment_of(session, reference)).state is current


async def test_every_move_is_noted_and_told_once(session):
    reference = await _payment(session)

    await move_payments(session, [reference], S.COLLECTED, "quầy")
    await move_payments(session, [reference], S.COLLECTED, "quầy")
    await session.flush()

    noted = await session.scalars(select(PaymentHistory.state).order_by(PaymentHistory.id))
    told = await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == "payments.moved"))
    assert list(noted) == [S.TO_COLLECT, S.COLLECTED]
    assert [(event["state"], event["version"], event["amount"]) for event in told] == [("collected", 2, 250_000)]


async def test_an_order_has_one_payment(session):
    reference = await _payment(session)

    with pytest.raises(DBAPIError, match="payment_reference_key"):
        async with session.begin_nested():
            await open_payments(session, [Due(reference, PaymentMethod.COD, Dong(1))], "test")


async def test_of_several_payments_all_move_or_none(session):
    open_one, settled = await _payment(session), await _payment(session)
    await session.execute(update(Payment).where(Payment.reference == settled).values(state=S.SETTLED))

    with pytest.raises(IllegalMove):
        await move_payments(session, [open_one, settled], S.CANCELLED, "test")

    assert (await payment_of(session, open_one)).state is S.TO_COLLECT


async def test_the_history_of_money_cannot_be_rewritten(session):
    await _payment(session)

    with pytest.raises(DBAPIError, match="never changed"):
        async with session.begin_nested():
            await session.execute(text("DELETE FROM payment_history"))
    assert await session.scalar(select(func.count()).select_from(PaymentHistory)) == 1
