"""Write notices to those who bought goods of a recalled batch, as far as the ledger knows what went to whom."""

from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.batches.queries import BatchEntry
from shop.core.i18n import DEFAULT, known_locale, say
from shop.inventory.models import Movement
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.models import Order, Parcel

MOST = 10_000  # orders of one batch


async def tell_bought(session: AsyncSession, event_id: UUID, entry: BatchEntry) -> int:
    """Tell each buyer who has goods of the batch, in the order's language; returns how many notices were new.

    Goods that came back are nobody's any more. Safe to repeat.
    """
    taken = (
        select(Movement.reference)
        .where(Movement.batch_id == entry.batch.id, Movement.reference.is_not(None))
        .group_by(Movement.reference)
        .having(func.sum(Movement.on_hand) < 0)
    )
    has = select(Parcel.order_id).where(Parcel.id.in_(taken))
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    rows = await session.execute(
        select(Order, Person.email).outerjoin(Person, account).where(Order.id.in_(has)).order_by(Order.id).limit(MOST)
    )
    written = 0
    for order, account_email in rows.all():
        written += await _tell(session, event_id, entry, order, order.contact_email or account_email)
    return written


async def _tell(session: AsyncSession, event_id: UUID, entry: BatchEntry, order: Order, email: str | None) -> int:
    locale = known_locale(order.locale)
    facts = {
        "code": order.code,
        "product": entry.product.name,
        "lot": entry.batch.lot,
        "reason": entry.batch.recall_reason or "",
    }
    told = Told(
        locale=locale,
        subject=say(locale, "notice.batch_bought.subject", **facts),
        text=say(locale, "notice.batch_bought.text", **facts),
    )
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=email,
        person_id=order.person_id,
        order_id=order.id,
    )
    home = "" if locale == DEFAULT else f"/{locale}"
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(order.contact_name))),
        Block(quoted(told.text)),
        Block(say(locale, "notice.see_batch"), href=f"$base{home}/xac-thuc/{entry.batch.code}"),
    )
    return await write_notices(session, event_id, reader, told, blocks)
