"""The host's desk: go on air, pin, price, see what comes in."""

from collections.abc import Mapping

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.broadcast.keys import open_key
from shop.core.actor import Actor
from shop.core.db import short
from shop.core.errors import BadRequest, Refusal
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.http.problems import describe
from shop.livestream.end import end_session
from shop.livestream.queries import line_up
from shop.livestream.room import LineUpItem as Item
from shop.livestream.room_orders import orders_of_room
from shop.livestream.start import start_session
from shop.livestream.unpin import unpin_variant
from shop.markets.guards import require_host
from shop.markets.queries import stall_by_slug
from shop.offers.queries import offers_of_room
from shop.offers.seen import OfferSeen
from shop.orders.deposit_rules import DepositRule
from shop.payments.offered import offered_methods
from shop.simulcast.api import key_house
from shop.web.formats import day
from shop.web.pages import (
    studio_conduct,
    studio_games,
    studio_offers,
    studio_programme,
    studio_simulcast,
    studio_talk,
    studio_wishes,
)
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.own_stalls import lacks_in_words
from shop.web.pages.room import read_room, room_view
from shop.web.pages.studio_act import StudioAct, plain
from shop.web.pages.studio_conduct import read_conduct
from shop.web.pages.studio_offers import read_offers
from shop.web.pages.studio_programme import read_programme
from shop.web.pages.studio_reports import read_beat
from shop.web.pages.studio_talk import read_keeping
from shop.web.pages.studio_wishes import read_ordering
from shop.web.pages.visit import Visit
from shop.web.views import LineUpItem, StudioOrder, StudioPage

SHOWN_ORDERS = 100


@get(both("/phien/{slug:str}/dieu-khien"), guards=[require_signed_in], include_in_schema=False)
async def studio_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The desk, for the visit.session's own host."""
    await require_host(visit.session, visit.actor, slug)
    return show("studio.html", visit.locale, await _page(visit, slug))


@post(both("/phien/{slug:str}/dieu-khien"), guards=[require_signed_in], include_in_schema=False)
async def studio_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """One act of the host; a refusal shows the desk with the reason. Each act is safe to repeat."""
    form = await read_form(visit.request)
    try:
        async with short(visit.sessions) as session:
            await _act(session, visit.actor, slug, form, _settled(visit.settings))
    except Refusal as refusal:
        if refusal.status in {401, 403, 404}:
            raise
        problem = describe(refusal, visit.locale)
        async with short(visit.sessions) as session:
            page = await _page(visit.over(session), slug)
        told = msgspec.structs.replace(
            page, problem=problem.detail, elsewhere=studio_simulcast.with_typed(page.elsewhere, form)
        )
        return show("studio.html", visit.locale, told, status=problem.status)
    return go(visit.locale, f"/phien/{slug}/dieu-khien")


def _settled(settings: Settings) -> dict[str, StudioAct]:
    """The buttons that need to know what the installation has settled."""
    return {
        **studio_games.sealing(settings.secret_key),
        **studio_simulcast.keeping(key_house(settings)),
        "pin": studio_offers.pinning(offered_methods(settings)),
    }


async def _act(session: AsyncSession, actor: Actor, slug: str, form: Form, settled: Mapping[str, StudioAct]) -> None:
    name = form.text("action", 20)
    act = ACTS.get(name) or settled.get(name)
    if act is None:
        raise BadRequest(field="action")  # only a tampered form says so
    await act(session, actor, slug, form)


async def _unpin(session: AsyncSession, actor: Actor, slug: str, form: Form) -> None:
    await unpin_variant(session, actor, slug, form.key("variant"))


async def _page(visit: Visit, slug: str) -> StudioPage:
    stall = await stall_by_slug(visit.session, slug)
    frame, art = await read_room(visit, stall)
    items = await line_up(visit.session, stall.live)
    offered = {
        str(variant): offer for variant, offer in (await offers_of_room(visit.session, stall.live.id)).offers.items()
    }
    orders = await orders_of_room(visit.session, stall.live.id, SHOWN_ORDERS)
    key = await open_key(visit.session, stall.live.id)
    return StudioPage(
        site=visit.site,
        room=room_view(stall, frame, art),
        key_hint="" if key is None else key.hint,
        beat=await read_beat(visit, stall, items, frame.viewers),
        ordering=await read_ordering(visit.session, stall.live.id, visit.locale),
        games=await studio_games.read_games(visit.session, visit.actor, stall.live, frame, visit.locale),
        items=tuple(_kept(_item(item, visit.locale), offered) for item in items),
        keeping=await read_keeping(visit.session, stall.live, items, visit.locale),
        conduct=await read_conduct(visit.session, stall.live, items, visit.locale),
        orders=tuple(
            StudioOrder(
                code=order.code,
                name=order.name,
                quantity=sum(line.quantity for line in order.lines),
                total=order.total,
                at=order.at,
            )
            for order in orders
        ),
        offers=await read_offers(visit.session, stall.live, frame, items, visit.settings.stock_hold_minutes),
        takings=Dong(sum(order.total for order in orders)),
        elsewhere=await studio_simulcast.read_elsewhere(visit, stall.live),
        lacks=await lacks_in_words(visit.session, stall.live, visit.locale),
        programme=await read_programme(visit, stall.live, frame, items),
    )


def _item(item: Item, locale: Locale) -> LineUpItem:
    return LineUpItem(
        variant=str(item.variant_id),
        code=item.code,
        name=item.name,
        image=item.image,
        unit=item.unit,
        list_price=item.list_price,
        available=item.available,
        pinned=item.pinned and item.on_sale,
        price=item.price if item.pinned else None,
        quota=item.quota,
        left=item.left,
        buyer_limit=item.buyer_limit,
        blocked=_blocked(item, locale),
    )


def _kept(item: LineUpItem, offered: Mapping[str, OfferSeen]) -> LineUpItem:
    """With how its goods are kept, where the host has said so."""
    offer = offered.get(item.variant)
    if offer is None:
        return item
    deposit = offer.deposit or DepositRule()
    return msgspec.structs.replace(
        item,
        policy=offer.policy.value,
        hold_minutes=offer.hold_minutes,
        deposit_percent=deposit.percent,
        deposit_each=deposit.each,
        deposit_kept=deposit.kept,
    )


def _blocked(item: Item, locale: Locale) -> str | None:
    """Why it cannot be pinned, in words."""
    if item.on_sale:
        return None
    grade = item.certificate
    if grade is not None and not grade.in_force and grade.expires_on is not None:
        return say(locale, "web.studio.expired", date=day(locale, grade.expires_on))
    return say(locale, "web.studio.not_on_sale")


ACTS: dict[str, StudioAct] = {
    "start": plain(start_session),
    "end": plain(end_session),
    "unpin": _unpin,
    **studio_talk.ACTS,
    **studio_programme.ACTS,
    **studio_wishes.ACTS,
    **studio_games.ACTS,
    **studio_conduct.ACTS,
    **studio_offers.ACTS,
    **studio_simulcast.ACTS,
}
"""What each button of the desk does."""

routes = [studio_page, studio_act]
