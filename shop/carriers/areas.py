"""Our communes as a carrier knows them: out of its table, or refused; never guessed for a real one."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.carriers.carrier import Area
from shop.carriers.models import CarrierName, CarrierRegion
from shop.regions.models import Region, RegionLevel, RegionSuccession

Areas = dict[tuple[CarrierName, UUID], Area]
_HANOI = ("01", "Hà Nội")  # the province of the units before July 2025 that we keep


async def find_areas(session: AsyncSession, commune_ids: Iterable[UUID]) -> Areas:
    """The areas of these communes of today in every carrier's table; what is missing is unknown. One statement."""
    rows = await session.scalars(select(CarrierRegion).where(CarrierRegion.commune_id.in_(list(commune_ids))))
    return {(row.carrier, row.commune_id): _area(row) for row in rows}


async def derive_areas(session: AsyncSession, commune_ids: Iterable[UUID]) -> dict[UUID, Area]:
    """For the sandbox: the unit that most of a commune's land was before July 2025, with our own numbers."""
    old, district = aliased(Region), aliased(Region)
    rows = await session.execute(
        select(RegionSuccession.new_id, old.code, old.name, district.code, district.name)
        .ext(distinct_on(RegionSuccession.new_id))
        .join(old, old.id == RegionSuccession.old_id)
        .join(district, district.id == old.parent_id)
        .where(RegionSuccession.new_id.in_(list(commune_ids)), district.level == RegionLevel.DISTRICT)
        .order_by(RegionSuccession.new_id, RegionSuccession.is_default.desc(), RegionSuccession.divided, old.code)
    )
    return {
        commune: Area(
            province_code=_HANOI[0],
            province=_HANOI[1],
            ward_code=ward_code,
            ward=ward,
            district_code=district_code,
            district=district_name,
        )
        for commune, ward_code, ward, district_code, district_name in rows
        if district_code.isdecimal() and ward_code.isdecimal()
    }


def _area(row: CarrierRegion) -> Area:
    return Area(
        province_code=row.province_code,
        district_code=row.district_code,
        ward_code=row.ward_code,
        province=row.province,
        district=row.district,
        ward=row.ward,
    )
