"""Write the letter, and the messages to browsers, when a moment of something watched has come."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import local
from shop.core.db import sql
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.markets.models import LiveSession, Market
from shop.notifications.letter import Block, quoted
from shop.notifications.models import Channel
from shop.notifications.write import Reader, Told, write_notices
from shop.places.models import Place
from shop.reminders.events import WatchCalled
from shop.reminders.models import PushAddress, Watch, WatchCall

WATCH = "watch:"  # the beginning of a guest's key: the letter's token is made of the rest
PUSH = "push:"  # the beginning of a browser's key: the rest is its address's id
_WRITE = text(sql("notifications/write"))


class PushMessage(msgspec.Struct, frozen=True):
    """What a browser shows; `href` leads to the shop, its address still a blank."""

    title: str
    body: str
    href: str


class _About(msgspec.Struct, frozen=True):
    path: str
    name: str
    place: str
    starts_at: datetime


async def tell_watcher(session: AsyncSession, event_id: UUID, event: WatchCalled) -> int:
    """Tell who watches, in the language it was asked in; returns how many notices were new. Safe to repeat.

    A person is told in the shop, by mail and in their browsers; a guest by what they gave.
    """
    account = and_(Person.id == Watch.person_id, Person.disabled_at.is_(None))
    found = (
        await session.execute(
            select(WatchCall, Watch, Person.email, Person.mail_off)
            .join(Watch, Watch.id == WatchCall.watch_id)
            .outerjoin(Person, account)
            .where(WatchCall.id == event.call_id, Watch.stopped_at.is_(None))
        )
    ).one_or_none()
    about = None if found is None else await _about(session, found[0].about)
    if found is None or about is None:
        return 0
    call, watch, account_email, mail_off = found
    told = _told(known_locale(watch.locale), call, about)
    email = None if mail_off else account_email
    return await write_to_watcher(session, event_id, watch, email, told=told, path=about.path)


async def write_to_watcher(
    session: AsyncSession, event_id: UUID, watch: Watch, account_email: str | None, *, told: Told, path: str
) -> int:
    """Write one reader's letter and messages about what stands at `path`; returns how many were new. Safe to repeat."""
    own = "" if told.locale == DEFAULT else f"/{told.locale}"
    see = f"$base{own}{path}"
    new = 0
    if watch.push_id is None:
        blocks = [Block(quoted(told.text)), Block(say(told.locale, "notice.see_market"), href=see)]
        if watch.person_id is None:
            stop = f"$base{own}/theo-doi/dung/{watch.id}?token=$token"
            blocks.append(Block(say(told.locale, "notice.stop_watch"), href=stop))
        reader = Reader(
            key=f"person:{watch.person_id}" if watch.person_id else f"{WATCH}{watch.id}",
            email=watch.email or account_email,
            person_id=watch.person_id,
            order_id=None,
        )
        new = await write_notices(session, event_id, reader, told, blocks, in_app=watch.person_id is not None)
    return new + await _write_pushes(session, event_id, watch, told, see)


def _told(locale: Locale, call: WatchCall, about: _About) -> Told:
    begins = local(about.starts_at)
    facts = {
        "name": about.name,
        "place": about.place,
        "time": f"{begins:%H:%M}",
        "day": f"{begins:%d/%m/%Y}",
    }
    key = f"notice.watch_{call.moment}"
    return Told(locale=locale, subject=say(locale, f"{key}.subject", **facts), text=say(locale, f"{key}.text", **facts))


async def _about(session: AsyncSession, about: UUID) -> _About | None:
    market = await session.scalar(select(Market).where(Market.id == about))
    if market is not None:
        return _About(f"/cho-dem/{market.slug}", market.name, market.name, market.starts_at)
    row = (
        await session.execute(
            select(LiveSession, Place.name).join(Place, Place.id == LiveSession.place_id).where(LiveSession.id == about)
        )
    ).one_or_none()
    if row is None:
        return None
    live, place = row
    return _About(f"/phien/{live.slug}", live.title, place, live.starts_at)


async def _write_pushes(session: AsyncSession, event_id: UUID, watch: Watch, told: Told, see: str) -> int:
    """One message for each browser of the reader that still takes any."""
    theirs = or_(PushAddress.id == watch.push_id, PushAddress.person_id == watch.person_id)
    addresses = (await session.scalars(select(PushAddress.id).where(theirs, PushAddress.gone_at.is_(None)))).all()
    if not addresses:
        return 0
    message = msgspec.json.encode(PushMessage(told.subject, told.text, see)).decode()
    rows = [
        {
            "event_id": event_id,
            "channel": Channel.PUSH,
            "reader": f"{PUSH}{address}",
            "person_id": watch.person_id,
            "locale": told.locale,
            "subject": told.subject,
            "body_text": message,
        }
        for address in addresses
    ]
    asked = {"rows": msgspec.json.encode(rows).decode(), "in_app": Channel.IN_APP.value}
    return len((await session.scalars(_WRITE, asked)).all())
