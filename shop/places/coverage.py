"""Where there is at least one sales point: by the districts of the register, and by today's communes."""

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.places.models import Place, PlaceKind
from shop.places.queries import serving
from shop.regions.models import Region, RegionLevel


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """A unit and how many sales points serve in it today."""

    slug: str
    name: str
    points: int


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """All units, those without a point too. `unplaced` and `unzoned` points have no known commune or district."""

    points: int
    districts: tuple[Covered, ...]
    communes: tuple[Covered, ...]
    unplaced: int
    unzoned: int

    @property
    def covered_districts(self) -> int:
        """Districts with at least one."""
        return sum(one.points > 0 for one in self.districts)

    @property
    def covered_communes(self) -> int:
        """Communes with at least one."""
        return sum(one.points > 0 for one in self.communes)


async def coverage(session: AsyncSession) -> Coverage:
    """How the points that are not closed today cover the districts and communes. Three statements."""
    open_point = and_(Place.kind == PlaceKind.SALES_POINT, serving())
    row = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(Place.commune_id.is_(None)),
                func.count().filter(Place.district_id.is_(None)),
            ).where(open_point)
        )
    ).one()
    return Coverage(
        points=int(row[0]),
        unplaced=int(row[1]),
        unzoned=int(row[2]),
        districts=await _units(session, RegionLevel.DISTRICT, Place.district_id == Region.id, open_point),
        communes=await _units(session, RegionLevel.COMMUNE, Place.commune_id == Region.id, open_point),
    )


async def _units(
    session: AsyncSession, level: RegionLevel, joined: ColumnElement[bool], open_point: ColumnElement[bool]
) -> tuple[Covered, ...]:
    """Of districts all, for all have ended; of communes those of today."""
    of_now = or_(Region.valid_to.is_(None), Region.level == RegionLevel.DISTRICT)
    rows = await session.execute(
        select(Region.slug, Region.name, func.count(Place.id))
        .outerjoin(Place, and_(joined, open_point))
        .where(Region.level == level, of_now)
        .group_by(Region.id)
        .order_by(Region.slug, Region.code)
    )
    return tuple(Covered(slug=slug, name=name, points=int(points)) for slug, name, points in rows)
