"""The public register: one entry for each grading, filtered, as it stood on any day, in keyset pages."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Row, Select, Uuid, and_, extract, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from shop.certification.models import Certificate, DatePrecision, IssuerLevel, ProductGroup, RegisteredProduct
from shop.certification.register_standing import published, recognised, register_standing
from shop.certification.rules import Standing, written_date
from shop.certification.search_words import about_certificate, every_word
from shop.core.clock import today
from shop.producers.models import Producer
from shop.regions.models import Region, RegionLevel

UNDATED = date(1, 1, 1)  # sorts after every decision with a date


class RegisterFilters(msgspec.Struct, frozen=True, kw_only=True):
    """What the register is narrowed to; None: not narrowed. Units, groups and producers are slugs."""

    q: str | None = None  # words of product, producer, decision number or code; diacritics do not matter
    stars: tuple[int, ...] | None = None  # never true of what was only assessed
    potential_five: bool | None = None
    standing: tuple[Standing, ...] | None = None
    district: str | None = None  # of the time of the decision
    commune: str | None = None  # of today
    province: str | None = None
    group: str | None = None
    producer: str | None = None
    year: int | None = None  # of the decision
    samples: bool = True  # whether sample entries are among them
    as_of: date | None = None  # the day looked at, None: today; later decisions are left out


class RegisterMark(NamedTuple):
    """The sort key of an entry and its id: where the next page goes on."""

    issued: date
    id: UUID


class RegisterLine(msgspec.Struct, frozen=True, kw_only=True):
    """One grading. None where no source states it; `valid_until` is the first day on which it no longer holds.

    `stars` is None also for what was only assessed. `issued_on` is as exact as the source: a day or a year.
    """

    code: str
    standing: Standing
    stars: int | None
    potential_five: bool
    decision_no: str | None
    issuer: str | None
    issuer_level: IssuerLevel | None
    issued_on: str | None
    valid_until: date | None
    product: str
    product_slug: str
    producer: str | None
    producer_slug: str | None
    group: str | None
    commune_written: str | None
    district_written: str | None
    province_written: str | None
    commune_today: str | None
    commune_slug: str | None
    source_url: str | None
    sample: bool


class RegisterPart(NamedTuple):
    """A page of the register, and the mark after which the next begins (None: this was the last)."""

    items: list[RegisterLine]
    next: RegisterMark | None


class RegisterCounts(NamedTuple):
    """Figures over the filters but `standing`, samples apart: entries, ever recognised, in force; and the samples."""

    entries: int
    recognised: int
    in_force: int
    samples: int


async def register_part(
    session: AsyncSession, filters: RegisterFilters, limit: int, after: RegisterMark | None = None
) -> RegisterPart:
    """At most `limit` entries that fit, the newest decisions first, those without a date last."""
    rows = (await session.execute(_lines(filters, await _day(session, filters), after).limit(limit + 1))).all()
    mark = RegisterMark(rows[limit - 1].sort_day, rows[limit - 1].id) if len(rows) > limit else None
    return RegisterPart([_line(row) for row in rows[:limit]], mark)


async def register_counts_of(session: AsyncSession, filters: RegisterFilters) -> RegisterCounts:
    """How many entries fit `filters`, whatever their standing: all, those ever recognised, those in force."""
    day = await _day(session, filters)
    wide = msgspec.structs.replace(filters, standing=None, samples=True)
    real = ~Certificate.sample
    held = register_standing(day) == Standing.IN_FORCE
    row = (
        await session.execute(
            select(
                func.count().filter(real),
                func.count().filter(real, recognised()),
                func.count().filter(real, held),
                func.count().filter(Certificate.sample),
            )
            .select_from(Certificate)
            .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
            .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
            .where(*_clauses(wide, day))
        )
    ).one()
    return RegisterCounts(*(int(count) for count in row))


async def follower_of(session: AsyncSession, certificate_id: UUID) -> str | None:
    """The code of the published grading that took the place of this one; None when none did."""
    found: str | None = await session.scalar(
        select(Certificate.code).where(Certificate.supersedes_id == certificate_id, published())
    )
    return found


async def register_years(session: AsyncSession) -> list[int]:
    """The years of the decisions in the register, the newest first."""
    year = extract("year", Certificate.issued_on)
    rows = await session.scalars(
        select(year).where(Certificate.issued_on.is_not(None), published()).distinct().order_by(year.desc())
    )
    return [int(each) for each in rows]


async def _day(session: AsyncSession, filters: RegisterFilters) -> date:
    return filters.as_of or await today(session)


def _lines(filters: RegisterFilters, day: date, after: RegisterMark | None) -> Select[*tuple[Any, ...]]:
    commune = aliased(Region)
    sort_day = func.coalesce(Certificate.issued_on, literal(UNDATED, Date))
    chosen = (
        select(
            Certificate,
            RegisteredProduct,
            Producer.name.label("producer"),
            Producer.slug.label("producer_slug"),
            ProductGroup.name_vi.label("group"),
            commune.name.label("commune_today"),
            commune.slug.label("commune_slug"),
            register_standing(day).label("standing"),
            sort_day.label("sort_day"),
            Certificate.id.label("id"),
        )
        .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
        .outerjoin(Producer, Producer.id == RegisteredProduct.producer_id)
        .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .outerjoin(commune, commune.id == RegisteredProduct.commune_id)
        .where(*_clauses(filters, day))
        .order_by(sort_day.desc(), Certificate.id.desc())
    )
    if after is None:
        return chosen
    mark = tuple_(literal(after.issued, Date), literal(after.id, Uuid))
    return chosen.where(tuple_(sort_day, Certificate.id) < mark)


def _clauses(filters: RegisterFilters, day: date) -> list[ColumnElement[bool]]:
    clauses = [published(), *every_word(filters.q, about_certificate()), *_graded(filters), *_unit_clauses(filters)]
    if filters.as_of is not None:
        clauses.append(or_(Certificate.issued_on.is_(None), Certificate.issued_on <= day))
    if filters.standing is not None:
        clauses.append(register_standing(day).in_(list(filters.standing)))
    if not filters.samples:
        clauses.append(~Certificate.sample)
    return clauses


def _graded(filters: RegisterFilters) -> list[ColumnElement[bool]]:
    clauses = []
    if filters.stars is not None:
        clauses.append(and_(recognised(), Certificate.stars.in_(filters.stars)))
    if filters.potential_five is not None:
        clauses.append(and_(recognised(), Certificate.potential_five.is_(filters.potential_five)))
    if filters.year is not None:
        clauses.append(extract("year", Certificate.issued_on) == filters.year)
    return clauses


def _unit_clauses(filters: RegisterFilters) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if filters.district is not None:
        clauses.append(
            _unit(
                filters.district,
                RegionLevel.DISTRICT,
                RegisteredProduct.district_id,
                RegisteredProduct.district_written,
            )
        )
    if filters.province is not None:
        clauses.append(
            _unit(
                filters.province,
                RegionLevel.PROVINCE,
                RegisteredProduct.province_id,
                RegisteredProduct.province_written,
            )
        )
    if filters.commune is not None:
        same = select(Region.id).where(
            Region.level == RegionLevel.COMMUNE, Region.slug == filters.commune, Region.valid_to.is_(None)
        )
        clauses.append(RegisteredProduct.commune_id.in_(same))
    if filters.group is not None:
        mine, now = aliased(ProductGroup), aliased(ProductGroup)
        groups = select(mine.id).outerjoin(now, now.id == mine.today_id)
        clauses.append(
            RegisteredProduct.group_id.in_(groups.where(or_(mine.slug == filters.group, now.slug == filters.group)))
        )
    if filters.producer is not None:
        clauses.append(Producer.slug == filters.producer)
    return clauses


def _unit(
    slug: str, level: RegionLevel, known: InstrumentedAttribute[UUID | None], written: InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """The unit of this address, or what the decision writes where no unit is known."""
    same = select(Region.id).where(Region.level == level, Region.slug == slug)
    return or_(known.in_(same), and_(known.is_(None), func.replace(func.vn_words(written), " ", "-") == slug))


def _line(row: Row[*tuple[Any, ...]]) -> RegisterLine:
    certificate, product = row.Certificate, row.RegisteredProduct
    said = Standing(row.standing)
    scored = said is Standing.ASSESSED
    unsure = said is Standing.UNCONFIRMED and certificate.date_precision is DatePrecision.YEAR
    return RegisterLine(
        code=certificate.code,
        standing=said,
        stars=None if scored else certificate.stars,
        potential_five=certificate.potential_five and not scored,
        decision_no=certificate.decision_no,
        issuer=certificate.issuer,
        issuer_level=certificate.issuer_level,
        issued_on=written_date(certificate.date_precision, certificate.issued_on),
        valid_until=None if unsure else certificate.in_force_until,
        product=product.name,
        product_slug=product.slug,
        producer=row.producer,
        producer_slug=row.producer_slug,
        group=row.group,
        commune_written=product.commune_written,
        district_written=product.district_written,
        province_written=product.province_written,
        commune_today=row.commune_today,
        commune_slug=row.commune_slug,
        source_url=certificate.source_url,
        sample=certificate.sample,
    )
