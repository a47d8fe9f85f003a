"""Live sessions in the office: which are on air, what is said there, the stop, and the record for the authority."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.queries import stop_of
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.livestream.queries import line_up
from shop.markets.queries import stall_by_slug
from shop.markets.rules import RoomState, room_state
from shop.oversight.dossier import make_dossier
from shop.oversight.queries import complaints_of, sessions_for_office
from shop.oversight.stop import StopOrder, stop_session
from shop.replays.recordings import recordings
from shop.web.pages import studio_talk
from shop.web.pages.answer import PRIVATE, both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.complaint_views import complaint_row
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.studio_talk import read_keeping
from shop.web.pages.visit import Visit
from shop.web.views.oversight import OfficeRoomPage, OfficeRoomsPage, RoomRow

HERE = "/van-phong/phien"
FIELDS = frozenset({"reason", "document_no"})
DONE = frozenset({"stop"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def rooms_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Sessions on air first."""
    rows = tuple(
        RoomRow(
            slug=one.slug,
            title=one.title,
            host=one.host,
            place=one.place,
            state=RoomState(one.state.value),
            starts_at=one.starts_at,
            stopped=one.stopped,
        )
        for one in await sessions_for_office(visit.session)
    )
    return show(
        "office_rooms.html", visit.locale, OfficeRoomsPage(site=visit.site, console=office(visit, HERE), rows=rows)
    )


@get(both(HERE + "/{session_slug:str}"), guards=OFFICERS, include_in_schema=False)
async def room_page(
    visit: NamedDependency[Visit],
    session_slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """A room's talk with the acts of the host's desk, and the stop."""
    page = await _page(visit, session_slug)
    told = say(visit.locale, f"web.oversight.done_{done}") if done in DONE else None
    return show("office_room.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE + "/{session_slug:str}"), guards=OFFICERS, include_in_schema=False)
async def room_act(visit: NamedDependency[Visit], session_slug: FromPath[str]) -> Response[bytes]:
    """Stop the session, or keep its talk in order (the field `action`). Each is safe to repeat."""
    form = await read_form(visit.request)
    act = form.text("action", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, session_slug, form))
    except Refusal as refusal:
        if refusal.status in {401, 403, 404}:
            raise
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), session_slug))
        typed = {name: form.text(name) for name in FIELDS}
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem, **typed)
        return show("office_room.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}/{session_slug}" + (f"?done={act}" if act in DONE else ""))


@post(both(HERE + "/{session_slug:str}/ho-so"), guards=OFFICERS, include_in_schema=False)
async def dossier_file(visit: NamedDependency[Visit], session_slug: FromPath[str]) -> Response[bytes]:
    """The whole record as a ZIP; that it was taken is logged, so it is asked for by a form."""
    form = await read_form(visit.request)
    phones = form.text("phones", 5) == "yes"
    film = await recordings(visit.session, session_slug, visit.settings.video_keep_days)
    made = await make_dossier(visit.session, person_of(visit.actor), session_slug, film, phones=phones)
    headers = {"content-disposition": f'attachment; filename="{made.name}"', "cache-control": PRIVATE}
    return Response(made.content, status_code=200, media_type="application/zip", headers=headers)


async def _act(session: AsyncSession, visit: Visit, slug: str, form: Form) -> None:
    act = form.text("action", 20)
    if act == "stop":
        order = StopOrder(reason=form.text("reason"), document_no=form.text("document_no", 120))
        await stop_session(session, visit.actor, slug, order)
    elif act in studio_talk.ACTS:
        await studio_talk.ACTS[act](session, visit.actor, slug, form)
    else:
        raise Invalid(field="action")


async def _page(visit: Visit, slug: str) -> OfficeRoomPage:
    session = visit.session
    stall = await stall_by_slug(session, slug)
    live = stall.live
    stop = await stop_of(session, live.id)
    items = await line_up(session, live)
    return OfficeRoomPage(
        site=visit.site,
        console=office(visit, HERE),
        slug=slug,
        title=live.title,
        host=stall.host_name,
        place=stall.place_name,
        state=room_state(live.state, live.host_seen_at, stall.now, visit.settings.host_away_seconds),
        starts_at=live.starts_at,
        keeping=await read_keeping(session, live, items, visit.locale),
        stop_reason=stop.reason if stop else None,
        stop_document=stop.document_no if stop else None,
        complaints=tuple(complaint_row(one) for one in await complaints_of(session, live.id)),
    )


routes = [rooms_page, room_page, room_act, dossier_file]
