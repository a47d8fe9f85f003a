"""Add a sales point to the register of points, or change what is said of one."""

import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.core.ids import ALPHABET
from shop.core.text import slugify
from shop.places.errors import PlaceChanged, PlaceUnknown
from shop.places.models import Place, PlaceKind
from shop.places.point import Point, checked_point, write_hours
from shop.places.rules import RESERVED

ROUTE = "places.open"
_TRIES = 5  # of addresses for a new point


async def open_point(session: AsyncSession, officer_id: UUID, point: Point, key: str) -> Place:
    """Add a sales point; people find it at once. Safe to repeat with `key`.

    Raises:
        InProgress, KeyReused: the key is being worked, or stands for another point.
        Refusals of `checked_point`.
    """
    scope = f"person:{officer_id}"
    earlier = await claim_key(session, scope, ROUTE, key, point)
    if earlier is not None:
        return (await session.execute(select(Place).where(Place.id == UUID(earlier)))).scalar_one()
    place = await _add(session, await checked_point(session, point))
    await write_hours(session, place.id, point.hours)
    record_act(session, officer_id, "place.open", place.slug, name=place.name, commune=point.commune)
    await settle_key(session, scope, ROUTE, key, str(place.id))
    return place


async def change_point(session: AsyncSession, officer_id: UUID, slug: str, point: Point, *, version: int) -> Place:
    """Replace what is said of a sales point. Its address stays; orders placed before a closing day stand.

    Locks its row. The audit log keeps what was said before.

    Raises:
        PlaceUnknown: there is none at this address.
        PlaceChanged: it is no longer the `version` its reader saw.
        Refusals of `checked_point`.
    """
    place: Place | None = await session.scalar(
        select(Place)
        .where(Place.slug == slug, Place.kind == PlaceKind.SALES_POINT)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if place is None:
        raise PlaceUnknown
    if place.version != version:
        raise PlaceChanged
    columns = await checked_point(session, point, place.id)
    if point.opened_on is None:
        columns["opened_year"] = place.opened_year  # of many points a source states the year alone
    before = {name: str(getattr(place, name)) for name, value in columns.items() if getattr(place, name) != value}
    for name, value in columns.items():
        setattr(place, name, value)
    place.version += 1
    await write_hours(session, place.id, point.hours)
    record_act(session, officer_id, "place.change", place.slug, before=before)
    return place


async def _add(session: AsyncSession, columns: dict[str, object]) -> Place:
    base = slugify(str(columns["name"]), 90) or "diem-ban"
    slug = base
    for _ in range(_TRIES):
        if slug not in RESERVED:
            made: Place | None = await session.scalar(
                insert(Place)
                .values(slug=slug, kind=PlaceKind.SALES_POINT, **columns)
                .on_conflict_do_nothing(index_elements=["slug"])
                .returning(Place)
            )
            if made is not None:
                return made
        slug = f"{base}-" + "".join(secrets.choice(ALPHABET) for _ in range(4)).lower()
    raise AssertionError("five random addresses were all taken")
