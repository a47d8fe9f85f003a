"""Orders end whose goods never left, or came back whole."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.move_payment import move_payments
from shop.payments.refund import add_refund

_UNPAID = frozenset({PaymentState.AWAITING, PaymentState.AUTHORIZED})


async def close_payments(
    session: AsyncSession,
    references: Sequence[UUID],
    to: PaymentState,
    actor: str,
    reason: str | None = None,
    *,
    forfeited: Mapping[UUID, Dong],
) -> None:
    """Nothing more is to be paid for the orders `references`; what was paid before is owed back, for the order's id.

    Not what is `forfeited` of it (order -> đồng): its buyer leaves a deposit behind. `to` says how cash ends: refused
    or cancelled; what was to be paid before is cancelled, what is paid stays so. The rows are locked in id order. Safe
    to repeat.

    Raises:
        IllegalMove: `to` cannot follow where one that is paid in cash stands; none is closed then.
    """
    await session.flush()  # what this transaction has changed of them must be in the rows before they are read again
    prepaid = await session.scalars(
        select(Payment)
        .where(Payment.reference.in_(references))
        .order_by(Payment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    cash, awaited = [], []
    for payment in prepaid:
        before = payment.kept
        if payment.method is PaymentMethod.COD:
            cash.append(payment.reference)
            before = min(before, payment.deposit)
        if payment.state in _UNPAID:
            awaited.append(payment.reference)
        left = Dong(before - forfeited.get(payment.reference, 0))
        if left > 0:
            await add_refund(session, payment, payment.reference, left, asked_by=actor)
            payment.version += 1
    await session.flush()  # moving is a statement of its own
    await move_payments(session, cash, to, actor, reason)
    await move_payments(session, awaited, PaymentState.CANCELLED, actor, reason)
