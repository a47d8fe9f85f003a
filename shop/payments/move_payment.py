"""Move payments through their states."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.outbox import publish
from shop.payments.events import PaymentMoved
from shop.payments.models import Payment, PaymentHistory, PaymentMethod, PaymentState
from shop.payments.rules import moves_of


async def move_payments(
    session: AsyncSession, references: Sequence[UUID], to: PaymentState, actor: str, reason: str | None = None
) -> None:
    """Move the payments of the orders `references` to `to`, with history and an event each.

    The rows are locked in id order. One that stands there already is left alone, so it is safe to repeat.

    Raises:
        IllegalMove: `to` cannot follow where one of them stands; none is moved then.
    """
    if not references:
        return
    found = await session.execute(
        select(Payment.id, Payment.method, Payment.state)
        .where(Payment.reference.in_(references))
        .order_by(Payment.id)
        .with_for_update()
    )
    moving = [payment_id for payment_id, method, state in found if _moves(method, state, to)]
    if not moving:
        return
    moved = await session.execute(
        update(Payment)
        .where(Payment.id.in_(moving))
        .values(state=to, version=Payment.version + 1)
        .returning(Payment.id, Payment.reference, Payment.version, Payment.amount, Payment.collected, Payment.method),
        execution_options={"synchronize_session": False},
    )
    rows = moved.all()
    await session.execute(
        insert(PaymentHistory),
        [{"payment_id": row.id, "state": to, "actor": actor, "reason": reason} for row in rows],
    )
    for row in rows:
        publish(
            session,
            PaymentMoved(
                payment_id=row.id,
                reference=row.reference,
                version=row.version,
                state=to,
                amount=row.amount,
                collected=row.collected,
                method=row.method,
            ),
        )


def _moves(method: PaymentMethod, state: PaymentState, to: PaymentState) -> bool:
    if state is to:
        return False
    moves_of(method).check(state, to)
    return True
