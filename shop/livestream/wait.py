"""Wait in a room for what is sold out at its stall."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.phone import read_phone
from shop.core.actor import Actor
from shop.core.coalescer import Coalescer
from shop.core.db import Sessions
from shop.core.errors import Refusal
from shop.livestream.errors import NotPinned
from shop.livestream.keeping import kept_for
from shop.livestream.models import Pin
from shop.livestream.order import RoomOrder
from shop.markets.errors import NotOnAir
from shop.markets.models import SessionState
from shop.markets.queries import Stall, stall_by_slug
from shop.offers.errors import FlashNotOpen, FlashUnknown
from shop.offers.join import WaitWish, join_queue
from shop.offers.queries import Mine, Terms, entries_of, flashes_of, terms_of
from shop.orders.check_lapses import lapsed_buyers
from shop.orders.terms import OrderTerms, order_terms
from shop.promotions.models import Campaign


async def wait_in_room(session: AsyncSession, actor: Actor, wish: RoomOrder, terms: OrderTerms) -> tuple[UUID, UUID]:
    """Stand in line for a pinned variant, or for what a flash drop sold, at its price of this moment. Safe to repeat.

    Returns the session's id and the entry's. What is served is fetched at the stall's place: `delivery` does not count.

    Raises:
        NotOnAir: the session is not on air.
        NotPinned: the variant was never pinned here.
        FlashUnknown, FlashNotOpen: the drop named is none of this room's, or is yet to open.
        PayFirst, PayFirstLapsed, DepositFirst: cash where money comes first.
        WaitingNeedless, BuyerLimit, BadPhone: see `join_queue`.
        SessionUnknown: no session has this address.
    """
    stall = await stall_by_slug(session, wish.slug)
    if stall.live.state is not SessionState.ON_AIR:
        raise NotOnAir
    campaign = await _campaign(session, stall, wish)
    [line] = wish.lines
    pair = (stall.live.id, line.variant)
    sold = (await terms_of(session, {pair})).get(pair, Terms())
    lapsed = await lapsed_buyers(session, [(read_phone(wish.contact.phone) or "", actor.person_id)], terms.lapses)
    kept = kept_for(sold, wish.payment, (wish.contact.phone, actor.person_id), lapsed)
    if isinstance(kept, Refusal):
        raise kept
    entry_id = await join_queue(
        session,
        actor,
        WaitWish(
            session_id=stall.live.id,
            place_id=stall.live.place_id,
            variant_id=line.variant,
            flash_id=wish.flash,
            campaign_id=campaign.id,
            price=campaign.price,
            quantity=line.quantity,
            contact=wish.contact,
            payment=wish.payment,
            age_confirmed=wish.age_confirmed,
            locale=wish.locale,
        ),
    )
    return stall.live.id, entry_id


class WaitAsk(msgspec.Struct, frozen=True):
    """A buyer who wants to stand in line."""

    wish: RoomOrder
    actor: Actor


RoomLines = Coalescer[WaitAsk, Mine]
"""What all buyers of a process who want to wait go through: a crowd needs few connections."""


def make_lines(settings: Settings, sessions: Sessions) -> RoomLines:
    """The lines of one process; `sessions` have connections of their own, one for each flusher."""
    work = partial(wait_in_rooms, terms=order_terms(settings))
    return Coalescer(sessions, work, flushers=settings.drop_flushers, patience=settings.drop_patience)


async def wait_in_rooms(session: AsyncSession, asks: Sequence[WaitAsk], terms: OrderTerms) -> list[Mine | Refusal]:
    """`wait_in_room` for each of `asks` in their order, none harmed by another's refusal. Safe to repeat."""
    answers: list[Mine | Refusal] = []
    for ask in asks:
        try:
            async with session.begin_nested():
                session_id, entry_id = await wait_in_room(session, ask.actor, ask.wish, terms)
                [mine] = await entries_of(session, session_id, None, [entry_id])
                answers.append(mine)
        except Refusal as refusal:
            answers.append(refusal)
    return answers


async def _campaign(session: AsyncSession, stall: Stall, wish: RoomOrder) -> Campaign:
    campaign_id: UUID | None
    if wish.flash is None:
        campaign_id = await session.scalar(
            select(Pin.campaign_id)
            .where(
                Pin.session_id == stall.live.id, Pin.variant_id == wish.lines[0].variant, Pin.campaign_id.is_not(None)
            )
            .order_by(Pin.unpinned_at.is_not(None), Pin.id.desc())
            .limit(1)
        )
    else:
        flash = (await flashes_of(session, {wish.flash})).get(wish.flash)
        if flash is None or (flash.session_id, flash.variant_id) != (stall.live.id, wish.lines[0].variant):
            raise FlashUnknown(field="flash")
        if not flash.begun:
            raise FlashNotOpen(field="flash")
        campaign_id = flash.campaign_id
    campaign = None if campaign_id is None else await session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotPinned(field="variant")
    return campaign
