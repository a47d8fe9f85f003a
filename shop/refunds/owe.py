"""An officer owes a buyer money, of one line or of a whole order."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Invalid
from shop.core.idempotency import draw_key
from shop.core.money import Dong
from shop.core.pause import Pause, go_on
from shop.orders.models import Order, OrderLine
from shop.orders.move import lock_by_code
from shop.payments.refund import owe_refund
from shop.refunds.errors import RefundLineUnknown, RefundOverLine, RefundReasonMissing
from shop.refunds.models import RefundClaim
from shop.returns.models import Return, ReturnLine, ReturnState

ROUTE = "refunds.owe"
LONGEST = 300  # characters of a reason


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """`amount` đồng go back for a reason, of a line or (None) of the order."""

    order: str
    line: UUID | None
    amount: int
    reason: str


async def owe_claim(session: AsyncSession, actor: Actor, claim: Claim, *, key: str, pause: Pause = go_on) -> UUID:
    """Owe what `claim` says; the same key owes it once. Returns the claim's id. Order, then payment are locked.

    Several may be owed for one order, never more in all than came in; nor for a line more than was paid for it.

    Raises:
        Invalid, RefundReasonMissing: nothing would go back, or nobody says why.
        OrderUnknown, RefundLineUnknown: no such order, or no such line of it.
        RefundOverLine, RefundTooMuch: more than was paid would go back.
        InProgress, KeyReused: as everywhere.
    """
    if claim.amount <= 0:
        raise Invalid(field="amount")
    if not any(sign.isalnum() for sign in claim.reason):
        raise RefundReasonMissing(field="reason")
    assert actor.person_id is not None, "officers are signed in"
    drawn = await draw_key(session, f"person:{actor.person_id}", ROUTE, key, msgspec.to_builtins(claim))
    if drawn.replayed:
        return drawn.reference
    order = await lock_by_code(session, claim.order)
    await pause("order locked")
    if claim.line is not None:
        await _check_line(session, order, claim.line, Dong(claim.amount))
    who = str(actor.person_id)
    await owe_refund(session, order.id, drawn.reference, Dong(claim.amount), asked_by=who)
    session.add(
        RefundClaim(
            id=drawn.reference,
            order_id=order.id,
            line_id=claim.line,
            amount=Dong(claim.amount),
            reason=claim.reason,
            asked_by=actor.person_id,
        )
    )
    record_act(session, actor.person_id, "refunds.owe", order.code, amount=claim.amount, reason=claim.reason)
    await session.flush()
    return drawn.reference


async def _check_line(session: AsyncSession, order: Order, line_id: UUID, amount: Dong) -> None:
    """What was paid for the line, less what claims and returns have given back of it, covers `amount`."""
    line = await session.get(OrderLine, line_id, populate_existing=True)
    if line is None or line.order_id != order.id:
        raise RefundLineUnknown(field="line")
    claimed = await session.scalar(
        select(func.coalesce(func.sum(RefundClaim.amount), 0)).where(RefundClaim.line_id == line.id)
    )
    came = await session.scalar(
        select(func.coalesce(func.sum(ReturnLine.amount), 0))
        .join(Return, Return.id == ReturnLine.return_id)
        .where(ReturnLine.order_line_id == line.id, Return.state.in_((ReturnState.RECEIVED, ReturnState.REFUNDED)))
    )
    left = line.total - line.discount - int(claimed or 0) - int(came or 0)
    if amount > left:
        raise RefundOverLine(field="amount", left=max(left, 0))
