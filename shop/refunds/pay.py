"""The office pays a refund: by transfer with the bank's reference, or in cash of its own."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.ids import new_code
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.lock_refund import require_approved, tell_refund
from shop.payments.models import PaymentMethod, Refund, RefundMethod, RefundState
from shop.payments.rules import BY_HAND
from shop.refunds.errors import RefundByProvider, RefundReferenceMissing
from shop.refunds.take import take_refund
from shop.returns.events import RefundPaid
from shop.returns.models import Return, ReturnState
from shop.returns.move import move_return
from shop.returns.rules import MOVES, VOUCHER_PREFIX, ReturnTerms

SENT_BACK = frozenset({PaymentMethod.CARD, PaymentMethod.VNPAY, PaymentMethod.MOMO})
"""What was paid so goes back through its provider; persons pay what that failed to do."""


async def pay_owed(
    session: AsyncSession, actor: Actor, refund_id: UUID, method: RefundMethod, *, note: str, terms: ReturnTerms
) -> str:
    """Note that a refund was paid, under a new slip number, which is returned. Safe to repeat: it is paid once.

    `note` is the bank's reference of a transfer. A return that it is for is over with it.

    Raises:
        RefundUnknown: there is none.
        RefundReferenceMissing: a transfer without its reference.
        RefundByProvider: its provider sends it.
        RefundUnapproved: it is large, and nobody else has approved it.
        IllegalMove: it is under way.
    """
    taken = await take_refund(session, refund_id)
    refund, who = taken.refund, str(actor.person_id)
    if refund.state is RefundState.PAID:
        return refund.voucher or ""
    if method is RefundMethod.TRANSFER and not any(sign.isalnum() for sign in note):
        raise RefundReferenceMissing(field="note")
    BY_HAND.check(refund.state, RefundState.PAID)
    if refund.state is RefundState.OWED and taken.paid_by in SENT_BACK:
        raise RefundByProvider
    require_approved(refund, who, Dong(terms.refund_limit))
    voucher = new_code(VOUCHER_PREFIX)
    refund.state, refund.method, refund.voucher, refund.note = RefundState.PAID, method, voucher, note or None
    refund.foreign_id = None  # of a sending that failed
    refund.paid_at, refund.paid_by = await now(session), who
    if taken.asked is not None:
        await _end_return(session, taken.asked, refund, terms)
    tell_refund(session, refund)
    record_act(session, actor.person_id, "refunds.pay", taken.order, amount=refund.amount, voucher=voucher)
    await session.flush()
    return voucher


async def _end_return(session: AsyncSession, asked: Return, paid: Refund, terms: ReturnTerms) -> None:
    """A return whose money was given is over."""
    assert paid.method is not None, "it was paid just now"
    voucher, who = paid.voucher or "", paid.paid_by or ""
    MOVES.check(asked.state, ReturnState.REFUNDED)
    await move_return(session, asked, ReturnState.REFUNDED, terms, actor=who, reason=voucher)
    publish(
        session,
        RefundPaid(
            return_id=asked.id,
            place_id=asked.place_id,
            amount=asked.amount,
            method=paid.method,
            voucher=voucher,
        ),
    )
