"""Money comes in through a bank or a provider."""

from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.lock import lock_payment, note_payment
from shop.payments.models import Payment, PaymentMethod, PaymentReceipt, PaymentState
from shop.payments.refund import add_refund

_OPEN = frozenset({PaymentState.AWAITING, PaymentState.AUTHORIZED})


class Money(msgspec.Struct, frozen=True):
    """So many đồng, under the id its bank or provider gave the movement."""

    method: PaymentMethod
    foreign_id: str
    amount: Dong


class Received(StrEnum):
    """What became of it."""

    REPEATED = "repeated"  # it had been received before
    PART = "part"  # the rest is still awaited
    PAID = "paid"  # that was all that was asked for
    SURPLUS = "surplus"  # some of it was not asked for, and is owed back
    LATE = "late"  # it was all that had been asked for, before the payment was given up: the order's side decides


async def receive_money(session: AsyncSession, reference: UUID, money: Money, actor: str) -> Received:
    """Credit money to the payment of the order `reference`, once under its foreign id. The payment is locked.

    Money is never refused. What nobody asked for is owed back under the receipt's id. All that was asked for makes a
    payment `paid` that was given up, or was to be made in cash: the news lets the order's side decide what follows. A
    deposit leaves the rest to be collected in cash.
    """
    payment = await lock_payment(session, reference)
    receipt_id = await session.scalar(
        insert(PaymentReceipt)
        .values(payment_id=payment.id, method=money.method, foreign_id=money.foreign_id, amount=money.amount)
        .on_conflict_do_nothing(index_elements=[PaymentReceipt.method, PaymentReceipt.foreign_id])
        .returning(PaymentReceipt.id)
    )
    if receipt_id is None:
        return Received.REPEATED
    missing, awaited = _missing(payment), payment.state in _OPEN
    whole = 0 < missing <= money.amount
    asked = missing if whole else _missing_deposit(payment)
    enough = 0 < asked <= money.amount
    surplus = Dong(money.amount - asked if enough else 0 if awaited else money.amount)
    late = enough and not awaited
    payment.collected = Dong(payment.collected + money.amount)
    if whole:
        payment.state, payment.method = PaymentState.PAID, money.method
    elif enough:
        payment.state, payment.method = PaymentState.TO_COLLECT, PaymentMethod.COD
    if surplus:
        await add_refund(session, payment, receipt_id, surplus, asked_by="shop")
    note_payment(session, payment, actor, came=money.amount)
    if late:
        return Received.LATE
    if surplus:
        return Received.SURPLUS
    return Received.PAID if enough else Received.PART


def _missing(payment: Payment) -> Dong:
    """What is still asked for, or would be had the payment not been given up or left to cash (đồng)."""
    no_cash = payment.kept <= payment.deposit if payment.deposit else not payment.collected
    untouched = payment.state is PaymentState.TO_COLLECT and no_cash
    if payment.state in _OPEN or payment.state is PaymentState.CANCELLED or untouched:
        return Dong(max(0, payment.amount - payment.kept))
    return Dong(0)


def _missing_deposit(payment: Payment) -> Dong:
    """What of its deposit is still asked for, or would be had the payment not been given up before it was there."""
    if payment.state in _OPEN or (payment.state is PaymentState.CANCELLED and payment.collected < payment.deposit):
        return Dong(max(0, payment.deposit - payment.kept))
    return Dong(0)
