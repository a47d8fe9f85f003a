"""Write a commission rate ahead of its day."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import today
from shop.settlement.errors import RateKnown, RateNotAhead, RateUnreadable
from shop.settlement.models import CommissionRate
from shop.settlement.rate_rules import FURTHEST, HIGHEST_COMMISSION, HIGHEST_FEE


class NewRate(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform takes of orders from a day on (Hà Nội), in hundredths of a percent."""

    starts_on: date
    commission: int
    fee: int
    note: str = ""


async def set_rate(session: AsyncSession, person_id: UUID, wish: NewRate) -> UUID:
    """Write the rate and say so in the audit log; returns its id. The same rate for the same day is written once.

    Two who write one day at once: the second waits, then finds the first's.

    Raises:
        RateUnreadable: more is taken than may be.
        RateNotAhead: its day has come, or is so far away that it must be a slip.
        RateKnown: another rate begins on that day.
    """
    _check(wish)
    day = await today(session)
    first, last = day + timedelta(days=1), day + timedelta(days=FURTHEST)
    if not first <= wish.starts_on <= last:
        raise RateNotAhead(field="starts_on", tomorrow=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    values = msgspec.structs.asdict(wish) | {"set_by": person_id}
    written: UUID | None = await session.scalar(
        insert(CommissionRate).values(values).on_conflict_do_nothing().returning(CommissionRate.id)
    )
    if written is None:
        return await _same(session, wish)
    record_act(
        session,
        person_id,
        "settlement.set_rate",
        wish.starts_on,
        commission=wish.commission,
        fee=wish.fee,
        note=wish.note,
    )
    return written


async def _same(session: AsyncSession, wish: NewRate) -> UUID:
    known = (await session.scalars(select(CommissionRate).where(CommissionRate.starts_on == wish.starts_on))).one()
    if (known.commission, known.fee) != (wish.commission, wish.fee):
        raise RateKnown(field="starts_on", day=f"{wish.starts_on:%d/%m/%Y}")
    return known.id


def _check(wish: NewRate) -> None:
    for field, most in (("commission", HIGHEST_COMMISSION), ("fee", HIGHEST_FEE)):
        if not 0 <= getattr(wish, field) <= most:
            raise RateUnreadable(field=field, most=most // 100)
