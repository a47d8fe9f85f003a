"""Enter a lucky draw: once by account and once by phone, until it closes. No purchase is asked for."""

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.accounts.phone import normalise_phone
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.i18n import DEFAULT, Locale
from shop.core.ids import keyed_digest, new_code
from shop.core.masks import public_name
from shop.core.outbox import publish
from shop.games.errors import DrawAnonymous, DrawClosed, DrawOwn, DrawUnknown
from shop.games.events import DrawEntered
from shop.games.guards import room_on_air
from shop.games.models import Draw, DrawEntry
from shop.markets.models import LiveSession

TICKET = "VE"
_TRIES = 3  # a ticket another one has is drawn anew


class Entrant(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to enter: the signed-in person, or a guest by name and phone."""

    name: str = ""
    phone: str = ""
    locale: Locale = DEFAULT


async def enter_draw(
    session: AsyncSession, actor: Actor, slug: str, code: str, who: Entrant, *, secret: str
) -> DrawEntry:
    """Enter; whoever is in already gets their entry again.

    The draw's row is share-locked: drawing waits for entries under way, and none is taken after it. The
    database's clock decides whether it is closed.

    Raises:
        DrawUnknown: it is none of this room's.
        DrawClosed: its time is over.
        DrawOwn: the host may not.
        DrawAnonymous, BadPhone: a guest says no name, or no number.
        SessionUnknown, NotOnAir: see `room_on_air`.
    """
    live = await room_on_air(session, slug)
    draw: Draw | None = await session.scalar(
        select(Draw)
        .where(Draw.code == code, Draw.session_id == live.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    if draw is None:
        raise DrawUnknown
    entry = await _entry(session, actor, live, who, secret)
    known = await _known(session, draw, entry)
    if known is not None:
        return known
    if draw.drawn_at is not None or draw.closes_at <= await now(session):
        raise DrawClosed
    for _ in range(_TRIES):
        values = entry | {"draw_id": draw.id, "ticket": new_code(TICKET)}
        made: DrawEntry | None = await session.scalar(
            insert(DrawEntry).values(values).on_conflict_do_nothing().returning(DrawEntry)
        )
        if made is not None:
            publish(session, DrawEntered(session_id=live.id, draw_id=draw.id))
            return made
        twin = await _known(session, draw, entry)  # one in flight was waited for
        if twin is not None:
            return twin
    raise AssertionError("three tickets that others have")


async def _entry(
    session: AsyncSession, actor: Actor, live: LiveSession, who: Entrant, secret: str
) -> dict[str, object]:
    """The columns that say who it is."""
    person = None if actor.person_id is None else await session.get(Person, actor.person_id)
    if person is not None and person.id == live.host_id:
        raise DrawOwn
    name = who.name if person is None else person.name
    said = normalise_phone(who.phone, "phone") if who.phone else None
    phone = said if person is None or person.phone is None else person.phone
    if person is None and not (name and phone):
        raise DrawAnonymous(field="phone" if name else "name")
    return {
        "name": public_name(name),
        "person_id": None if person is None else person.id,
        "phone": phone,
        "phone_digest": None if phone is None else keyed_digest(secret, "draw-phone", phone)[:16],
        "locale": who.locale,
    }


async def _known(session: AsyncSession, draw: Draw, entry: dict[str, object]) -> DrawEntry | None:
    same = [
        column == entry[column.key]
        for column in (DrawEntry.person_id, DrawEntry.phone_digest)
        if entry[column.key] is not None
    ]
    known: DrawEntry | None = await session.scalar(
        select(DrawEntry).where(DrawEntry.draw_id == draw.id, or_(*same)).order_by(DrawEntry.id).limit(1)
    )
    return known
