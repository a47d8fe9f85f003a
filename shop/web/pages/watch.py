"""Remind me, follow: the form, what I follow, where the link of a letter leads, and the worker that shows messages."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.errors import NotFound, Refusal, Unauthenticated
from shop.core.i18n import Locale
from shop.http.limits import address_of
from shop.reminders.api import take_for_watch
from shop.reminders.keep_push import push_key
from shop.reminders.models import Subject
from shop.reminders.queries import Thing, Watched, thing_at, watches_of
from shop.reminders.stop import stop_watch
from shop.reminders.watch import WatchWish, begin_watch
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.static_files import static_files
from shop.web.views.watch import StopWatchPage, WatchesPage, WatchPage, WatchRow

KINDS = {"cho-dem": Subject.MARKET, "gian-hang": Subject.STALL, "chu-the": Subject.PRODUCER}
PLACES = {Subject.MARKET: "/cho-dem/", Subject.STALL: "/phien/", Subject.PRODUCER: "/chu-the-ocop/"}
FIELDS = frozenset({"email"})
LONGEST_EMAIL = 254
WORKER = "/thong-bao.js"

KindPath = Annotated[str, PathParameter(max_length=20)]
SlugPath = Annotated[str, PathParameter(max_length=120)]
DoneQuery = Annotated[str, QueryParameter(name="xong", max_length=5)]


@get(both("/theo-doi/{what:str}/{thing:str}"), include_in_schema=False)
async def watch_page(
    visit: NamedDependency[Visit], what: KindPath, thing: SlugPath, done: DoneQuery = ""
) -> Response[bytes]:
    """The form."""
    return show("watch.html", visit.locale, await _page(visit, what, thing, done=done == "1"))


@post(both("/theo-doi/{what:str}/{thing:str}"), include_in_schema=False)
async def watch_act(visit: NamedDependency[Visit], what: KindPath, thing: SlugPath) -> Response[bytes]:
    """Begin to watch. Safe to repeat."""
    form = await read_form(visit.request)
    email = form.text("email", LONGEST_EMAIL)
    wish = WatchWish(subject=_subject(what), slug=thing, email=email, locale=visit.locale)

    async def act(session: AsyncSession) -> None:
        await begin_watch(session, visit.actor, wish)

    try:
        await take_for_watch(visit.limiter, visit.actor, address_of(visit.request), email)
        await attempt(visit, act)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await _page(visit, what, thing, form=form, told=told)
        return show("watch.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/theo-doi/{what}/{thing}?xong=1")


@get(both("/theo-doi/dung/{watch_id:uuid}"), include_in_schema=False)
async def stop_page(
    visit: NamedDependency[Visit],
    watch_id: FromPath[UUID],
    token: Annotated[str, QueryParameter(max_length=100)] = "",
    done: DoneQuery = "",
) -> Response[bytes]:
    """One button: programs that only look at links stop nothing."""
    page = StopWatchPage(site=visit.site, watch=str(watch_id), token=token, done=done == "1")
    return show("watch_stop.html", visit.locale, page)


@post(both("/theo-doi/dung/{watch_id:uuid}"), include_in_schema=False)
async def stop_act(visit: NamedDependency[Visit], watch_id: FromPath[UUID]) -> Response[bytes]:
    """Stop this watch. Safe to repeat."""
    form = await read_form(visit.request)
    await stop_watch(visit.session, visit.actor, watch_id, form.text("token", 100), visit.settings.secret_key)
    return go(visit.locale, "/toi/theo-doi" if form.text("back", 1) else f"/theo-doi/dung/{watch_id}?xong=1")


@get(both("/toi/theo-doi"), guards=[require_signed_in], include_in_schema=False)
async def watches_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """What I watch."""
    if visit.actor.person_id is None:
        raise Unauthenticated
    rows = tuple(_row(watched) for watched in await watches_of(visit.session, visit.actor.person_id))
    return show("watches.html", visit.locale, WatchesPage(site=visit.site, rows=rows))


@get(both(WORKER), include_in_schema=False)
async def push_worker(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The service worker that shows messages; it answers for no page."""
    headers = {"cache-control": "no-cache", "service-worker-allowed": _scope(visit.locale)}
    return Response(static_files()["js/push_worker.js"].body, media_type="text/javascript", headers=headers)


async def _page(
    visit: Visit, kind: str, slug: str, *, done: bool = False, form: Form | None = None, told: Told | None = None
) -> WatchPage:
    thing = await thing_at(visit.session, _subject(kind), slug)
    return WatchPage(
        site=visit.site,
        kind=kind,
        subject=thing.subject,
        slug=slug,
        name=thing.name,
        starts_at=thing.starts_at,
        back=_place(thing),
        email=form.text("email", LONGEST_EMAIL) if form else "",
        push_key=await push_key(visit.session) or "",
        worker=address(visit.locale, WORKER),
        scope=_scope(visit.locale),
        done=done,
        errors=told.errors if told else (),
        problem=told.problem if told else None,
    )


def _subject(kind: str) -> Subject:
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind]


def _scope(locale: Locale) -> str:
    """Below the worker's own address, where no page is: it shows messages, and has nothing to do with pages."""
    return address(locale, "/theo-doi/")


def _place(thing: Thing) -> str:
    return f"{PLACES[thing.subject]}{thing.slug}"


def _row(watched: Watched) -> WatchRow:
    thing = watched.thing
    return WatchRow(
        id=str(watched.id),
        subject=thing.subject,
        name=thing.name,
        href=_place(thing),
        starts_at=thing.starts_at,
    )


routes = [watch_page, watch_act, stop_page, stop_act, watches_page, push_worker]
