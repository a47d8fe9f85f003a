"""Whose holds ran out so often that nothing is kept for them before they pay."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.orders.models import Order, OrderStatus
from shop.orders.rules import LapseTerms


async def lapsed_buyers(
    session: AsyncSession, buyers: Sequence[tuple[str, UUID | None]], terms: LapseTerms | None
) -> Collection[str | UUID]:
    """Which phones (E.164) and people of `buyers` let too many holds run out. A statement each, by their indexes."""
    if terms is None or not buyers:
        return frozenset()
    phones = sorted({phone for phone, _ in buyers})
    people = sorted({person for _, person in buyers if person is not None})
    ran_out = (
        Order.status == OrderStatus.EXPIRED,
        ~Order.unheld,
        Order.created_at > shop_now() - timedelta(days=terms.days),
    )
    often = func.count() >= terms.most
    rows = await session.scalars(
        select(Order.contact_phone)
        .where(Order.contact_phone.in_(phones), *ran_out)
        .group_by(Order.contact_phone)
        .having(often)
    )
    found: set[str | UUID] = set(rows)
    if people:
        found |= set(
            await session.scalars(
                select(Order.person_id)
                .where(Order.person_id.in_(people), *ran_out)
                .group_by(Order.person_id)
                .having(often)
            )
        )
    return found
