"""What a room is told after the commit of an event: that its snapshot has changed, and the new `seq`.

Who raises `seq`: `room_facts` alone, in the relay's transaction, under the row's lock. Neither an order nor
a comment ever writes the session's row, so a thousand buyers do not queue on it; a host's act locks it only
against other acts of the host. `seq` therefore counts facts told, and lags their commits by one turn of the
relay. What is told carries no state: every process reads the room again, so that a fact lost, doubled or out
of order on the way does no harm.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.certification.events import CertificateLapsed, CertificateRevoked
from shop.core.events import Event
from shop.games.events import CALM
from shop.inventory.events import StockReceived, StockTaken
from shop.livestream.events import CommentPosted
from shop.markets.events import RoomEvent
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.orders.events import LineFact, OrderFacts
from shop.producers.events import ProducerReinstated, ProducerSuspended

REACTED = "games.reacted"  # no event: taps are counted in Redis alone, and raise no `seq`
_CALM = CALM | {CommentPosted.kind, REACTED}


class RoomNews(msgspec.Struct, frozen=True):
    """What goes over the channel of a room: its new `seq` and the kind of event behind it."""

    seq: int
    kind: str


class RoomFact(msgspec.Struct, frozen=True):
    """Bytes for the channel of one room."""

    session_id: UUID
    payload: bytes


def is_prompt(payload: bytes) -> bool:
    """Whether what a room was told may not wait for the next tick: all but talk and play, and what cannot be read."""
    try:
        return msgspec.json.decode(payload, type=RoomNews).kind not in _CALM
    except msgspec.DecodeError:
        return True


def reacted() -> bytes:
    """What a room is told when somebody has tapped: to look again, with its next tick."""
    return msgspec.json.encode(RoomNews(0, REACTED))


def channel(session_id: UUID) -> str:
    """The Redis channel of a room, a sharded one: in a cluster only the shard that owns it hears of it."""
    return f"room:{session_id}"


async def room_facts(session: AsyncSession, event: Event) -> list[RoomFact]:
    """Raise the `seq` of every room `event` changes and return what to publish after the commit.

    Rooms are locked in id order. An event no room cares about gives an empty list.
    """
    rooms = await _rooms_of(session, event)
    if not rooms:
        return []
    locked = select(LiveSession.id).where(LiveSession.id.in_(rooms)).order_by(LiveSession.id)
    raised = await session.execute(
        update(LiveSession)
        .where(LiveSession.id.in_(locked.with_for_update(key_share=True)))
        .values(seq=LiveSession.seq + 1)
        .returning(LiveSession.id, LiveSession.seq)
        .execution_options(synchronize_session=False)
    )
    return [RoomFact(room, msgspec.json.encode(RoomNews(seq, event.kind))) for room, seq in raised]


async def _rooms_of(session: AsyncSession, event: Event) -> Sequence[UUID]:
    if isinstance(event, RoomEvent):
        return [event.session_id]
    if isinstance(event, OrderFacts):
        return await _with_stock(session, event.lines, event.session_id)
    if isinstance(event, CertificateLapsed | CertificateRevoked):
        return await _with_product(session, Product.registered_product_id == event.registered_product_id)
    if isinstance(event, ProducerSuspended | ProducerReinstated):
        return await _with_product(session, Product.producer_id == event.producer_id)
    if isinstance(event, StockReceived | StockTaken):
        line = LineFact(variant_id=event.variant_id, place_id=event.place_id, quantity=event.pieces)
        return await _with_stock(session, (line,), None)
    return []


async def _with_stock(session: AsyncSession, lines: Iterable[LineFact], bought_in: UUID | None) -> Sequence[UUID]:
    """Rooms that show the stock of `lines`, and the one the order was made in."""
    shown: list[ColumnElement[bool]] = [
        and_(LiveSession.place_id == line.place_id, LineUp.variant_id == line.variant_id) for line in lines
    ]
    rooms = await session.scalars(
        select(LiveSession.id)
        .join(LineUp, LineUp.session_id == LiveSession.id)
        .where(or_(and_(_on_air(), or_(false(), *shown)), LiveSession.id == bought_in))
        .distinct()
    )
    return rooms.all()


async def _with_product(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[UUID]:
    """Rooms in whose line-up one of the products stands."""
    rooms = await session.scalars(
        select(LiveSession.id)
        .join(LineUp, LineUp.session_id == LiveSession.id)
        .join(Variant, Variant.id == LineUp.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(_on_air(), which)
        .distinct()
    )
    return rooms.all()


def _on_air() -> ColumnElement[bool]:
    return LiveSession.state == SessionState.ON_AIR
