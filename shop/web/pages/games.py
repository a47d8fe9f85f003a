"""Play in a room without a script, and the public page of a lucky draw."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from msgspec.structs import replace

from shop.core.errors import BadRequest, Refusal
from shop.core.i18n import say
from shop.games.api import take_for_play
from shop.games.enter import Entrant, enter_draw
from shop.games.errors import DrawUnknown
from shop.games.keep import keep_drop
from shop.games.poll import vote
from shop.games.queries import draw_by_code
from shop.http.limits import Limit, limit_by_address
from shop.http.problems import describe
from shop.markets.api import SlugPath, guest_of
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.room import picture_headers, room_page_of
from shop.web.pages.visit import Visit
from shop.web.views import RoomForm
from shop.web.views.games import DrawPage

SHOWN = 500  # entries of the page; the data have all
_READERS = Limit("games.draw_page", 120, 60)


@post(both("/phien/{slug:str}/choi"), include_in_schema=False)
async def play(visit: NamedDependency[Visit], slug: SlugPath) -> Response[bytes]:
    """Vote, enter or keep, for forms without a script; a refusal shows the room with its reason."""
    form = await read_form(visit.request)
    try:
        await take_for_play(visit.limiter, visit.actor, visit.request)
        async with visit.session.begin_nested():
            told = await _play(visit, slug, form)
    except Refusal as refusal:
        if refusal.status == DrawUnknown.status:
            raise
        problem = describe(refusal, visit.locale)
        page = await room_page_of(visit, slug, RoomForm(name=visit.actor.name))
        told_page = replace(page, game_told=problem.detail)
        headers = picture_headers(visit.settings)
        return show("room.html", visit.locale, told_page, status=problem.status, headers=headers)
    if told is None:
        return go(visit.locale, f"/phien/{slug}")
    page = await room_page_of(visit, slug, RoomForm(name=visit.actor.name))
    return show("room.html", visit.locale, replace(page, game_told=told), headers=picture_headers(visit.settings))


async def _play(visit: Visit, slug: str, form: Form) -> str | None:
    """Do it; what is to be told, None where the room itself shows it."""
    guest = guest_of(visit.request, visit.settings, slug)
    match form.text("action", 10):
        case "vote":
            choice = form.number("choice")
            if choice is None:
                raise BadRequest(field="choice")  # only a tampered form says so
            await vote(visit.session, visit.actor, slug, form.key("poll"), choice, guest=guest)
            return None
        case "enter":
            who = Entrant(name=form.text("name", 120), phone=form.text("phone", 20), locale=visit.locale)
            code, secret = form.text("code", 20), visit.settings.secret_key
            entry = await enter_draw(visit.session, visit.actor, slug, code, who, secret=secret)
            return say(visit.locale, "web.games.ticket", ticket=entry.ticket)
        case "keep":
            kept = await keep_drop(visit.session, visit.actor, slug, form.key("drop"), guest)
            return say(visit.locale, "web.games.kept", code=kept.code)
    raise BadRequest(field="action")  # only a tampered form says so


@get(both("/quay-thuong/{draw:str}"), guards=[limit_by_address(_READERS)], include_in_schema=False)
async def draw_page(
    visit: NamedDependency[Visit],
    draw: Annotated[str, PathParameter(max_length=20)],
    ve: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Commitment, entries, seed and winners; `ve` is the reader's own ticket."""
    found = await draw_by_code(visit.session, draw)
    by_ticket = {entry.ticket: entry for entry in found.proof.entries}
    page = DrawPage(
        site=visit.site,
        proof=found.proof,
        won=tuple(by_ticket[ticket] for ticket in found.proof.won),
        shown=tuple(found.proof.entries[:SHOWN]),
        title=found.session_title,
        slug=found.session_slug,
        closes_at=found.closes_at,
        open=found.open,
        own=ve if ve in by_ticket else "",
    )
    return show("draw.html", visit.locale, page)


routes = [play, draw_page]
