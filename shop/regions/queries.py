"""Reads of units and of what became of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.core.text import slugify
from shop.regions.models import Region, RegionLevel, RegionSuccession


async def region_by_slug(session: AsyncSession, level: RegionLevel, slug: str) -> Region | None:
    """The newest unit of this level and slug: today's where there is one, else the last that bore the name."""
    region: Region | None = await session.scalar(
        select(Region)
        .where(Region.level == level, Region.slug == slug)
        .order_by(Region.valid_to.desc().nulls_first(), Region.code)
        .limit(1)
    )
    return region


async def search_regions(session: AsyncSession, level: RegionLevel | None, words: str, limit: int) -> list[Region]:
    """Units whose name holds `words` (diacritics do not matter), of every period: today's first."""
    slug = slugify(words)
    if words.strip() and not slug:
        return []
    wanted = select(Region).where(Region.slug.contains(slug, autoescape=True))
    if level is not None:
        wanted = wanted.where(Region.level == level)
    rows = await session.scalars(
        wanted.order_by(Region.valid_to.desc().nulls_first(), Region.slug, Region.code).limit(limit)
    )
    return list(rows)


async def today_of(session: AsyncSession, region_id: UUID) -> Region | None:
    """The unit of today that `region_id` wholly became; None where it was divided or nobody says what it became."""
    region = await session.get(Region, region_id)
    while region is not None and region.valid_to is not None:
        following = await successors(session, region.id)
        whole = [new for new, divided in following if not divided]
        region = whole[0] if len(whole) == 1 else None
    return region


async def successors(session: AsyncSession, region_id: UUID) -> list[tuple[Region, bool]]:
    """What became of a unit: each follower, and whether only a part of the old unit went there; the default first."""
    new = aliased(Region)
    rows = await session.execute(
        select(new, RegionSuccession.divided)
        .join(RegionSuccession, RegionSuccession.new_id == new.id)
        .where(RegionSuccession.old_id == region_id)
        .order_by(RegionSuccession.is_default.desc(), new.code)
    )
    return [(row[0], row[1]) for row in rows]


async def communes_of_district(session: AsyncSession, district_id: UUID) -> Sequence[Region]:
    """Today's communes that took land of an old district: the filter `Ba Vì` goes on working after 2025."""
    old, new = aliased(Region), aliased(Region)
    rows = await session.scalars(
        select(new)
        .distinct()
        .join(RegionSuccession, RegionSuccession.new_id == new.id)
        .join(old, old.id == RegionSuccession.old_id)
        .where(old.parent_id == district_id, new.valid_to.is_(None))
        .order_by(new.slug)
    )
    return rows.all()


async def communes_of_today(session: AsyncSession, region_ids: Sequence[UUID] = ()) -> Sequence[Region]:
    """Today's communes by name, or those among `region_ids`."""
    chosen = select(Region).where(Region.level == RegionLevel.COMMUNE, Region.valid_to.is_(None))
    if region_ids:
        chosen = chosen.where(Region.id.in_(region_ids))
    rows = await session.scalars(chosen.order_by(Region.slug))
    return rows.all()


async def districts_of_commune(session: AsyncSession, commune_id: UUID) -> Sequence[Region]:
    """The old districts of which a commune of today took land, by name."""
    old, district = aliased(Region), aliased(Region)
    rows = await session.scalars(
        select(district)
        .distinct()
        .join(old, old.parent_id == district.id)
        .join(RegionSuccession, RegionSuccession.old_id == old.id)
        .where(RegionSuccession.new_id == commune_id, district.level == RegionLevel.DISTRICT)
        .order_by(district.slug)
    )
    return rows.all()


async def districts(session: AsyncSession) -> Sequence[Region]:
    """The districts by name: ended on 2025-06-30, kept as the decisions name them."""
    rows = await session.scalars(select(Region).where(Region.level == RegionLevel.DISTRICT).order_by(Region.slug))
    return rows.all()
