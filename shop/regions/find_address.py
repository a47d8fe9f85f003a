"""Find the commune of today for an address, by today's name or by that of a commune or a district that has ended."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.regions.address_rules import Sought, read_sought
from shop.regions.models import Region, RegionLevel, RegionSuccession
from shop.regions.today import Reached, follow

MOST_ORIGINS = 40  # units of all periods that are followed to today; the best fitting


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A commune of today, and the ended unit through which the words found it (None: by its own name).

    `certain` when the ended unit wholly became it: it may be taken over. Else it took land of it, and is asked.
    """

    unit: Region
    was: Region | None
    certain: bool


async def find_communes(session: AsyncSession, words: str, limit: int) -> list[Candidate]:
    """Communes of today that `words` may mean, the best fitting first, each once. At most eight statements."""
    sought = read_sought(words)
    if sought is None:
        return []
    communes = [] if sought.is_district else await _communes(session, sought)
    reached, _ = await follow(session, communes)
    found = [_candidate(each, reached) for each in reached]
    if not sought.district:
        found += await _of_districts(session, sought)
    best: dict[UUID, Candidate] = {}
    for one in sorted(found, key=lambda one: _rank(one, sought)):
        best.setdefault(one.unit.id, one)
    return list(best.values())[:limit]


def _candidate(each: Reached, reached: Sequence[Reached]) -> Candidate:
    if each.origin.id == each.unit.id:
        return Candidate(unit=each.unit, was=None, certain=True)
    alone = len({other.unit.id for other in reached if other.origin.id == each.origin.id}) == 1
    return Candidate(unit=each.unit, was=each.origin, certain=alone and each.whole)


def _rank(one: Candidate, sought: Sought) -> tuple[bool, bool, bool, bool, str]:
    named = one.was or one.unit
    exact, same = named.slug == sought.slug, one.unit.slug == sought.slug
    return not exact, not same, one.was is not None, named.level is RegionLevel.DISTRICT, one.unit.slug


async def _communes(session: AsyncSession, sought: Sought) -> Sequence[Region]:
    """Communes of all periods whose name holds the words: the exact name first, then today's."""
    wanted = select(Region).where(
        Region.level == RegionLevel.COMMUNE, Region.slug.contains(sought.slug, autoescape=True)
    )
    if sought.kind is not None:
        wanted = wanted.where(Region.kind == sought.kind)
    if sought.district:
        parent = aliased(Region)
        wanted = wanted.join(parent, parent.id == Region.parent_id).where(
            parent.level == RegionLevel.DISTRICT, parent.slug.contains(sought.district, autoescape=True)
        )
    fit = case((Region.slug == sought.slug, 0), (Region.slug.startswith(sought.slug, autoescape=True), 1), else_=2)
    rows = await session.scalars(
        wanted.order_by(fit, Region.valid_to.desc().nulls_first(), Region.slug, Region.code).limit(MOST_ORIGINS)
    )
    return rows.all()


async def _of_districts(session: AsyncSession, sought: Sought) -> list[Candidate]:
    """Today's communes that took land of an ended district of that name: none of them is certain."""
    old, new, district = aliased(Region), aliased(Region), aliased(Region)
    named = district.slug.contains(sought.slug, autoescape=True)
    rows = await session.execute(
        select(new, district)
        .distinct()
        .select_from(district)
        .join(old, old.parent_id == district.id)
        .join(RegionSuccession, RegionSuccession.old_id == old.id)
        .join(new, new.id == RegionSuccession.new_id)
        .where(district.level == RegionLevel.DISTRICT, named, new.valid_to.is_(None))
        .order_by(new.slug, district.slug)
        .limit(MOST_ORIGINS * 2)
    )
    return [Candidate(unit=unit, was=was, certain=False) for unit, was in rows]
