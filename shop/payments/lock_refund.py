"""Take a refund to pay it, and see that a second person has approved a large one."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.errors import RefundUnapproved
from shop.payments.events import RefundMoved
from shop.payments.models import Refund
from shop.payments.rules import needs_second_person


async def lock_refund(session: AsyncSession, which: ColumnElement[bool]) -> Refund | None:
    """The refund, locked until the commit. Orders, returns and payments come before it."""
    await session.flush()
    found: Refund | None = await session.scalar(
        select(Refund).where(which).with_for_update().execution_options(populate_existing=True)
    )
    return found


def require_approved(refund: Refund, payer: str, limit: Dong) -> None:
    """Let a small refund pass, and a large one (above `limit` đồng) that somebody else than the payer approved.

    Raises:
        RefundUnapproved: nobody did, or only who pays.
    """
    if needs_second_person(refund.amount, limit) and refund.approved_by in {None, payer}:
        raise RefundUnapproved


def tell_refund(session: AsyncSession, refund: Refund) -> None:
    """Tell where a locked refund stands now."""
    publish(
        session,
        RefundMoved(
            refund_id=refund.id,
            payment_id=refund.payment_id,
            about=refund.reference,
            state=refund.state,
            amount=refund.amount,
        ),
    )
