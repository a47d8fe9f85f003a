"""Practice: the room of a run for its crew, and the desk for its host. Never on a public page."""

import secrets

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.db import short
from shop.core.errors import Refusal
from shop.core.money import Dong
from shop.http.limits import address_of, take_for_buyer
from shop.http.problems import describe
from shop.livestream.talk_api import take_for_comment
from shop.practice.act import Crew, Wish, act_as_host, buy_as_crew, say_as_crew
from shop.practice.api import BUYERS, at_address
from shop.practice.errors import PracticeUnknown, PracticeWithout
from shop.practice.finish import finish_run
from shop.practice.frame import frame_of
from shop.practice.guards import require_own_run
from shop.practice.models import ActKind, RunKind
from shop.practice.open_runs import open_rehearsal
from shop.practice.queries import Played, played
from shop.web.pages.answer import PRIVATE, both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.practice_view import desk_of, items_of, keeping_of, orders_of, room_of_run, sheet_path
from shop.web.pages.room import comment_view, pin_view
from shop.web.pages.visit import Visit
from shop.web.views import FieldError, RoomForm, RoomPage, StudioPage

UNSEEN = {"x-robots-tag": "noindex, nofollow", "cache-control": PRIVATE, "referrer-policy": "no-referrer"}
FIELDS = {"variant": "variant", "quantity": "quantity"}
GOODS = {"pin": ActKind.PIN, "unpin": ActKind.UNPIN, "sold_out": ActKind.SOLD_OUT}
LINES = {
    "remove": ActKind.REMOVE,
    "mute5": ActKind.MUTE,
    "mute": ActKind.MUTE,
    "shadow": ActKind.MUTE,
    "refuse": ActKind.REFUSE,
    "reply": ActKind.REPLY,
    "take": ActKind.TAKE,
}
ALONE = {"greet": ActKind.GREET, "hand_over": ActKind.HAND_OVER, "slow": ActKind.SLOW, "lift": ActKind.LIFT}


@post(both("/phien/{slug:str}/tap"), guards=[require_signed_in], include_in_schema=False)
async def rehearse_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Open the rehearsal of a session, or go back to the open one."""
    run = await open_rehearsal(visit.session, visit.actor, slug)
    return go(visit.locale, f"/phien/{slug}/tap/{run.key}/dieu-khien")


@get(both("/phien/{slug:str}/tap/{key:str}"), include_in_schema=False)
async def practice_room(visit: NamedDependency[Visit], slug: FromPath[str], key: FromPath[str]) -> Response[bytes]:
    """The room of a run, for whoever was given its address."""
    seen = at_address(await played(visit.session, key[:60]), slug)
    return show("room.html", visit.locale, _room(visit, seen, RoomForm(name=visit.actor.name)), headers=UNSEEN)


@post(both("/phien/{slug:str}/tap/{key:str}/binh-luan"), include_in_schema=False)
async def say_page(visit: NamedDependency[Visit], slug: FromPath[str], key: FromPath[str]) -> Response[bytes]:
    """Say something in a rehearsal without a script."""
    seen = at_address(await played(visit.session, key[:60]), slug)
    form = await read_form(visit.request)
    crew = Crew(name=form.text("name", 60) or visit.actor.name, key=form.text("client_id", 80))
    try:
        await take_for_comment(visit.limiter, visit.actor, visit.request)
        async with visit.session.begin_nested():
            await say_as_crew(visit.session, key, crew, form.text("text", 1200))
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = msgspec.structs.replace(_room(visit, seen, RoomForm()), say_problem=problem.detail)
        return show("room.html", visit.locale, page, status=problem.status, headers=UNSEEN)
    return go(visit.locale, f"/phien/{seen.address}")


@post(both("/phien/{slug:str}/tap/{key:str}/mua"), include_in_schema=False)
async def buy_page(visit: NamedDependency[Visit], slug: FromPath[str], key: FromPath[str]) -> Response[bytes]:
    """Play at buying without a script."""
    seen = at_address(await played(visit.session, key[:60]), slug)
    form = await read_form(visit.request)
    quantity = max(1, min(form.number("quantity") or 1, 999))
    typed = RoomForm(variant=form.text("variant", 40), quantity=quantity, name=form.text("name", 120))
    try:
        await take_for_buyer(visit.limiter, BUYERS, visit.actor, address_of(visit.request))
        crew = Crew(name=typed.name, key=form.request_key())
        async with visit.session.begin_nested():
            await buy_as_crew(visit.session, key, crew, form.key("variant"), quantity)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = msgspec.structs.replace(_room(visit, seen, typed), problem=problem.detail)
        field = FIELDS.get(refusal.field or "")
        if field == "quantity":
            errors = (FieldError(field=field, message=problem.detail),)
            page = msgspec.structs.replace(page, errors=errors, problem=None)
        return show("room.html", visit.locale, page, status=problem.status, headers=UNSEEN)
    return go(visit.locale, f"/phien/{seen.address}")


@get(both("/phien/{slug:str}/tap/{key:str}/dieu-khien"), guards=[require_signed_in], include_in_schema=False)
async def practice_desk(visit: NamedDependency[Visit], slug: FromPath[str], key: FromPath[str]) -> Response[bytes]:
    """The desk of a run, for its own host; after a training run its sheet is shown."""
    seen = at_address(await require_own_run(visit.session, visit.actor, key[:60]), slug)
    if seen.over and seen.run.kind is RunKind.TRAINING:
        return go(visit.locale, sheet_path(seen.run))
    return show("studio.html", visit.locale, _desk(visit, seen), headers=UNSEEN)


@post(both("/phien/{slug:str}/tap/{key:str}/dieu-khien"), guards=[require_signed_in], include_in_schema=False)
async def practice_act(visit: NamedDependency[Visit], slug: FromPath[str], key: FromPath[str]) -> Response[bytes]:
    """One act of the host; a refusal shows the desk with the reason. Each act is safe to repeat."""
    seen = at_address(await require_own_run(visit.session, visit.actor, key[:60]), slug)
    form = await read_form(visit.request)
    try:
        async with short(visit.sessions) as session:
            ended = await _act(session, visit, key, form)
    except Refusal as refusal:
        if refusal.status in {401, 403} or isinstance(refusal, PracticeUnknown):
            raise
        problem = describe(refusal, visit.locale)
        async with short(visit.sessions) as session:
            again = await played(session, key)
        page = msgspec.structs.replace(_desk(visit, again), problem=problem.detail)
        return show("studio.html", visit.locale, page, status=problem.status, headers=UNSEEN)
    return go(visit.locale, desk_of(seen, seen.stage()).back if ended else f"/phien/{seen.address}/dieu-khien")


async def _act(session: AsyncSession, visit: Visit, key: str, form: Form) -> bool:
    """Do what the form says; returns whether the practice ended with it."""
    action = form.text("action", 20)
    if action == "end":
        await finish_run(session, visit.actor, key)
        return True
    if action in GOODS:
        wish = Wish(kind=GOODS[action], target=form.text("variant", 40), amount=form.number("price"))
    elif action in LINES:
        words = form.text("code", 40) if action == "take" else form.text("text", 300)
        target = form.text("comment", 40)
        wish = Wish(kind=LINES[action], target=target, amount=form.number("quantity"), words=words)
    elif action in ALONE:
        wish = Wish(kind=ALONE[action], target=form.text("ban", 60), amount=form.number("seconds"))
    else:
        raise PracticeWithout
    await act_as_host(session, visit.actor, key, wish)
    return False


def _room(visit: Visit, seen: Played, form: RoomForm) -> RoomPage:
    stage = seen.stage()
    frame = frame_of(seen, stage)
    return RoomPage(
        site=visit.site,
        room=room_of_run(seen, stage),
        pins=tuple(pin_view(pin, visit.settings.stock_hold_minutes) for pin in frame.pins),
        comments=tuple(comment_view(comment) for comment in frame.comments),
        request_key=secrets.token_urlsafe(18),
        form=form,
        practice=True,
    )


def _desk(visit: Visit, seen: Played) -> StudioPage:
    stage = seen.stage()
    orders = orders_of(seen, stage)
    return StudioPage(
        site=visit.site,
        room=room_of_run(seen, stage),
        items=items_of(seen, stage, visit.locale),
        keeping=keeping_of(seen, stage, visit.locale),
        orders=orders,
        takings=Dong(sum(order.total for order in orders)),
        practice=desk_of(seen, stage),
    )


routes = [rehearse_act, practice_room, say_page, buy_page, practice_desk, practice_act]
