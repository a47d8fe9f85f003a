"""Ask another place for goods while a session runs or is prepared, and answer that."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Forbidden, Invalid
from shop.core.outbox import publish
from shop.markets.errors import NotInLineUp, SessionOver
from shop.markets.guards import require_host
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.places.guards import require_staff
from shop.places.models import Place, PlaceKind
from shop.places.queries import place_by_slug
from shop.programme.errors import StockAskAnswered, StockAskNowhere, StockAskUnknown
from shop.programme.events import StockAskMoved
from shop.programme.models import AskState, StockAsk
from shop.stockroom.rules import MOST_PIECES
from shop.stockroom.send import Sending, send_transfer


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a variant from the place with this address. `client_id` is the asker's own."""

    from_slug: str
    variant_id: UUID
    pieces: int
    client_id: str


async def ask_stock(session: AsyncSession, actor: Actor, slug: str, wanted: Wanted) -> StockAsk:
    """Ask a place for goods of the line-up; the same `client_id` asks once.

    Raises:
        StockAskNowhere: no such place keeps stock, or it is the stall's own.
        NotInLineUp: the session does not show the variant.
        SessionOver: it has ended.
        Invalid: no such number of pieces.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    asked: StockAsk | None = await session.scalar(
        select(StockAsk).where(StockAsk.session_id == live.id, StockAsk.client_id == wanted.client_id)
    )
    if asked is not None:
        return asked
    if live.state is SessionState.ENDED:
        raise SessionOver
    if not 0 < wanted.pieces <= MOST_PIECES:
        raise Invalid(field="pieces")
    place = await place_by_slug(session, wanted.from_slug)
    if place is None or place.kind is PlaceKind.TRANSIT or place.id == live.place_id:
        raise StockAskNowhere(field="from")
    shown = select(LineUp.id).where(LineUp.session_id == live.id, LineUp.variant_id == wanted.variant_id)
    if await session.scalar(shown) is None:
        raise NotInLineUp(field="variant")
    assert actor.person_id is not None, "a guard has let them in"
    ask = StockAsk(
        session_id=live.id,
        client_id=wanted.client_id,
        from_place_id=place.id,
        variant_id=wanted.variant_id,
        pieces=wanted.pieces,
        asked_by=actor.person_id,
    )
    session.add(ask)
    await session.flush()
    record_act(session, actor.person_id, "programme.ask_stock", live.slug, place=place.slug, pieces=wanted.pieces)
    publish(session, StockAskMoved(session_id=live.id, ask_id=ask.id))
    return ask


async def send_asked(session: AsyncSession, actor: Actor, ask_id: UUID, pieces: int | None = None) -> StockAsk:
    """Send what was asked for (or fewer `pieces`) as a transfer to the stall's place. Safe to repeat.

    Raises:
        StockAskUnknown: no such request to a place of this actor.
        StockAskAnswered: it was declined or taken back.
        NotHeldBack, TransferNowhere, …: see `send_transfer`.
    """
    ask, place = await _for_staff(session, actor, ask_id)
    if ask.state is AskState.SENT:
        return ask
    if ask.state is not AskState.OPEN:
        raise StockAskAnswered
    count = ask.pieces if pieces is None else pieces
    if not 0 < count <= ask.pieces:
        raise Invalid(field="pieces")
    to = await session.scalar(
        select(Place.slug).join(LiveSession, LiveSession.place_id == Place.id).where(LiveSession.id == ask.session_id)
    )
    assert to is not None, "its session stands somewhere"
    sending = Sending(from_slug=place.slug, to_slug=to, pieces={ask.variant_id: count})
    transfer = await send_transfer(session, actor, sending, f"stock-ask-{ask.id}")
    ask.transfer_id = transfer.id
    await _answer(session, actor, ask, AskState.SENT)
    return ask


async def decline_asked(session: AsyncSession, actor: Actor, ask_id: UUID, reason: str) -> StockAsk:
    """Say that the goods stay here, and why. Safe to repeat.

    Raises:
        StockAskUnknown, StockAskAnswered: as `send_asked`.
        Invalid: nothing is said.
    """
    ask, _ = await _for_staff(session, actor, ask_id)
    if ask.state is AskState.DECLINED:
        return ask
    if ask.state is not AskState.OPEN:
        raise StockAskAnswered
    if not reason:
        raise Invalid(field="reason")
    ask.reason = reason
    await _answer(session, actor, ask, AskState.DECLINED)
    return ask


async def withdraw_ask(session: AsyncSession, actor: Actor, slug: str, ask_id: UUID) -> None:
    """Take a request back that nobody has answered. Safe to repeat.

    Raises:
        StockAskUnknown: the session has none such.
        StockAskAnswered: it was answered.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    ask = await _locked(session, ask_id)
    if ask.session_id != live.id:
        raise StockAskUnknown
    if ask.state is AskState.WITHDRAWN:
        return
    if ask.state is not AskState.OPEN:
        raise StockAskAnswered
    await _answer(session, actor, ask, AskState.WITHDRAWN)


async def _for_staff(session: AsyncSession, actor: Actor, ask_id: UUID) -> tuple[StockAsk, Place]:
    ask = await _locked(session, ask_id)
    place = await session.get_one(Place, ask.from_place_id)
    try:
        await require_staff(session, actor, place.id)
    except Forbidden:
        raise StockAskUnknown from None  # it is not said that there is such a request
    return ask, place


async def _locked(session: AsyncSession, ask_id: UUID) -> StockAsk:
    """The request, locked until the commit: of an answer and a withdrawal at once one wins."""
    ask: StockAsk | None = await session.scalar(
        select(StockAsk).where(StockAsk.id == ask_id).with_for_update().execution_options(populate_existing=True)
    )
    if ask is None:
        raise StockAskUnknown
    return ask


async def _answer(session: AsyncSession, actor: Actor, ask: StockAsk, state: AskState) -> None:
    ask.state = state
    ask.answered_by = actor.person_id
    ask.answered_at = await now(session)
    await session.flush()
    record_act(session, actor.person_id, f"programme.stock_ask_{state.value}", ask.id, pieces=ask.pieces)
    publish(session, StockAskMoved(session_id=ask.session_id, ask_id=ask.id))
