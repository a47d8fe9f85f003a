"""Addresses of regions."""

import re
from datetime import date
from typing import Annotated

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.http.front_key import PublicRead
from shop.regions.find_address import Candidate, find_communes
from shop.regions.models import Region, RegionLevel
from shop.regions.queries import search_regions
from shop.regions.today import Certain, Option, resolve

NameQuery = Annotated[str, QueryParameter(max_length=80)]
CommuneQuery = Annotated[str, QueryParameter(min_length=1, max_length=80)]
WordsQuery = Annotated[str, QueryParameter(min_length=1, max_length=80)]
FewQuery = Annotated[int, QueryParameter(ge=1, le=40)]
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


class OptionOut(msgspec.Struct, kw_only=True):
    """A unit of today, and the units of that name which it took land of: by which act, and whether only of a part."""

    unit: RegionOut
    was: list[RegionOut]
    legal_basis: str | None
    divided: bool

    @classmethod
    def of(cls, option: Option) -> "OptionOut":
        """The choice as people see it."""
        return cls(
            unit=RegionOut.of(option.unit),
            was=[RegionOut.of(each) for each in option.was],
            legal_basis=option.basis,
            divided=option.divided,
        )


class TodayOut(msgspec.Struct, kw_only=True):
    """Today's unit where it is certain; else the choices, the likeliest first, and where most of a divided one went."""

    certain: RegionOut | None
    options: list[OptionOut]
    default: RegionOut | None


@get("/today", operation_id="regionToday", summary="What a written commune is today; asks instead of guessing")
async def region_today(
    session: NamedDependency[AsyncSession], commune: CommuneQuery, district: NameQuery = ""
) -> TodayOut:
    """Today's commune of an old address: certain only where the old unit wholly became one unit."""
    found = await resolve(session, commune, district or None)
    if isinstance(found, Certain):
        return TodayOut(certain=RegionOut.of(found.unit), options=[], default=None)
    return TodayOut(
        certain=None,
        options=[OptionOut.of(option) for option in found.options],
        default=RegionOut.of(found.default) if found.default else None,
    )


class CandidateOut(msgspec.Struct, kw_only=True):
    """A commune of today for an address; `was` is the ended unit the words name, `certain` whether it became it wholly.

    Where it is not certain the buyer is asked: the ended unit was divided, or it was a whole district.
    """

    unit: RegionOut
    was: RegionOut | None
    certain: bool

    @classmethod
    def of(cls, found: Candidate) -> "CandidateOut":
        """The find as people see it."""
        return cls(
            unit=RegionOut.of(found.unit), was=RegionOut.of(found.was) if found.was else None, certain=found.certain
        )


class CandidateList(msgspec.Struct, kw_only=True):
    """Communes of today, the best fitting first."""

    items: list[CandidateOut]


@get("/communes", operation_id="findCommunes", summary="Communes of today by a name of any period")
async def list_communes(session: NamedDependency[AsyncSession], q: WordsQuery, limit: FewQuery = 12) -> CandidateList:
    """Finds by today's names and by those of ended communes and districts, with and without diacritics."""
    return CandidateList(items=[CandidateOut.of(found) for found in await find_communes(session, q, limit)])


PUBLIC_READS = (
    PublicRead(path=re.compile(r"/api/v1/regions/communes"), parameters=frozenset({"q", "limit"}), personal=()),
)

routes = [Router("/api/v1/regions", route_handlers=[list_regions, region_today, list_communes], tags=["regions"])]
