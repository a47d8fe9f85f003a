"""Which commune of today a written one is: said where it is certain, asked where it is not."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.regions.models import Region, RegionLevel, RegionSuccession
from shop.regions.rules import written_unit


class Certain(msgspec.Struct, frozen=True, kw_only=True):
    """The one unit of today; `was` are the units the words may mean, which all became it wholly."""

    unit: Region
    was: tuple[Region, ...]


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of today that took land of `was`: units of one short name, told apart by their dates.

    `basis` is the act by which it took the land, None where no table says; `divided` when only a part went there.
    """

    unit: Region
    was: tuple[Region, ...]
    basis: str | None
    divided: bool


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody can say without asking. `default` is where most of a divided unit went, None where no table says."""

    options: tuple[Option, ...]
    default: Region | None


class Reached(msgspec.Struct, frozen=True):
    """A unit on the way from `origin`; `whole` while no unit on the way was divided."""

    origin: Region
    unit: Region
    whole: bool
    default: bool
    basis: str | None = None


async def resolve(session: AsyncSession, commune: str, district: str | None) -> Certain | Ask:
    """What `commune` (of `district`, as a decision writes both) is today. At most five statements.

    Certain only when every unit the words may mean wholly became one and the same. With a district only units of
    that district are meant; without one also today's.
    """
    origins = await _named(session, commune, district)
    reached, lost = await follow(session, origins)
    units = {each.unit.id: each.unit for each in reached}
    if len(units) == 1 and not lost and all(each.whole for each in reached):
        return Certain(unit=reached[0].unit, was=tuple(origins))
    return _ask(reached)


async def follow(session: AsyncSession, origins: Sequence[Region]) -> tuple[list[Reached], bool]:
    """The units of today that `origins` became, by every way, and whether one of them is lost on its way."""
    frontier = [Reached(unit, unit, whole=True, default=True) for unit in origins]
    reached: list[Reached] = []
    lost = False
    while frontier:
        reached += [each for each in frontier if each.unit.valid_to is None]
        ended = [each for each in frontier if each.unit.valid_to is not None]
        frontier = await _followed(session, ended)
        went_on = {each.origin.id for each in frontier}
        lost = lost or any(each.origin.id not in went_on for each in ended)
    return reached, lost


def _ask(reached: Sequence[Reached]) -> Ask:
    likely = [each for each in reached if each.default] + [each for each in reached if not each.default]
    units = {each.unit.id: each.unit for each in likely}
    options = tuple(_option(unit, [each for each in reached if each.unit.id == key]) for key, unit in units.items())
    defaults = {each.unit.id for each in reached if each.default}
    return Ask(options=options, default=units[defaults.pop()] if len(defaults) == 1 else None)


def _option(unit: Region, ways: Sequence[Reached]) -> Option:
    return Option(
        unit=unit,
        was=_unique(each.origin for each in ways),
        basis=next((each.basis for each in ways if each.basis), None),
        divided=any(not each.whole for each in ways),
    )


def _unique(units: Iterable[Region]) -> tuple[Region, ...]:
    return tuple({unit.id: unit for unit in units}.values())


async def _named(session: AsyncSession, commune: str, district: str | None) -> Sequence[Region]:
    """The communes of all periods the words may mean."""
    kind, slug = written_unit(commune)
    if not slug:
        return []
    spelled = [Region.slug == slug]
    if kind is not None:
        spelled = [(Region.slug == slug) & (Region.kind == kind), Region.slug == f"{_folded(kind)}-{slug}"]
    wanted = select(Region).where(Region.level == RegionLevel.COMMUNE, or_(*spelled))
    _, of_district = written_unit(district or "")
    if of_district:
        parent = aliased(Region)
        wanted = wanted.join(parent, parent.id == Region.parent_id).where(
            parent.level == RegionLevel.DISTRICT, parent.slug == of_district
        )
    rows = await session.scalars(wanted.order_by(Region.valid_to.desc().nulls_first(), Region.code).limit(50))
    return rows.all()


def _folded(kind: str) -> str:
    return {"xã": "xa", "phường": "phuong", "thị trấn": "thi-tran"}.get(kind, kind)


async def _followed(session: AsyncSession, ended: Sequence[Reached]) -> list[Reached]:
    if not ended:
        return []
    new = aliased(Region)
    rows = await session.execute(
        select(
            RegionSuccession.old_id,
            new,
            RegionSuccession.divided,
            RegionSuccession.is_default,
            RegionSuccession.legal_basis,
        )
        .join(new, new.id == RegionSuccession.new_id)
        .where(RegionSuccession.old_id.in_([each.unit.id for each in ended]))
        .order_by(RegionSuccession.is_default.desc(), new.code)
    )
    following: dict[UUID, list[tuple[Region, bool, bool, str | None]]] = {}
    for old_id, unit, divided, is_default, basis in rows:
        following.setdefault(old_id, []).append((unit, divided, is_default, basis))
    return [
        Reached(each.origin, unit, each.whole and not divided, each.default and is_default, basis or each.basis)
        for each in ended
        for unit, divided, is_default, basis in following.get(each.unit.id, [])
    ]
