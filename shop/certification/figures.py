"""Figures of the register as of a day: ever recognised and still valid, kept apart."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.certification.models import Certificate, ProductGroup, RegisteredProduct
from shop.certification.rules import RECOGNISED
from shop.regions.models import Region

UNKNOWN = "unknown"
_POTENTIAL = "potential-5"


class Axis(StrEnum):
    """What figures are divided by."""

    STARS = "stars"
    DISTRICT = "district"  # of the decision; districts ended on 2025-06-30
    PROVINCE = "province"
    GROUP = "group"
    YEAR = "year"  # of the decision


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """`recognitions` are certificates, `ever` and `valid` products: one with two gradings counts once in each."""

    recognitions: int
    ever: int
    valid: int
    undated: int  # of `ever`, products none of whose decisions states a date: counted on every day


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """The count of one value of an axis; `key` is `unknown` where no source states it."""

    key: str
    label: str
    count: Count


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All figures as of a day. A product counts as valid once, under the best grading that holds then."""

    as_of: date
    total: Count
    slices: tuple[Slice, ...]


async def register_figures(session: AsyncSession, as_of: date, by: Axis) -> Figures:
    """The register on the day `as_of`, samples left out: one statement for the total, one for the axis.

    A decision of which only the year is stated counts as recognised from the first of that year, and as valid only
    on the days on which every possible date would hold. One without any date counts as recognised at all times
    (`undated`) and as valid never. What was revoked or followed was valid until that day.
    """
    totals = (await session.execute(_statement(as_of, None))).all()
    rows = (await session.execute(_statement(as_of, by))).all()
    slices = [Slice(key=row.key, label=row.label, count=_count(row)) for row in rows]
    total = _count(totals[0]) if totals else Count(recognitions=0, ever=0, valid=0, undated=0)
    return Figures(as_of=as_of, total=total, slices=tuple(_ordered(slices, by)))


def _ordered(slices: Sequence[Slice], by: Axis) -> list[Slice]:
    """Stars and years the highest first, names by how many are valid; the unknown last."""
    if by in {Axis.STARS, Axis.YEAR}:
        order = {"5": "5", _POTENTIAL: "4.5"}
        ranked = sorted(slices, key=lambda one: order.get(one.key, one.key), reverse=True)
    else:
        ranked = sorted(slices, key=lambda one: (-one.count.valid, -one.count.ever, one.key))
    return sorted(ranked, key=lambda one: one.key == UNKNOWN)


def _count(row: object) -> Count:
    return msgspec.convert(row, Count, from_attributes=True)


def _statement(as_of: date, by: Axis | None) -> Select[str, str, int, int, int, int]:
    """Two grouped halves, added up: what was ever recognised, and what holds."""
    ever, valid = _recognised(as_of, by), _holding(as_of, by)
    product = ever.c.registered_product_id
    dated = func.count(product.distinct()).filter(ever.c.issued_on.is_not(None))
    of_ever = select(
        ever.c.key,
        func.min(ever.c.label).label("label"),
        func.count().label("recognitions"),
        func.count(product.distinct()).label("ever"),
        literal(0).label("valid"),
        (func.count(product.distinct()) - dated).label("undated"),
    ).group_by(ever.c.key)
    of_valid = select(
        valid.c.key,
        func.min(valid.c.label).label("label"),
        literal(0).label("recognitions"),
        literal(0).label("ever"),
        func.count().label("valid"),
        literal(0).label("undated"),
    ).group_by(valid.c.key)
    both = union_all(of_ever, of_valid).subquery()
    numbers = [cast(func.sum(both.c[name]), Integer).label(name) for name in Count.__struct_fields__]
    return select(both.c.key, func.min(both.c.label).label("label"), *numbers).group_by(both.c.key)


def _recognised(as_of: date, by: Axis | None) -> Subquery:
    begun = or_(Certificate.issued_on.is_(None), Certificate.issued_on <= as_of)
    return _keyed(by).where(begun).subquery("ever")


def _holding(as_of: date, by: Axis | None) -> Subquery:
    """The best grading of each product that holds: the most stars, then the newest."""
    holds = and_(Certificate.in_force_from <= as_of, Certificate.in_force_until > as_of)
    best = (
        _keyed(by)
        .where(holds)
        .ext(distinct_on(Certificate.registered_product_id))
        .order_by(
            Certificate.registered_product_id,
            Certificate.stars.desc().nulls_last(),
            Certificate.potential_five.desc(),
            Certificate.issued_on.desc(),
            Certificate.id,
        )
    )
    return best.subquery("valid")


def _keyed(by: Axis | None) -> Select[str, str, object, object]:
    """All recognised gradings with their key on the axis."""
    district, province, group, current = aliased(Region), aliased(Region), aliased(ProductGroup), aliased(ProductGroup)
    unknown = literal(UNKNOWN)
    by_name: dict[Axis, tuple[ColumnElement[str], ColumnElement[str]]] = {
        Axis.STARS: (_stars(), _stars()),
        Axis.YEAR: (_year(), _year()),
        Axis.DISTRICT: (
            func.coalesce(district.slug, RegisteredProduct.district_written, unknown),
            func.coalesce(district.short_name, RegisteredProduct.district_written, unknown),
        ),
        Axis.PROVINCE: (
            func.coalesce(province.slug, RegisteredProduct.province_written, unknown),
            func.coalesce(province.short_name, RegisteredProduct.province_written, unknown),
        ),
        Axis.GROUP: (
            func.coalesce(current.slug, group.slug, unknown),
            func.coalesce(current.name_vi, group.name_vi, unknown),
        ),
    }
    key, label = (unknown, unknown) if by is None else by_name[by]
    rows = (
        select(key.label("key"), label.label("label"), Certificate.registered_product_id, Certificate.issued_on)
        .select_from(Certificate)
        .where(Certificate.status.in_(sorted(RECOGNISED)), ~Certificate.sample)
    )
    if by not in {Axis.DISTRICT, Axis.PROVINCE, Axis.GROUP}:
        return rows
    rows = rows.join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
    if by is Axis.DISTRICT:
        return rows.outerjoin(district, district.id == RegisteredProduct.district_id)
    if by is Axis.PROVINCE:
        return rows.outerjoin(province, province.id == RegisteredProduct.province_id)
    return rows.outerjoin(group, group.id == RegisteredProduct.group_id).outerjoin(
        current, current.id == group.today_id
    )


def _stars() -> ColumnElement[str]:
    return case(
        (Certificate.stars.is_(None), UNKNOWN),
        (Certificate.potential_five, _POTENTIAL),
        else_=cast(Certificate.stars, Text),
    )


def _year() -> ColumnElement[str]:
    return func.coalesce(cast(func.extract("year", Certificate.issued_on), Text), UNKNOWN)
