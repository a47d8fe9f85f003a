"""Nobody stands at two stalls at once: a planned stall takes its host, its place and its producers for its time."""

from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.clock import local
from shop.core.errors import Conflict
from shop.markets.errors import HostTaken, PlaceTaken, ProducerTaken
from shop.markets.models import LineUp, LiveSession, SlotKind, StallSlot
from shop.places.models import Place
from shop.producers.models import Producer

_PLANNERS = 7702  # of the advisory locks

Subject = tuple[SlotKind, UUID]


async def take_planners_turn(session: AsyncSession) -> None:
    """Wait until nobody else plans; held until the commit.

    Two who plan at once would each wait for the other's slots. It comes before any row is locked.
    """
    await session.execute(select(func.pg_advisory_xact_lock(_PLANNERS)))


async def take_slots(session: AsyncSession, live: LiveSession) -> None:
    """Take the stall's host, place and producers for its time, instead of what it had taken. For who has the turn.

    The exclusion constraint has the last word; the reading before it only puts the refusal into words.

    Raises:
        HostTaken, PlaceTaken, ProducerTaken: another stall has them at that time; it says which and when.
    """
    wanted = await _wanted(session, live)
    await free_slots(session, live.id)
    await _refuse_taken(session, live, wanted)
    session.add_all(
        StallSlot(session_id=live.id, kind=kind, subject_id=subject, starts_at=live.starts_at, ends_at=live.ends_at)
        for kind, subject in wanted
    )
    await session.flush()  # the constraint answers now


async def take_free_slots(session: AsyncSession, live: LiveSession) -> None:
    """Take what nobody else has, without a refusal: for samples, which are opened whatever stands beside them."""
    rows = [
        {
            "session_id": live.id,
            "kind": kind,
            "subject_id": subject,
            "starts_at": live.starts_at,
            "ends_at": live.ends_at,
        }
        for kind, subject in await _wanted(session, live)
    ]
    await session.execute(insert(StallSlot).values(rows).on_conflict_do_nothing())


async def free_slots(session: AsyncSession, *session_ids: UUID) -> None:
    """Give back what stalls had taken: they were called off or have ended. Safe to repeat."""
    await session.execute(delete(StallSlot).where(StallSlot.session_id.in_(session_ids)))


async def _wanted(session: AsyncSession, live: LiveSession) -> list[Subject]:
    found = await session.scalars(
        select(Product.producer_id)
        .distinct()
        .join(Variant, Variant.product_id == Product.id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == live.id, Product.producer_id.is_not(None))
        .order_by(Product.producer_id)
    )
    own = [(SlotKind.HOST, live.host_id), (SlotKind.PLACE, live.place_id)]
    return own + [(SlotKind.PRODUCER, producer) for producer in found if producer is not None]


async def _refuse_taken(session: AsyncSession, live: LiveSession, wanted: list[Subject]) -> None:
    row = (
        await session.execute(
            select(StallSlot.kind, StallSlot.subject_id, LiveSession.title, StallSlot.starts_at, StallSlot.ends_at)
            .join(LiveSession, LiveSession.id == StallSlot.session_id)
            .where(tuple_(StallSlot.kind, StallSlot.subject_id).in_(wanted))
            .where(StallSlot.starts_at < live.ends_at, StallSlot.ends_at > live.starts_at)
            .order_by(StallSlot.starts_at, StallSlot.id)
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return
    kind, subject, stall, starts_at, ends_at = row
    refusal, name, field = _REFUSALS[kind]
    raise refusal(
        field=field,
        name=await session.scalar(select(name[0]).where(name[1] == subject)) or "",
        stall=stall,
        day=f"{local(starts_at):%d/%m/%Y}",
        start=f"{local(starts_at):%H:%M}",
        end=f"{local(ends_at):%H:%M}",
    )


_Named = tuple[ColumnElement[str], ColumnElement[UUID]]
_REFUSALS: dict[SlotKind, tuple[type[Conflict], _Named, str]] = {
    SlotKind.HOST: (HostTaken, (Person.name.expression, Person.id.expression), "host"),
    SlotKind.PLACE: (PlaceTaken, (Place.name.expression, Place.id.expression), "place"),
    SlotKind.PRODUCER: (ProducerTaken, (Producer.name.expression, Producer.id.expression), "line_up"),
}
