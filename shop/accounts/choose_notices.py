"""A person says by which ways they want to be told what is not needed for an order or a sign-in."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.text import Body


class NoticeWays(Body, kw_only=True):
    """`mail` and `texts`: whether news one could do without come that way."""

    mail: bool
    texts: bool


async def choose_notices(session: AsyncSession, person_id: UUID, ways: NoticeWays) -> None:
    """Keep the choice. What an order or a sign-in needs is told in any case. Safe to repeat."""
    await session.execute(
        update(Person).where(Person.id == person_id).values(mail_off=not ways.mail, texts_off=not ways.texts)
    )


async def notice_ways(session: AsyncSession, person_id: UUID) -> NoticeWays:
    """The choice as it stands."""
    row = (await session.execute(select(Person.mail_off, Person.texts_off).where(Person.id == person_id))).one()
    return NoticeWays(mail=not row.mail_off, texts=not row.texts_off)
