"""Write notices of a recalled batch: to the producer's people, the staff where it stands, and those who bought it."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.batches.events import BatchRecalled
from shop.batches.queries import batch_by_id
from shop.core.clock import today
from shop.core.i18n import DEFAULT, known_locale, say
from shop.inventory.models import StockBatch, StockLevel
from shop.notifications.letter import Block, quoted
from shop.notifications.notify_bought import tell_bought
from shop.notifications.write import Reader, Told, write_notices
from shop.places.models import PlaceStaff
from shop.producers.models import ProducerMember


async def tell_recall(session: AsyncSession, event_id: UUID, event: BatchRecalled) -> int:
    """Tell everybody concerned, each in their language; returns how many notices were new. Safe to repeat."""
    entry = await batch_by_id(session, event.batch_id, await today(session))
    if entry is None or entry.batch.recall_reason is None:
        return 0
    members = select(ProducerMember.person_id).where(ProducerMember.producer_id == event.producer_id)
    stands = (
        select(StockLevel.place_id)
        .join(StockBatch, StockBatch.level_id == StockLevel.id)
        .where(StockBatch.batch_id == event.batch_id, StockBatch.on_hand > 0)
    )
    here = or_(PlaceStaff.place_id == event.place_id, PlaceStaff.place_id.in_(stands))
    staff = select(PlaceStaff.person_id).where(here)
    people = await session.scalars(
        select(Person)
        .where(or_(Person.id.in_(members), Person.id.in_(staff)), Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    facts = {
        "lot": entry.batch.lot,
        "product": entry.product.name,
        "reason": entry.batch.recall_reason,
    }
    written = await tell_bought(session, event_id, entry)
    for person in people:
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, "notice.batch_recalled.subject", **facts),
            text=say(locale, "notice.batch_recalled.text", **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, entry.batch.code))
    return written


def _blocks(name: str, told: Told, code: str) -> tuple[Block, ...]:
    path = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_batch"), href=f"$base{path}/xac-thuc/{code}"),
    )
