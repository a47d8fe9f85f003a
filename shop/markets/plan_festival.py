"""Make a festival, and change what is said of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.markets.address import free_address
from shop.markets.errors import FestivalChanged, FestivalUnknown
from shop.markets.models import Festival
from shop.markets.slots import take_planners_turn


async def plan_festival(session: AsyncSession, officer_id: UUID, name: str, story: str) -> Festival:
    """Make a festival without markets yet: each market says which one it belongs to."""
    await take_planners_turn(session)
    festival = Festival(slug=await free_address(session, Festival.slug, name, "ngay-hoi"), name=name, story=story)
    session.add(festival)
    await session.flush()  # its caller reads it
    record_act(session, officer_id, "festival.plan", festival.slug, name=name)
    return festival


async def change_festival(
    session: AsyncSession, officer_id: UUID, slug: str, name: str, story: str, *, version: int
) -> Festival:
    """Replace what is said of a festival; its address stays. Locks its row.

    Raises:
        FestivalUnknown: there is none at this address.
        FestivalChanged: it is no longer the `version` its reader saw.
    """
    festival: Festival | None = await session.scalar(
        select(Festival).where(Festival.slug == slug).with_for_update().execution_options(populate_existing=True)
    )
    if festival is None:
        raise FestivalUnknown
    if festival.version != version:
        raise FestivalChanged
    festival.name, festival.story = name, story
    festival.version += 1
    record_act(session, officer_id, "festival.change", slug, name=name)
    await session.flush()  # its caller reads it
    return festival
