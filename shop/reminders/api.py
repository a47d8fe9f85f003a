"""Addresses of watches, and of what a browser takes messages by."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.errors import Unauthenticated
from shop.core.text import Body, Email, Slug
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.reminders.errors import PushOff
from shop.reminders.keep_push import BrowserKeys, keep_push, push_key
from shop.reminders.models import Subject
from shop.reminders.queries import Watched, watches_of
from shop.reminders.stop import stop_watch
from shop.reminders.watch import WatchWish, begin_watch

WATCHERS = Limit("watches", 60, 3600)  # watches of one reader
_ADDRESSES = Limit("watches.email", 20, 3600)  # and for one address, whoever writes it


class PushBody(Body):
    """A browser's subscription, as its `PushManager` gives it."""

    endpoint: Annotated[str, Meta(min_length=10, max_length=1000)]
    p256dh: Annotated[str, Meta(min_length=80, max_length=100)]
    auth: Annotated[str, Meta(min_length=20, max_length=30)]


class WatchBody(Body, kw_only=True):
    """What to watch. A guest says where to write to, or gives a browser's subscription; both may come together."""

    subject: Subject
    slug: Slug
    email: Email | None = None
    push: PushBody | None = None


class StopWatchBody(Body):
    """The token out of the letter; not needed for whoever is signed in."""

    token: Annotated[str, Meta(max_length=100)] = ""


class WatchOut(msgspec.Struct, frozen=True):
    """An open watch."""

    id: UUID
    subject: Subject
    slug: str


class Watches(msgspec.Struct, frozen=True):
    """What somebody watches."""

    items: list[Watched]


class PushKeyOut(msgspec.Struct, frozen=True):
    """The public key to subscribe with, base64url."""

    key: str


async def take_for_watch(limiter: Limiter, actor: Actor, address: str, email: str) -> None:
    """Count a watch against its reader and the address it names; for the route and for the page's form.

    Raises:
        TooMany: too many of them already.
    """
    await take_for_buyer(limiter, WATCHERS, actor, address)
    if email and not actor.signed_in:
        await limiter.take(_ADDRESSES, email.strip().lower())


@post("/", status_code=201, operation_id="watch", summary="Tell me before it begins")
async def begin(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    data: JSONBody[WatchBody],
) -> WatchOut:
    """A day and a quarter of an hour before, and when it is on air. Safe to repeat."""
    await take_for_watch(limiter, actor, address_of(request), data.email or "")
    push_id = None
    if data.push is not None:
        keys = BrowserKeys(data.push.endpoint, data.push.p256dh, data.push.auth)
        push_id = await keep_push(session, actor, keys, settings.push_host_list)
    wish = WatchWish(
        subject=data.subject,
        slug=data.slug,
        email=data.email or "",
        push_id=push_id,
        locale=locale_of(request.scope),
    )
    watch = await begin_watch(session, actor, wish)
    return WatchOut(watch.id, data.subject, data.slug)


@get("/", guards=[require_signed_in], operation_id="listWatches", summary="What I watch")
async def mine(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> Watches:
    """The newest first."""
    if actor.person_id is None:
        raise Unauthenticated
    return Watches(await watches_of(session, actor.person_id))


@post("/{watch_id:uuid}/stop", status_code=204, operation_id="stopWatch", summary="Do not tell me any more")
async def stop(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    watch_id: FromPath[UUID],
    data: JSONBody[StopWatchBody],
) -> None:
    """Safe to repeat."""
    await stop_watch(session, actor, watch_id, data.token, settings.secret_key)


@get("/", operation_id="getPushKey", summary="The key browsers subscribe with")
async def read_key(session: NamedDependency[AsyncSession]) -> PushKeyOut:
    """404 `push_off` until messages can be sent."""
    key = await push_key(session)
    if key is None:
        raise PushOff
    return PushKeyOut(key)


routes = [
    Router("/api/v1/watches", route_handlers=[begin, mine, stop], tags=["reminders"]),
    Router("/api/v1/push-key", route_handlers=[read_key], tags=["reminders"]),
]
