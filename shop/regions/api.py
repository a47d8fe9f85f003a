"""Addresses of regions."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.regions.models import Region, RegionLevel
from shop.regions.queries import search_regions

NameQuery = Annotated[str, QueryParameter(max_length=80)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]


class RegionOut(msgspec.Struct, kw_only=True):
    """One unit in one period; dates are inclusive, null is open or unknown."""

    level: RegionLevel
    slug: str
    name: str
    code: str
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, region: Region) -> "RegionOut":
        """The unit as people see it."""
        return cls(
            level=region.level,
            slug=region.slug,
            name=region.name,
            code=region.code,
            valid_from=region.valid_from,
            valid_to=region.valid_to,
        )


class RegionList(msgspec.Struct, kw_only=True):
    """Units found."""

    items: list[RegionOut]


@get("/", status_code=200, operation_id="listRegions", summary="Find regions of any period by name")
async def list_regions(
    session: NamedDependency[AsyncSession],
    level: FromQuery[RegionLevel | None] = None,
    q: NameQuery = "",
    limit: LimitQuery = 24,
) -> RegionList:
    """Units whose name holds `q`; today's first. A name may belong to several units: mind the dates."""
    return RegionList(items=[RegionOut.of(region) for region in await search_regions(session, level, q, limit)])


routes = [Router("/api/v1/regions", route_handlers=[list_regions], tags=["regions"])]
