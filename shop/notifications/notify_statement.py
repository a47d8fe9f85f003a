"""Tell a producer's owners that the statement of the month that is over is ready."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import DateTime, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import sql
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.core.money import show
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.models import MemberRole, Producer, ProducerMember
from shop.settlement.month_rules import COMMITTED, Month, Statement, month_of
from shop.settlement.queries import statement_of

_UNTOLD = text(sql("notifications/untold_statements")).bindparams(
    bindparam("since", type_=DateTime(timezone=True)), bindparam("until", type_=DateTime(timezone=True))
)


async def tell_statements(session: AsyncSession, limit: int) -> int:
    """Write to the owners of at most `limit` producers whose account moved last month; returns how many producers.

    Once for producer and month, whatever is repeated: a day on which nothing ran is made up for on the next.
    """
    month = month_of(await now(session) - COMMITTED).before
    asked = {"month": str(month), "since": month.since, "until": month.until, "most": limit}
    untold = (await session.execute(_UNTOLD, asked)).all()
    for producer_id, event_id in untold:
        await _tell(session, producer_id, event_id, month)
    return len(untold)


async def _tell(session: AsyncSession, producer_id: UUID, event_id: UUID, month: Month) -> None:
    producer = await session.get_one(Producer, producer_id)
    statement = await statement_of(session, producer_id, month)
    for person in await _owners(session, producer_id):
        locale = known_locale(person.locale)
        facts = _facts(producer, statement)
        told = Told(
            locale=locale,
            subject=say(locale, "notice.statement_ready.subject", **facts),
            text=say(locale, "notice.statement_ready.text", **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        await write_notices(session, event_id, reader, told, _blocks(person, told, producer, month))


async def _owners(session: AsyncSession, producer_id: UUID) -> Sequence[Person]:
    found = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(
            ProducerMember.producer_id == producer_id,
            ProducerMember.role == MemberRole.OWNER,
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    return found.all()


def _facts(producer: Producer, statement: Statement) -> dict[str, str]:
    whole, month = statement.sum, statement.month
    return {
        "producer": producer.name,
        "month": f"{month.number:02}/{month.year}",
        "gross": show(whole.gross),
        "taken": show(whole.commission + whole.fee),
        "taxes": show(whole.vat + whole.pit),
        "net": show(whole.net),
        "closing": show(statement.closing),
    }


def _blocks(person: Person, told: Told, producer: Producer, month: Month) -> tuple[Block, ...]:
    return (
        Block(say(told.locale, "notice.hello", name=quoted(person.name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_statement"), href=_link(told.locale, producer, month)),
    )


def _link(locale: Locale, producer: Producer, month: Month) -> str:
    home = "" if locale == DEFAULT else f"/{locale}"
    return f"$base{home}/chu-the/{producer.slug}/doi-soat/{month}"
