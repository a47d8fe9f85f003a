"""The open drawer of a place: locked, so that its book and its count follow one another."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.counter.errors import DrawerClosed, DrawerShort
from shop.counter.models import CashKind, CashMovement, CashShift

_OPEN = CashShift.closed_at.is_(None)


async def open_shift(session: AsyncSession, place_id: UUID) -> CashShift | None:
    """The place's open drawer, locked until the commit; None when none is open.

    It is the last row a transaction locks: after orders, stock and payments.
    """
    found: CashShift | None = await session.scalar(
        select(CashShift)
        .where(CashShift.place_id == place_id, _OPEN)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return found


async def require_shift(session: AsyncSession, place_id: UUID) -> CashShift:
    """The same.

    Raises:
        DrawerClosed: none is open.
    """
    shift = await open_shift(session, place_id)
    if shift is None:
        raise DrawerClosed
    return shift


async def shift_for_order(session: AsyncSession, place_id: UUID) -> CashShift:
    """The same; one opens by itself where none is open: the cash of an order lies there, and must be counted."""
    while True:
        shift = await open_shift(session, place_id)
        if shift is not None:
            return shift
        made = insert(CashShift).values(place_id=place_id)
        await session.execute(
            made.on_conflict_do_nothing(index_elements=[CashShift.place_id], index_where=_OPEN)
        )  # a twin may have been quicker, and closed it again


async def cash_in(session: AsyncSession, shift_id: UUID) -> Dong:
    """What should lie in a drawer by its book."""
    total = select(func.coalesce(func.sum(CashMovement.amount), 0)).where(CashMovement.shift_id == shift_id)
    return Dong(int(await session.scalar(total) or 0))


async def put_cash(
    session: AsyncSession,
    shift: CashShift,
    kind: CashKind,
    amount: int,
    actor: str,
    *,
    sale_id: UUID | None = None,
    return_id: UUID | None = None,
    refund_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Write that cash came into the locked drawer `shift` or, below zero, left it. Nothing is written of nothing.

    Raises:
        DrawerShort: there is not so much in it.
    """
    if amount == 0:
        return
    if amount < 0:
        there = await cash_in(session, shift.id)
        if there + amount < 0:
            raise DrawerShort(field="amount", extra={"available": there}, available=there)
    session.add(
        CashMovement(
            shift_id=shift.id,
            kind=kind,
            amount=Dong(amount),
            sale_id=sale_id,
            return_id=return_id,
            refund_id=refund_id,
            reason=reason,
            actor=actor,
        )
    )
    await session.flush()  # what is read of this drawer later in the transaction has it
