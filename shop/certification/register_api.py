"""Addresses of the public register."""

import re
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.register import (
    RegisterCounts,
    RegisterFilters,
    RegisterLine,
    RegisterMark,
    register_counts_of,
    register_part,
)
from shop.certification.rules import Standing
from shop.core.text import squeeze
from shop.http.front_key import PublicRead
from shop.http.front_store import FRONT
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
FIRST_YEAR, LAST_YEAR = 1900, 2200

SlugQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=120, pattern=_SLUG)]
StarsQuery = Annotated[list[Annotated[int, msgspec.Meta(ge=3, le=5)]] | None, QueryParameter(max_items=3)]
StandingQuery = Annotated[list[Standing] | None, QueryParameter(max_items=12)]
YearQuery = Annotated[int | None, QueryParameter(ge=FIRST_YEAR, le=LAST_YEAR)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]


class RegisterUnit(msgspec.Struct, frozen=True, kw_only=True):
    """Something with an address and a name."""

    slug: str
    name: str


class RegisterWhere(msgspec.Struct, frozen=True, kw_only=True):
    """The region as the decision writes it, and today's commune; null where that is not certain."""

    commune: str | None
    district: str | None
    province: str | None
    commune_today: RegisterUnit | None


class RegisterEntryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One grading. What no source states is null; `valid_until` is the first day on which it no longer holds.

    `issued_on` is a day or only a year, as the source states it. `history` is the address that tells all steps.
    """

    code: str
    standing: Standing
    stars: int | None
    potential_five: bool
    decision_no: str | None
    issuer: str | None
    issuer_level: str | None
    issued_on: str | None
    valid_until: date | None
    product: RegisterUnit
    producer: RegisterUnit | None
    group: str | None
    region: RegisterWhere
    source: str | None
    history: str
    sample: bool

    @classmethod
    def of(cls, line: RegisterLine) -> "RegisterEntryOut":
        """The entry as clients see it."""
        return cls(
            code=line.code,
            standing=line.standing,
            stars=line.stars,
            potential_five=line.potential_five,
            decision_no=line.decision_no,
            issuer=line.issuer,
            issuer_level=line.issuer_level,
            issued_on=line.issued_on,
            valid_until=line.valid_until,
            product=RegisterUnit(slug=line.product_slug, name=line.product),
            producer=_unit(line.producer_slug, line.producer),
            group=line.group,
            region=RegisterWhere(
                commune=line.commune_written,
                district=line.district_written,
                province=line.province_written,
                commune_today=_unit(line.commune_slug, line.commune_today),
            ),
            source=line.source_url,
            history=f"/api/v1/certificates/{line.code}",
            sample=line.sample,
        )


class RegisterFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Over all filters but the standing, sample entries apart. Ever recognised is not the same as still in force."""

    entries: int
    recognised: int
    in_force: int
    samples: int

    @classmethod
    def of(cls, counts: RegisterCounts) -> "RegisterFigures":
        """The same with names."""
        return cls(**counts._asdict())


class RegisterList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the register; `next_cursor` is null on the last."""

    items: list[RegisterEntryOut]
    figures: RegisterFigures
    next_cursor: str | None


def wanted_entries(
    *,
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    stars: StarsQuery = None,
    potential_five: FromQuery[bool | None] = None,
    standing: StandingQuery = None,
    district: SlugQuery = None,
    commune: SlugQuery = None,
    province: SlugQuery = None,
    group: SlugQuery = None,
    producer: SlugQuery = None,
    year: YearQuery = None,
    samples: FromQuery[bool] = True,
    as_of: FromQuery[date | None] = None,
) -> RegisterFilters:
    """What the query asks for; a search of blanks is none."""
    return RegisterFilters(
        q=squeeze(q) or None,
        stars=tuple(stars) if stars else None,
        potential_five=potential_five,
        standing=tuple(standing) if standing else None,
        district=district,
        commune=commune,
        province=province,
        group=group,
        producer=producer,
        year=year,
        samples=samples,
        as_of=as_of,
    )


@get(
    "/",
    dependencies={"filters": Provide(wanted_entries, sync_to_thread=False)},
    operation_id="readRegister",
    summary="The public register of certificates, as it stood on any day",
)
async def read_register(
    session: NamedDependency[AsyncSession],
    filters: NamedDependency[RegisterFilters],
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
    cursor: CursorQuery = None,
) -> Response[RegisterList]:
    """Every grading that was published, the newest decisions first; `as_of` asks what stood on that day (Hà Nội).

    `stars` never finds what was only assessed; four stars include potential five, five never do.
    """
    found = await register_part(session, filters, limit, entry_mark(cursor))
    page = RegisterList(
        items=[RegisterEntryOut.of(line) for line in found.items],
        figures=RegisterFigures.of(await register_counts_of(session, filters)),
        next_cursor=entry_cursor(found.next),
    )
    return Response(page, headers={FRONT: "1"})


def entry_mark(cursor: str | None) -> RegisterMark | None:
    """Read a cursor of the register.

    Raises:
        BadCursor: it is not one of ours.
    """
    return RegisterMark(*decode_cursor(cursor, tuple[date, UUID])) if cursor else None


def entry_cursor(mark: RegisterMark | None) -> str | None:
    """The cursor of the next page; None on the last."""
    return encode_cursor(tuple(mark)) if mark else None


def _unit(slug: str | None, name: str | None) -> RegisterUnit | None:
    return RegisterUnit(slug=slug, name=name) if slug and name else None


REGISTER_READ = PublicRead(
    path=re.compile(r"/api/v1/register/?"),
    parameters=frozenset({*RegisterFilters.__struct_fields__, "limit", "cursor"}),
    repeatable=frozenset({"stars", "standing"}),
)
PUBLIC_READS = (REGISTER_READ,)

routes = [Router("/api/v1/register", route_handlers=[read_register], tags=["certificates"])]
