"""Refunds leave through the providers their money came through. A provider is asked outside every transaction."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.core.money import Dong
from shop.payments.errors import ProviderAway
from shop.payments.models import Payment, PaymentMethod, PaymentReceipt, Refund, RefundMethod, RefundState
from shop.payments.note_refund import note_refund
from shop.payments.provider import Provider, RefundWanted
from shop.payments.providers import Providers
from shop.payments.rules import needs_second_person, refund_key

ACTOR = "shop"
AT_ONCE = 50
LOST = timedelta(minutes=1)  # after which an answer counts as lost, and the same is asked again
SLOW = timedelta(hours=1)  # after which a wallet that answered "under way" is asked again: it tells nobody by itself
KEPT = timedelta(hours=23)  # how long Stripe surely knows a key; after that only a comparison may say what became of it
NO_RECEIPT = "no_receipt"  # no single movement of money is large enough to give so much back

_OUT = (RefundState.SENT, RefundState.PAID)
_BACK = {
    PaymentMethod.CARD: RefundMethod.CARD,
    PaymentMethod.VNPAY: RefundMethod.VNPAY,
    PaymentMethod.MOMO: RefundMethod.MOMO,
}

_TELL_NOBODY = (RefundMethod.VNPAY, RefundMethod.MOMO)

log = structlog.get_logger("payments")


class _Sending(msgspec.Struct, frozen=True):
    """A refund on its way: which sending of it, and through whom."""

    method: PaymentMethod
    tries: int
    wanted: RefundWanted


async def send_refunds(sessions: Sessions, providers: Providers, limit: Dong) -> int:
    """Send what is owed and needs no second person (or has one); how many went out. Two at once share the work.

    A refund is marked as sent before its provider is asked, with a key made of it: whatever is cut off or not answered
    is asked again with the same key, and goes back once.
    """
    methods = [method for method in _BACK if providers.get(method) is not None]
    async with short(sessions) as session:
        due = await _due(session, methods, limit)
    sent = 0
    for refund_id in due:
        async with short(sessions) as session:
            sending = await _mark(session, refund_id, methods, limit)
        if sending is not None:
            provider = providers.get(sending.method)
            assert provider is not None, "asked above"
            sent += await _send(sessions, provider, sending)
    return sent


async def _send(sessions: Sessions, provider: Provider, sending: _Sending) -> bool:
    wanted = sending.wanted
    try:
        answer = await provider.send_refund(wanted)
    except ProviderAway:
        log.warning("refund_unanswered", refund=str(wanted.refund_id), method=sending.method.value)
        return False
    async with short(sessions) as session:
        await note_refund(session, wanted.refund_id, sending.tries, wanted.amount, answer, actor=sending.method.value)
    return True


async def _due(session: AsyncSession, methods: list[PaymentMethod], limit: Dong) -> list[UUID]:
    """The oldest refunds that wait to be sent, or whose answer was lost."""
    has_receipt = (
        select(PaymentReceipt.id)
        .where(PaymentReceipt.payment_id == Refund.payment_id, PaymentReceipt.method.in_(methods))
        .exists()
    )
    allowed = or_(Refund.amount <= limit, Refund.approved_by.is_not(None))
    owed = and_(Refund.state == RefundState.OWED, allowed, Refund.failure.is_distinct_from(NO_RECEIPT))
    found = await session.scalars(
        select(Refund.id).where(has_receipt, or_(owed, _lost())).order_by(Refund.id).limit(AT_ONCE)
    )
    return list(found)


def _lost() -> ColumnElement[bool]:
    """Sent, and to be asked again with the same key."""
    sent, now_ = Refund.state == RefundState.SENT, shop_now()
    lost = and_(Refund.foreign_id.is_(None), Refund.sent_at < now_ - LOST, Refund.sent_at > now_ - KEPT)
    slow = and_(Refund.method.in_(_TELL_NOBODY), Refund.foreign_id.is_not(None), Refund.sent_at < now_ - SLOW)
    return and_(sent, or_(lost, slow))


async def _mark(session: AsyncSession, refund_id: UUID, methods: list[PaymentMethod], limit: Dong) -> _Sending | None:
    """Claim a refund for sending; None where another did. Its payment is locked first: two never draw one receipt."""
    payment = await session.scalar(
        select(Payment)
        .join(Refund, Refund.payment_id == Payment.id)
        .where(Refund.id == refund_id)
        .with_for_update(of=Payment)
    )
    refund = await session.scalar(
        select(Refund).where(Refund.id == refund_id).with_for_update().execution_options(populate_existing=True)
    )
    if payment is None or refund is None:
        return None
    moment = await now(session)
    receipt = await (_same if refund.state is RefundState.SENT else _first)(session, refund, methods, limit, moment)
    return None if receipt is None else _sending(payment, refund, receipt)


async def _same(
    session: AsyncSession, refund: Refund, _methods: list[PaymentMethod], _limit: Dong, moment: datetime
) -> PaymentReceipt | None:
    """The sending whose answer was lost, or that is slow, once more."""
    if not await session.scalar(select(Refund.id).where(Refund.id == refund.id, _lost())):
        return None
    refund.sent_at = moment
    return await session.get_one(PaymentReceipt, refund.receipt_id)


async def _first(
    session: AsyncSession, refund: Refund, methods: list[PaymentMethod], limit: Dong, moment: datetime
) -> PaymentReceipt | None:
    """A sending of what is owed, under a number of its own."""
    unapproved = needs_second_person(refund.amount, limit) and refund.approved_by is None
    if refund.state is not RefundState.OWED or unapproved:
        return None
    found = await _receipt(session, refund, methods)
    if found is None:
        refund.failure = NO_RECEIPT
        return None
    refund.state, refund.sent_at, refund.receipt_id = RefundState.SENT, moment, found.id
    refund.method, refund.foreign_id, refund.failure = _BACK[found.method], None, None
    refund.tries += 1
    return found


async def _receipt(session: AsyncSession, refund: Refund, methods: list[PaymentMethod]) -> PaymentReceipt | None:
    """The money it is given back from: what it is about, if that is a receipt; else the first that is large enough."""
    drawn = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.receipt_id == PaymentReceipt.id, Refund.state.in_(_OUT))
        .scalar_subquery()
    )
    own = PaymentReceipt.id == refund.reference
    found: PaymentReceipt | None = await session.scalar(
        select(PaymentReceipt)
        .where(
            PaymentReceipt.payment_id == refund.payment_id,
            PaymentReceipt.method.in_(methods),
            PaymentReceipt.amount - drawn >= refund.amount,
        )
        .order_by(own.desc(), PaymentReceipt.id)
        .limit(1)
    )
    return found


def _sending(payment: Payment, refund: Refund, receipt: PaymentReceipt) -> _Sending:
    wanted = RefundWanted(
        refund_id=refund.id,
        receipt=receipt.foreign_id,
        paid=receipt.amount,
        amount=refund.amount,
        order_code=str(payment.reference),
        key=refund_key(refund.id, refund.tries),
    )
    return _Sending(receipt.method, refund.tries, wanted)
