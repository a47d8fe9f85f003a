"""Pin a variant in a room, at a price of the room."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import NotOnSale
from shop.certification.models import CertificateStatus
from shop.conduct.air import check_advertised
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import today
from shop.core.i18n import say
from shop.core.money import Dong, show
from shop.core.outbox import publish
from shop.livestream.errors import CertificateNotInForce, CertificateTakenBack, LivePriceWrong, TooManyPins
from shop.livestream.events import PinChanged
from shop.livestream.models import Pin
from shop.livestream.queries import line_up
from shop.livestream.room import LineUpItem
from shop.livestream.rules import MAX_PINS, is_live_price
from shop.livestream.unpin import BY_NEW_PRICE, close_pins
from shop.markets.errors import NotInLineUp, NotOnAir
from shop.markets.floor import hold_to_floor
from shop.markets.guards import require_host
from shop.markets.keep_seen import note_host
from shop.markets.models import LiveSession, SessionState
from shop.offers.follow_price import follow_price
from shop.promotions.open_campaign import open_campaign


async def pin_variant(
    session: AsyncSession,
    actor: Actor,
    slug: str,
    variant_id: UUID,
    price: int | None,
    *,
    quota: int | None = None,
    buyer_limit: int | None = None,
) -> None:
    """Pin the variant at `price` đồng (None: the list price), which opens a campaign for the room's buyers.

    `quota` pieces go at that price in all, `buyer_limit` to one buyer (None: without bound). Pinning again at another
    price or with other bounds ends the old campaign; with the same it changes nothing. At most three stand pinned.
    The session's lock makes two clicks follow one another.

    Raises:
        NotOnAir: the session is not on air.
        NotInLineUp: the variant does not stand in its line-up.
        CertificateNotInForce, CertificateTakenBack, NotOnSale: it may not be sold now.
        AdNotConfirmed: what is said of such goods is not confirmed by a paper.
        LivePriceWrong: nothing, less than nothing, or more than the list price.
        LivePriceBelowFloor: less than its producer approved for this session.
        Invalid: a bound is nothing, or absurd.
        TooManyPins: three others stand pinned.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    await note_host(session, live, actor)
    item = await _item(session, live, variant_id)
    await _check_on_sale(session, actor, item)
    await check_advertised(session, variant_id, item.kinds)
    wanted = Dong(item.list_price if price is None else price)
    if not is_live_price(wanted, item.list_price):
        raise LivePriceWrong(field="price", list_price=show(item.list_price))
    await hold_to_floor(session, live.id, variant_id, wanted, item.list_price)
    if item.pinned and (item.price, item.quota, item.buyer_limit) == (wanted, quota, buyer_limit):
        return
    await close_pins(session, BY_NEW_PRICE, Pin.session_id == live.id, Pin.variant_id == variant_id, tell=False)
    await _check_room(session, live.id)
    campaign_id = await open_campaign(
        session, variant_id, wanted, quota=quota, buyer_limit=buyer_limit, sample=live.sample
    )
    session.add(Pin(session_id=live.id, variant_id=variant_id, campaign_id=campaign_id))
    await follow_price(session, live.id, variant_id, campaign_id, wanted)
    record_act(session, actor.person_id, "livestream.pin", live.slug, variant=str(variant_id), price=wanted)
    publish(session, PinChanged(session_id=live.id, variant_id=variant_id, price=wanted))


async def _item(session: AsyncSession, live: LiveSession, variant_id: UUID) -> LineUpItem:
    for item in await line_up(session, live):
        if item.variant_id == variant_id:
            return item
    raise NotInLineUp(field="variant")


async def _check_on_sale(session: AsyncSession, actor: Actor, item: LineUpItem) -> None:
    if item.on_sale:
        return
    grade = item.certificate
    if grade is None or grade.in_force or grade.expires_on is None:
        raise NotOnSale(field="variant")
    decision = grade.decision_no or say(actor.locale, "livestream.decision_unknown")
    if grade.status is CertificateStatus.REVOKED:
        raise CertificateTakenBack(field="variant", decision=decision)
    if grade.expires_on <= await today(session):
        raise CertificateNotInForce(field="variant", decision=decision, day=f"{grade.expires_on:%d/%m/%Y}")
    raise NotOnSale(field="variant")


async def _check_room(session: AsyncSession, session_id: UUID) -> None:
    others = await session.scalar(
        select(func.count()).select_from(Pin).where(Pin.session_id == session_id, Pin.unpinned_at.is_(None))
    )
    if (others or 0) >= MAX_PINS:
        raise TooManyPins(most=MAX_PINS)
