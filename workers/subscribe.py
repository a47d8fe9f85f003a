"""What a subscriber is: a named coroutine that reacts to one kind of event, in a queue."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.events import Event
from shop.livestream.tell import RoomFact

E = TypeVar("E")  # an event, a union of some, or what some have in common
QueueName = Literal["money", "live", "bulk"]


Room = Callable[[AsyncSession, E], Awaitable[list[RoomFact]]]
Work = Callable[[AsyncSession, UUID, E], Awaitable[None]]
ManyWork = Callable[[AsyncSession, Sequence[tuple[UUID, E]]], Awaitable[None]]


@dataclass(frozen=True)
class Subscriber(Generic[E]):
    """Work an event causes. `name` stands in the database and must not change while deliveries are open.

    `run(session, event_id, event)` happens exactly once: it and the mark "done" are one transaction. Where there is
    `together`, what waits is gathered for a moment and worked in one transaction; if that fails, each runs alone.
    """

    name: str
    queue: QueueName
    run: Work[E]
    together: ManyWork[E] | None = None


@dataclass(frozen=True)
class Reaction(Generic[E]):
    """Who reacts to a kind of event: what its room is told at once, and the work done by Celery."""

    room: Room[E] | None = None
    work: tuple[Subscriber[E], ...] = ()


Subscriptions = dict[type[Event], Reaction[Any]]


def subscriber(name: str, queue: QueueName) -> Callable[[Work[E]], Subscriber[E]]:
    """Make a subscriber of a coroutine `(session, event_id, event)`."""

    def make(run: Work[E]) -> Subscriber[E]:
        return Subscriber(name, queue, run)

    return make


def gathering_subscriber(name: str, queue: QueueName) -> Callable[[ManyWork[E]], Subscriber[E]]:
    """Make a subscriber of a coroutine `(session, [(event_id, event), …])`: work that costs little more for many.

    Its transaction holds the locks of all of them: it is for work that adds rows and locks none it might wait for.
    """

    def make(together: ManyWork[E]) -> Subscriber[E]:
        async def run(session: AsyncSession, event_id: UUID, event: E) -> None:
            await together(session, [(event_id, event)])

        return Subscriber(name, queue, run, together)

    return make
