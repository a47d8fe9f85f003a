"""The shelf: which variant has at least one free unit where. Inventory writes it when stock crosses zero."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql

_PUT = text(sql("catalog/put_on_shelf"))
_TAKE = text(sql("catalog/take_off_shelf"))


async def put_on_shelf(session: AsyncSession, pairs: Sequence[tuple[UUID, UUID]]) -> None:
    """Note that each variant may be had at its place; one statement, safe to repeat.

    Lists are told only where the product had nothing on any shelf. Two transactions that cross zero at the
    same time may each see the other's row and stay silent: a list is then late by its lifetime, a second.
    """
    await session.execute(
        _PUT, {"variants": [variant for variant, _ in pairs], "places": [place for _, place in pairs]}
    )


async def take_off_shelf(session: AsyncSession, variant_id: UUID, place_id: UUID) -> None:
    """Note that the last free unit of the variant at the place has gone; one statement, safe to repeat."""
    await session.execute(_TAKE, {"variant_id": variant_id, "place_id": place_id})
