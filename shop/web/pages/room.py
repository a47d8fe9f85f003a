"""A live room: see, say, buy; also without a script."""

import secrets
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from config.settings import Settings
from shop.cart.api import take_for_vouchers
from shop.comment_orders.api import work_of
from shop.core.actor import Actor
from shop.core.coalescer import OutcomeUnknown
from shop.core.db import Sessions
from shop.core.errors import BadRequest, Refusal
from shop.core.money import Dong
from shop.games.kept import kept_codes
from shop.http.headers import picture_policy
from shop.http.limits import Limiter, address_of
from shop.http.locale import locale_of
from shop.http.problems import describe
from shop.livestream.comment import Said
from shop.livestream.drop import RoomDrop
from shop.livestream.order import RoomLine, RoomOrder, room_ask
from shop.livestream.queries import line_up, room_of
from shop.livestream.room import CommentSeen, Frame, LineUpItem, PinSeen
from shop.livestream.talk_api import take_for_comment
from shop.markets.api import buyer_in, guest_of, known_buyer
from shop.markets.queries import Stall, hall_by_slug, stall_by_slug
from shop.markets.rules import RoomState
from shop.markets.speaker import Speaker
from shop.orders.api import take_for_order
from shop.orders.deposit_rules import DepositRule
from shop.orders.wish import Contact
from shop.payments.models import PaymentMethod
from shop.payments.offered import offered_methods
from shop.web.art import stall_art
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.market import stall_cards
from shop.web.pages.order_cookie import keep_order
from shop.web.pages.replay_views import has_replay
from shop.web.pages.room_viewer import note_viewer
from shop.web.pages.room_wishes import IN_ROOM, read_wishes
from shop.web.pages.visit import Visit, Visits
from shop.web.views import CommentView, FieldError, PinView, ProductCard, RoomForm, RoomPage, RoomView
from shop.web.views.programme import MoveView, SegmentView
from shop.wholesale.rules import WORDS

FIELDS = {"contact.name": "name", "contact.phone": "phone", "quantity": "quantity", "age_confirmed": "age_confirmed"}


@get(both("/phien/{slug:str}"), include_in_schema=False)
async def room_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The room as it stands; a script keeps it so."""
    page = await room_page_of(visit, slug, RoomForm(name=visit.actor.name))
    return show("room.html", visit.locale, page, headers=picture_headers(visit.settings))


@post(both("/phien/{slug:str}/binh-luan"), include_in_schema=False)
async def say_page(
    *,
    request: Request[Any, Any, Any],
    visits: NamedDependency[Visits],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    drop: NamedDependency[RoomDrop],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
) -> Response[bytes]:
    """Say something, or order by it, without a script."""
    form = await read_form(request)
    locale = locale_of(request.scope)
    said = Said(
        text=form.text("text", 1200),
        client_id=form.text("client_id", 80),
        guest=guest_of(request, settings, slug),
        name=form.text("name", 60),
        locale=locale,
    )
    key, cookies = known_buyer(request, actor, settings.secret_key)
    try:
        await take_for_comment(limiter, actor, request)
        await work_of(request, actor, settings, sessions, drop).take(actor, slug, said, key)
    except Refusal as refusal:
        problem = describe(refusal, locale)
        async with visits.open() as visit:
            page = await room_page_of(visit, slug, RoomForm())
        told = msgspec.structs.replace(page, say_problem=problem.detail)
        return show("room.html", locale, told, status=problem.status, headers=picture_headers(settings))
    return go(locale, f"/phien/{slug}", *cookies)


@post(both("/phien/{slug:str}/mua"), include_in_schema=False)
async def buy_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Buy what is pinned, without a script. Safe to repeat: the form carries its key."""
    form = await read_form(visit.request)
    typed = _typed(form)
    try:
        await take_for_order(visit.limiter, visit.actor, address_of(visit.request), typed.phone)
        wish = RoomOrder(
            slug=slug,
            lines=(RoomLine(variant=form.key("variant"), quantity=typed.quantity),),
            contact=Contact(name=typed.name, phone=typed.phone),
            locale=visit.locale,
            age_confirmed=typed.age_confirmed,
            buyer=buyer_in(visit.request, visit.settings.secret_key),
            payment=_way(typed.payment),
            voucher=await _voucher(visit, form.text("voucher", 40)),
        )
        placed = await visit.drop.submit(room_ask(visit.actor, wish, form.request_key()))
    except Refusal as refusal:
        key = form.text("request_key", 80) if isinstance(refusal, OutcomeUnknown) else None
        return await _refused(visit, slug, typed, refusal, key)
    order = placed.order
    assert isinstance(order.token, str), "whoever places an order gets its token"
    return go(visit.locale, f"/don-hang/{order.code}", keep_order(visit.request, order.code, order.token))


async def _voucher(visit: Visit, code: str) -> str | None:
    if code:
        await take_for_vouchers(visit.limiter, visit.actor, address_of(visit.request), [code])
    return code or None


def _typed(form: Form) -> RoomForm:
    quantity = form.number("quantity") or 1
    return RoomForm(
        variant=form.text("variant", 40),
        quantity=max(1, min(quantity, 999)),
        name=form.text("name", 120),
        phone=form.text("phone", 20),
        age_confirmed=form.text("age_confirmed", 5) == "yes",
        payment=form.text("payment", 10) or PaymentMethod.COD.value,
    )


async def _refused(
    visit: Visit, slug: str, form: RoomForm, refusal: Refusal, key: str | None = None
) -> Response[bytes]:
    """The room with what was typed; `key` where the form must be sent again as the same order."""
    problem = describe(refusal, visit.locale)
    page = await room_page_of(visit, slug, form)
    if key is not None:
        page = msgspec.structs.replace(page, request_key=key)
    field = FIELDS.get(refusal.field or "")
    if field:
        page = msgspec.structs.replace(page, errors=(FieldError(field=field, message=problem.detail),))
    else:
        page = msgspec.structs.replace(page, problem=problem.detail)
    return show("room.html", visit.locale, page, status=problem.status, headers=picture_headers(visit.settings))


def picture_headers(settings: Settings) -> dict[str, str]:
    """What a page with the room's picture says beside the usual."""
    return {"content-security-policy": picture_policy(settings.video_public_url or settings.video_s3_url)}


async def room_page_of(visit: Visit, slug: str, form: RoomForm) -> RoomPage:
    """The page of a room as it stands, with what was typed."""
    stall = await stall_by_slug(visit.session, slug)
    hall = await hall_by_slug(visit.session, stall.market_slug)
    frame, art = await read_room(visit, stall)
    await note_viewer(visit, stall)
    pinned = {pin.variant for pin in frame.pins}
    stalls = await stall_cards(visit.session, hall, visit.hub, visit.settings.host_away_seconds)
    items = await line_up(visit.session, stall.live)
    person = visit.actor.person_id
    codes = await kept_codes(visit.session, () if person is None else {(stall.live.id, person)})
    return RoomPage(
        site=visit.site,
        room=msgspec.structs.replace(room_view(stall, frame, art), replay=await has_replay(visit.session, stall.live)),
        pins=tuple(pin_view(pin, visit.settings.stock_hold_minutes) for pin in frame.pins),
        methods=offered_methods(visit.settings),
        hold_minutes=visit.settings.stock_hold_minutes,
        comments=tuple(comment_view(comment) for comment in frame.comments),
        line_up=tuple(_card(item) for item in items if item.on_sale and item.variant_id not in pinned),
        others=tuple(card for card in stalls if card.slug != slug and card.state is RoomState.ON_AIR),
        request_key=secrets.token_urlsafe(18),
        voucher=next(iter(codes.values()), ""),
        games=frame.games,
        form=form,
        wishes=await read_wishes(visit, stall.live.id, IN_ROOM),
        wholesale=WORDS,
    )


async def read_room(visit: Visit, stall: Stall) -> tuple[Frame, int]:
    """The room's frame, and which of the drawn hosts stands in it."""
    viewers = await visit.hub.audience.count([stall.live.id])
    away_after = visit.settings.host_away_seconds
    reader = Speaker.of(visit.actor, guest_of(visit.request, visit.settings, stall.live.slug))
    tapped, seen = await visit.hub.reactions.totals(stall.live.id), viewers[stall.live.id]
    frame = await room_of(visit.session, stall, away_after=away_after, viewers=seen, reader=reader, reactions=tapped)
    return frame, stall_art(stall.live.slug)


def room_view(stall: Stall, frame: Frame, art: int) -> RoomView:
    """The heading of a room."""
    return RoomView(
        slug=stall.live.slug,
        title=frame.title,
        place=frame.place.name,
        place_slug=frame.place.slug,
        host=frame.host.name,
        state=frame.state,
        starts_at=frame.starts_at,
        ends_at=frame.ends_at,
        market_slug=stall.market_slug,
        seq=frame.seq,
        viewers=frame.viewers,
        art=art,
        slow_seconds=frame.slow_seconds,
        co_hosts=tuple(frame.co_hosts),
        segment=_segment(frame),
        moved_to=None if frame.moved_to is None else MoveView(slug=frame.moved_to.slug, title=frame.moved_to.title),
        warnings=tuple(frame.warnings),
        stopped=frame.stopped,
        off=stall.live.called_off_reason,
    )


def _segment(frame: Frame) -> SegmentView | None:
    on_air = frame.segment
    if on_air is None:
        return None
    return SegmentView(
        title=on_air.title, presenter=on_air.presenter, producer=on_air.producer or "", next=on_air.next or ""
    )


def comment_view(comment: CommentSeen) -> CommentView:
    """A line of the room."""
    return CommentView(
        id=str(comment.id),
        name=comment.name,
        text=comment.text,
        at=comment.at,
        order=comment.order,
        origin=comment.origin,
    )


def _way(typed: str) -> PaymentMethod:
    if typed not in set(PaymentMethod):
        raise BadRequest(field="payment")  # only a tampered form says so
    return PaymentMethod(typed)


def pin_view(pin: PinSeen, hold_minutes: int) -> PinView:
    """A pin of the room; goods are kept `hold_minutes` unless its host said otherwise."""
    deposit = (pin.offer and pin.offer.deposit) or DepositRule()
    return PinView(
        variant=str(pin.variant),
        campaign=str(pin.campaign or ""),
        product_slug=pin.product_slug,
        name=pin.name,
        price=Dong(pin.price),
        list_price=Dong(pin.list_price),
        unit=pin.unit,
        available=pin.available,
        image=pin.image,
        min_age=pin.min_age,
        stars=pin.certificate.stars,
        potential_five=pin.certificate.potential_five,
        certificate=pin.certificate.code,
        expires_on=pin.certificate.expires_on,
        left=pin.left,
        buyer_limit=pin.buyer_limit,
        policy=pin.offer.policy.value if pin.offer else "hold",
        hold_minutes=(pin.offer and pin.offer.hold_minutes) or hold_minutes,
        deposit_percent=deposit.percent,
        deposit_each=deposit.each,
        deposit_kept=deposit.kept,
    )


def _card(item: LineUpItem) -> ProductCard:
    return ProductCard(
        slug=item.product_slug,
        name=item.name,
        stars=item.certificate.stars if item.certificate else None,
        potential_five=bool(item.certificate and item.certificate.potential_five),
        price=item.list_price,
        unit=item.unit,
        in_stock=item.available > 0,
        image=item.image,
        producer=item.producer,
    )


routes = [room_page, say_page, buy_page]
