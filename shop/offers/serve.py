"""Serve waiting lists: place orders for those whose turn has come, in their order."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.core.errors import Refusal
from shop.core.i18n import known_locale
from shop.core.key_batch import claim_of
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.core.request_id import current_request_id
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.inventory.errors import OutOfStock
from shop.markets.models import LiveSession, SessionState
from shop.offers.events import WaitingClosed, WaitingServed
from shop.offers.models import WaitingEntry, WaitState
from shop.offers.queries import free_pieces, in_line, terms_of, waits_for
from shop.offers.rules import Turn, in_turn
from shop.orders.check_lapses import lapsed_buyers
from shop.orders.deposit_rules import DepositRule
from shop.orders.errors import PayFirstLapsed
from shop.orders.models import Order
from shop.orders.place_many import place_many
from shop.orders.terms import OrderTerms
from shop.orders.wish import Ask, Contact, Placed, PlaceOrder, WishedLine
from shop.payments.models import PaymentMethod
from shop.places.models import Place
from shop.promotions.errors import QuotaExhausted
from shop.promotions.reopen import close_again, reopen_campaigns

ROUTE = "offers.serve"
MOST_AT_ONCE = 64  # entries of one list served in one transaction


class WaitTerms(msgspec.Struct, frozen=True):
    """Minutes an order out of a list is kept, and minutes lists go on after their session."""

    hold_minutes: int
    after_minutes: int


class _List(msgspec.Struct, frozen=True):
    """A waiting list with where its goods stand."""

    session_id: UUID
    variant_id: UUID
    flash_id: UUID | None
    place_id: UUID
    place_slug: str


class _OvertakenError(Exception):
    """Somebody would have been served before one who stands ahead."""


async def serve_waiting(
    session: AsyncSession,
    terms: OrderTerms,
    wait: WaitTerms,
    *which: ColumnElement[bool],
    limit: int = 20,
    pause: Pause = go_on,
) -> int:
    """Serve at most `limit` lists (those `which`); return how many entries were served or refused. Safe to repeat.

    Entries are locked by their numbers, so servers follow one another and who leaves comes before or after. Keys,
    allowances and stock come after them, as everywhere. An entry that cannot be served wholly waits, and so do all
    behind it; one that can never be sold (its buyer has enough, the goods are off sale) is told so and ends.
    """
    served = 0
    for one in await _lists(session, wait, which, limit):
        served += await _serve(session, one, terms, wait, pause)
    return served


async def _lists(
    session: AsyncSession, wait: WaitTerms, which: Sequence[ColumnElement[bool]], limit: int
) -> list[_List]:
    rows = await session.execute(
        select(
            WaitingEntry.session_id, WaitingEntry.variant_id, WaitingEntry.flash_id, LiveSession.place_id, Place.slug
        )
        .join(LiveSession, LiveSession.id == WaitingEntry.session_id)
        .join(Place, Place.id == LiveSession.place_id)
        .where(WaitingEntry.state == WaitState.WAITING, goes_on(wait), *which)
        .group_by(
            WaitingEntry.session_id, WaitingEntry.variant_id, WaitingEntry.flash_id, LiveSession.place_id, Place.slug
        )
        .order_by(func.min(WaitingEntry.number))  # of two lines for one shelf the one whose first has waited longest
        .limit(limit)
    )
    return [_List(*row) for row in rows]


def goes_on(wait: WaitTerms) -> ColumnElement[bool]:
    """Sessions whose lists are served: on air, or over for not too long."""
    fresh = LiveSession.ended_at > shop_now() - timedelta(minutes=wait.after_minutes)
    return or_(LiveSession.state == SessionState.ON_AIR, and_(LiveSession.state == SessionState.ENDED, fresh))


async def _serve(session: AsyncSession, one: _List, terms: OrderTerms, wait: WaitTerms, pause: Pause) -> int:
    entries = await _locked(session, one)
    await pause("entries locked")
    if not entries:
        return 0
    free = await free_pieces(session, one.variant_id, one.place_id)
    if not free:
        return 0
    reopened = await reopen_campaigns(session, {entry.campaign_id for entry in entries})
    left = {campaign: live.left for campaign, live in reopened.live.items()}
    turns = [Turn(entry.quantity, entry.campaign_id) for entry in entries]
    mine = entries[: in_turn(turns, free, {entry.campaign_id: left.get(entry.campaign_id, 0) for entry in entries})]
    try:
        async with session.begin_nested():
            done = await _place(session, one, mine, terms, wait)
    except _OvertakenError:
        done = 0  # a buyer elsewhere was quicker; the next round counts anew
    await close_again(session, reopened)
    return done


async def _locked(session: AsyncSession, one: _List) -> list[WaitingEntry]:
    rows = await session.scalars(
        select(WaitingEntry)
        .where(*waits_for(one.session_id, one.variant_id), in_line(one.flash_id))
        .order_by(WaitingEntry.number)
        .limit(MOST_AT_ONCE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def _place(
    session: AsyncSession, one: _List, entries: Sequence[WaitingEntry], terms: OrderTerms, wait: WaitTerms
) -> int:
    if not entries:
        return 0
    lapsed = await lapsed_buyers(session, [(entry.contact_phone, entry.person_id) for entry in entries], terms.lapses)
    pair = (one.session_id, one.variant_id)
    deposit = (await terms_of(session, {pair}))[pair].deposit
    asks = [
        _ask(one, entry, wait, deposit=deposit, lapsed=entry.contact_phone in lapsed or entry.person_id in lapsed)
        for entry in entries
    ]
    answers = await place_many(session, asks, terms)
    done = 0
    for at, (entry, answer) in enumerate(zip(entries, answers, strict=True)):
        if isinstance(answer, OutOfStock | QuotaExhausted):
            continue
        if at > done:
            raise _OvertakenError
        await _close(session, entry, answer)
        done += 1
    return done


async def _close(session: AsyncSession, entry: WaitingEntry, answer: Placed | Refusal) -> None:
    order_id = why = None
    if isinstance(answer, Placed):
        order_id = await session.scalar(select(Order.id).where(Order.code == answer.order.code))
        assert order_id is not None, "it was placed just now"
        publish(session, WaitingServed(session_id=entry.session_id, entry_id=entry.id, order_id=order_id))
    else:
        why = answer.code
        publish(session, WaitingClosed(session_id=entry.session_id, entry_id=entry.id))
    state = WaitState.REFUSED if order_id is None else WaitState.SERVED
    await session.execute(
        update(WaitingEntry)
        .where(WaitingEntry.id == entry.id)
        .values(state=state, why=why, order_id=order_id, closed_at=shop_now())
        .execution_options(synchronize_session=False)
    )


def _ask(one: _List, entry: WaitingEntry, wait: WaitTerms, *, deposit: DepositRule | None, lapsed: bool) -> Ask:
    if lapsed and entry.payment_method is PaymentMethod.COD:
        request: PlaceOrder | Refusal = PayFirstLapsed(field="payment")
    else:
        request = _request(one, entry, wait, deposit, lapsed)
    claim = claim_of("waiting", ROUTE, str(entry.id), str(entry.id))
    actor = Actor(person_id=entry.person_id)
    return Ask(request=request, actor=actor, claim=claim, request_id=current_request_id())


def _request(one: _List, entry: WaitingEntry, wait: WaitTerms, deposit: DepositRule | None, lapsed: bool) -> PlaceOrder:
    return PlaceOrder(
        lines=(
            WishedLine(
                variant=entry.variant_id,
                quantity=entry.quantity,
                sales_point=one.place_slug,
                campaign_id=entry.campaign_id,
                deposit=deposit,
            ),
        ),
        contact=Contact(name=entry.contact_name, phone=entry.contact_phone, email=entry.contact_email),
        delivery=DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=one.place_slug),
        payment=entry.payment_method,
        expected_total=Dong(entry.price * entry.quantity),
        locale=known_locale(entry.locale),
        session_id=entry.session_id,
        age_confirmed=entry.age_confirmed,
        hold_minutes=wait.hold_minutes,
        unheld=lapsed,
    )
