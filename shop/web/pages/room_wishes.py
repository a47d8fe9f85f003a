"""What a reader's own comments in a room ordered: seen, answered, taken back; also without a script."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from config.settings import Settings
from shop.comment_orders.answer import Reply
from shop.comment_orders.api import work_of
from shop.comment_orders.models import WishState
from shop.comment_orders.queries import Buyer, goods_of_room, wishes_of
from shop.comment_orders.shown import AskShown, ChoiceShown, WantShown, WishShown, shown
from shop.comments.meaning import Act
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.core.errors import Refusal
from shop.core.i18n import Locale, say
from shop.http.locale import locale_of
from shop.http.problems import describe
from shop.livestream.drop import RoomDrop
from shop.markets.api import buyer_in
from shop.markets.queries import stall_by_slug
from shop.web.formats import dong
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.visit import Visit, Visits
from shop.web.render import address
from shop.web.views import FieldError
from shop.web.views.wishes import RoomWishesPage, TapView, WishView

IN_ROOM = 1  # the newest, which stands under the talk
_CSS = {WishState.ASKED: "warn", WishState.REFUSED: "bad", WishState.PLACED: "ok", WishState.CHANGED: "ok"}
_CANCELLING = {"code", "wish", "option", "quantity"}


@get(both("/phien/{slug:str}/don"), include_in_schema=False)
async def wishes_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The newest five of the person or of the guest of this browser."""
    return show("room_wishes.html", visit.locale, await _page(visit, slug))


@post(both("/phien/{slug:str}/don"), include_in_schema=False)
async def answer_page(
    *,
    request: Request[Any, Any, Any],
    visits: NamedDependency[Visits],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    drop: NamedDependency[RoomDrop],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
) -> Response[bytes]:
    """One tap or one answer. Safe to repeat: each question is answered once."""
    form = await read_form(request)
    buyer = Buyer.of(actor, buyer_in(request, settings.secret_key))
    work = work_of(request, actor, settings, sessions, drop)
    try:
        async with short(sessions) as session:
            live = (await stall_by_slug(session, slug)).live
        if form.text("act", 10) == "undo":
            await work.undo(live.id, form.key("wish"), buyer)
        else:
            await work.answer(live.id, form.key("wish"), buyer, _reply(form))
    except Refusal as refusal:
        if refusal.status in {401, 403, 404}:
            raise
        problem = describe(refusal, locale_of(request.scope))
        async with visits.open() as visit:
            page = await _page(visit, slug)
        wrong = (FieldError(field=refusal.field, message=problem.detail),) if refusal.field == "phone" else ()
        told = msgspec.structs.replace(page, errors=wrong, problem=None if wrong else problem.detail)
        return show("room_wishes.html", visit.locale, told, status=problem.status)
    return go(locale_of(request.scope), f"/phien/{slug}/don")


def _reply(form: Form) -> Reply:
    return Reply(
        step=form.number("step") or 0,
        choice=form.number("choice"),
        name=form.text("name", 120),
        phone=form.text("phone", 20),
        age_confirmed=form.text("age_confirmed", 5) == "yes",
        drop=form.text("act", 10) == "drop",
    )


async def _page(visit: Visit, slug: str) -> RoomWishesPage:
    live = (await stall_by_slug(visit.session, slug)).live
    wishes = await read_wishes(visit, live.id)
    return RoomWishesPage(site=visit.site, slug=slug, title=live.title, wishes=wishes)


async def read_wishes(visit: Visit, session_id: UUID, most: int = 5) -> tuple[WishView, ...]:
    """What the reader's own comments ordered, in words; a reader who never wrote costs nothing."""
    buyer = Buyer.of(visit.actor, buyer_in(visit.request, visit.settings.secret_key))
    found = await wishes_of(visit.session, session_id, buyer, most)
    if not found:
        return ()
    room = await goods_of_room(visit.session, session_id)
    wishes = [shown(one, room, visit.settings.secret_key) for one in found]
    names = [one.wish.name for one in found]
    return tuple(_view(wish, name, visit.locale) for wish, name in zip(wishes, names, strict=True))


def _view(wish: WishShown, name: str, locale: Locale) -> WishView:
    ask, order = wish.ask, wish.order
    return WishView(
        id=str(wish.id),
        text=wish.text,
        said=_said(wish, locale),
        css=_CSS.get(wish.state, ""),
        asked=None if ask is None else ask.asked.value,
        step=0 if ask is None else ask.step,
        taps=() if ask is None else tuple(_tap(choice, locale) for choice in ask.choices),
        min_age=None if ask is None else ask.min_age,
        name=name,
        order=None if order is None else f"{address(locale, f'/don-hang/{order.code}')}?token={order.token}",
        may_undo=order is not None and order.may_undo and wish.state in {WishState.PLACED, WishState.CHANGED},
        pending=wish.state is WishState.PENDING,
    )


def _said(wish: WishShown, locale: Locale) -> str:
    """How it stands, or what is asked."""
    if wish.ask is not None:
        return _question(wish.ask, locale)
    if wish.told is not None:
        return wish.told
    if wish.state is WishState.ASKED:  # the goods it asked about have left the line-up
        return say(locale, "web.wish.state.lapsed")
    order = wish.order
    facts = {} if order is None else {"code": order.code, "total": dong(locale, order.total)}
    return say(locale, f"web.wish.state.{wish.state}", **facts)


def _question(ask: AskShown, locale: Locale) -> str:
    if ask.asked.value in _CANCELLING and _all_cancel(ask.choices):
        return say(locale, "web.wish.ask.cancel")
    return say(locale, f"web.wish.ask.{ask.asked}", age=ask.min_age or 0)


def _all_cancel(choices: Sequence[ChoiceShown]) -> bool:
    return bool(choices) and all(
        choice.everything or all(want.act is Act.CANCEL for want in choice.wants) for choice in choices
    )


def _tap(choice: ChoiceShown, locale: Locale) -> TapView:
    if choice.everything:
        return TapView(choice=choice.choice, label=say(locale, "web.wish.tap.everything"))
    return TapView(choice=choice.choice, label=", ".join(_label(want, locale) for want in choice.wants))


def _label(want: WantShown, locale: Locale) -> str:
    act = "less" if want.act is Act.CANCEL and want.quantity else want.act.value
    count = want.quantity or 1
    price = dong(locale, want.price * count)
    return say(locale, f"web.wish.tap.{act}", count=count, code=want.code, name=want.name, price=price)


routes = [wishes_page, answer_page]
