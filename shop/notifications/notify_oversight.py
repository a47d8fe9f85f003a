"""Write notices of complaints about live sessions, and of orders of authorities that are late."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person, PersonRole
from shop.core.actor import Role
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.markets.models import LiveSession
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.oversight.complain import complaint_token
from shop.oversight.events import ComplaintMoved, HostWarned, StatementAsked, TakedownLate
from shop.oversight.models import Complaint, ComplaintState, Statement, Takedown
from shop.producers.models import ProducerMember

DECIDED = frozenset({ComplaintState.UPHELD, ComplaintState.REJECTED})


async def tell_sender(session: AsyncSession, secret: str, event_id: UUID, event: ComplaintMoved) -> int:
    """Tell who complained, in the language they wrote in; the link opens it without an account. Safe to repeat."""
    complaint = await session.get(Complaint, event.complaint_id)
    if complaint is None:
        return 0
    account = await session.scalar(
        select(Person.email).where(Person.id == complaint.person_id, Person.disabled_at.is_(None))
    )
    locale = known_locale(complaint.locale)
    told = _told(locale, f"complaint_{event.state}", code=complaint.code)
    reader = Reader(
        key=f"person:{complaint.person_id}" if complaint.person_id else f"complaint:{complaint.id}",
        email=complaint.email or account,
        person_id=complaint.person_id,
        order_id=None,
    )
    decided = event.state in DECIDED and complaint.answer
    words = [Block(quoted(complaint.answer))] if decided and complaint.answer else []
    path = f"/khieu-nai/{complaint.code}?ma={complaint_token(secret, complaint.code)}"
    blocks = (Block(quoted(told.text)), *words, _link(locale, path, "see_complaint"))
    return await write_notices(session, event_id, reader, told, blocks)


async def tell_asked(session: AsyncSession, event_id: UUID, event: StatementAsked) -> int:
    """Tell the host, or every member of the producer, what the office asks. Safe to repeat."""
    found = await session.execute(
        select(Statement, Complaint.code)
        .join(Complaint, Complaint.id == Statement.complaint_id)
        .where(Statement.id == event.statement_id)
    )
    statement, code = next(iter(found), (None, ""))
    if statement is None:
        return 0
    members = select(ProducerMember.person_id).where(ProducerMember.producer_id == statement.producer_id)
    people = select(Person).where((Person.id == statement.person_id) | Person.id.in_(members)).order_by(Person.id)
    facts = {"code": code, "question": statement.question}
    return await _tell_all(
        session,
        event_id,
        people_of=(await session.scalars(people)).all(),
        news="statement_asked",
        facts=facts,
        path=f"/giai-trinh/{statement.id}",
        button="see_asked_statement",
    )


async def tell_warned(session: AsyncSession, event_id: UUID, event: HostWarned) -> int:
    """Tell a host that they were warned, and why. Safe to repeat."""
    found = await session.execute(
        select(Person, Complaint.code, Complaint.answer, LiveSession.title)
        .join(LiveSession, LiveSession.host_id == Person.id)
        .join(Complaint, Complaint.session_id == LiveSession.id)
        .where(Complaint.id == event.complaint_id)
    )
    row = found.one_or_none()
    if row is None:
        return 0
    person, code, answer, title = row
    facts = {"code": code, "title": title, "reason": answer or ""}
    return await _tell_all(
        session,
        event_id,
        people_of=[person],
        news="host_warned",
        facts=facts,
        path="/quy-dinh-livestream",
        button="see_rules",
    )


async def tell_late(session: AsyncSession, event_id: UUID, event: TakedownLate) -> int:
    """Tell every officer of an order to remove something whose time is over. Safe to repeat."""
    takedown = await session.get(Takedown, event.takedown_id)
    if takedown is None or takedown.done_at is not None:
        return 0
    officers = select(PersonRole.person_id).where(PersonRole.role.in_([Role.OFFICER, Role.ADMIN]))
    people = await session.scalars(select(Person).where(Person.id.in_(officers)).order_by(Person.id))
    facts = {"subject": takedown.subject, "document": takedown.document_no, "authority": takedown.authority}
    return await _tell_all(
        session,
        event_id,
        people_of=people.all(),
        news="takedown_late",
        facts=facts,
        path="/van-phong/yeu-cau-go",
        button="see_takedown",
    )


async def _tell_all(
    session: AsyncSession,
    event_id: UUID,
    *,
    people_of: Sequence[Person],
    news: str,
    facts: Mapping[str, str],
    path: str,
    button: str,
) -> int:
    written = 0
    for person in people_of:
        if person.disabled_at is not None:
            continue
        locale = known_locale(person.locale)
        told = _told(locale, news, **facts)
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        blocks = (Block(quoted(told.text)), _link(locale, path, button))
        written += await write_notices(session, event_id, reader, told, blocks)
    return written


def _told(locale: Locale, news: str, **facts: str) -> Told:
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **facts),
        text=say(locale, f"notice.{news}.text", **facts),
    )


def _link(locale: Locale, path: str, button: str) -> Block:
    own = "" if locale == DEFAULT else f"/{locale}"
    return Block(say(locale, f"notice.{button}"), href=f"$base{own}{path}")
