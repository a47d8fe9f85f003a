"""Write notices around returns: to their buyer at every step that is not the buyer's own, else to who acts next."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person, PersonRole
from shop.core.actor import Role
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.core.money import show
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.models import Order
from shop.places.models import Place, PlaceStaff
from shop.producers.models import Producer, ProducerMember
from shop.returns.events import ReturnMoved
from shop.returns.lapse import SWEEP
from shop.returns.models import Return, ReturnHistory, ReturnState
from shop.returns.rules import ReturnTerms

_S = ReturnState
TO_BUYER = frozenset(_S) - {_S.WITHDRAWN}
TO_DESK = frozenset({_S.ASKED, _S.WITHDRAWN})
TO_OFFICE = frozenset({_S.ESCALATED})
MOST_OFFICERS = 50


class News(msgspec.Struct, frozen=True):
    """A return, the name of what happened to it, and the days an installation has settled."""

    asked: Return
    word: str
    terms: ReturnTerms


async def tell_return(session: AsyncSession, event_id: UUID, event: ReturnMoved, terms: ReturnTerms) -> int:
    """Tell who is concerned by where a return came to; returns how many notices were new. Safe to repeat.

    One that was purged, or has moved on, tells nothing: the next event does.
    """
    asked = await session.get(Return, event.return_id, populate_existing=True)
    if asked is None or asked.version != event.version:
        return 0
    news = News(asked, await _word(session, asked), terms)
    written = 0
    if event.state in TO_BUYER:
        written += await _tell_buyer(session, event_id, news)
    if event.state in TO_DESK:
        written += await _tell_desk(session, event_id, news)
    if event.state in TO_OFFICE:
        officers = (
            select(Person)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(PersonRole.role == Role.OFFICER, Person.disabled_at.is_(None))
            .order_by(Person.id)
            .limit(MOST_OFFICERS)
        )
        people = (await session.scalars(officers)).all()
        written += await _tell(session, event_id, news, people, "/van-phong/tra-hang")
    return written


async def _word(session: AsyncSession, asked: Return) -> str:
    """The name of the news: its state, and for the office why it came there."""
    if asked.state is not _S.ESCALATED:
        return asked.state.value
    rows = await session.execute(
        select(ReturnHistory.actor, ReturnHistory.state)
        .where(ReturnHistory.return_id == asked.id)
        .order_by(ReturnHistory.id.desc())
        .limit(2)
    )
    (actor, _), *before = rows.all()
    if actor == SWEEP:
        return "escalated"
    return "escalated_answer" if before and before[0][1] is _S.MORE_INFO else "escalated_exit"


async def _tell_buyer(session: AsyncSession, event_id: UUID, news: News) -> int:
    asked = news.asked
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    row = await session.execute(
        select(Order, Person.email).outerjoin(Person, account).where(Order.id == asked.order_id)
    )
    order, account_email = row.one()
    told = _told(known_locale(order.locale), "return", news)
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=order.contact_email or account_email,
        person_id=order.person_id,
        order_id=order.id,
    )
    blocks = _blocks(order.contact_name, told, f"/don-hang/{order.code}?token=$token")
    return await write_notices(session, event_id, reader, told, blocks)


async def _tell_desk(session: AsyncSession, event_id: UUID, news: News) -> int:
    """The staff of the place and the producer's people, each with a link to where they decide."""
    asked = news.asked
    staff = select(PlaceStaff.person_id).where(PlaceStaff.place_id == asked.place_id)
    members = select(ProducerMember.person_id).where(ProducerMember.producer_id == asked.producer_id)
    rows = await session.execute(
        select(Person, Person.id.in_(staff))
        .where(or_(Person.id.in_(members), Person.id.in_(staff)), Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    place = await session.scalar(select(Place.slug).where(Place.id == asked.place_id))
    maker = await session.scalar(select(Producer.slug).where(Producer.id == asked.producer_id))
    written = 0
    for person, works_there in rows.all():
        path = f"/quay/tra-hang?place={place}" if works_there else f"/chu-the/{maker}/tra-hang"
        written += await _tell(session, event_id, news, [person], path)
    return written


async def _tell(session: AsyncSession, event_id: UUID, news: News, people: Sequence[Person], path: str) -> int:
    written = 0
    for person in people:
        told = _told(known_locale(person.locale), "return_desk", news)
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, path))
    return written


def _told(locale: Locale, reader: str, news: News) -> Told:
    asked, terms = news.asked, news.terms
    facts: dict[str, object] = {"code": asked.code, "reason": asked.answer or "", "amount": show(asked.amount)}
    facts |= {"decide_days": terms.decide_days, "goods_days": terms.goods_days}
    name = f"{reader}_{news.word}"
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{name}.subject", **facts),
        text=say(locale, f"notice.{name}.text", **facts),
    )


def _blocks(name: str, told: Told, path: str) -> tuple[Block, ...]:
    own = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_return"), href=f"$base{own}{path}"),
    )
