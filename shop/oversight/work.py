"""The office works a complaint: takes it up, asks host or producer, hears them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.markets.models import LiveSession
from shop.oversight.complain import SENDER
from shop.oversight.errors import (
    ComplaintUnknown,
    OwnComplaint,
    ReasonMissing,
    StatementGiven,
    StatementUnknown,
)
from shop.oversight.events import ComplaintMoved, StatementAsked
from shop.oversight.models import Complaint, ComplaintHistory, ComplaintState, Statement
from shop.oversight.rules import MOVES, SHORTEST
from shop.producers.models import Producer, ProducerMember


async def locked_complaint(session: AsyncSession, code: str) -> Complaint:
    """The complaint of this number, read anew under its lock: its officers follow one another.

    Raises:
        ComplaintUnknown: there is none.
    """
    await session.flush()  # what this transaction wrote before must not be read over
    found: Complaint | None = await session.scalar(
        select(Complaint).where(Complaint.code == code).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise ComplaintUnknown
    return found


async def step(
    session: AsyncSession, complaint: Complaint, to: ComplaintState, actor: UUID | str, note: str = ""
) -> None:
    """Move a locked complaint and write it in its history.

    Raises:
        IllegalMove: it is in a state from which this cannot follow.
    """
    MOVES.check(complaint.state, to)
    complaint.state = to
    session.add(ComplaintHistory(complaint_id=complaint.id, state=to, actor=str(actor), note=note))
    if actor != SENDER:
        record_act(session, actor, f"oversight.{to}", complaint.code, note=note)


async def not_their_own(session: AsyncSession, complaint: Complaint, officer_id: UUID) -> LiveSession:
    """The session complained of, for an officer who neither complained nor holds it.

    Raises:
        OwnComplaint: they did, or do.
    """
    live = (await session.scalars(select(LiveSession).where(LiveSession.id == complaint.session_id))).one()
    if officer_id in {complaint.person_id, live.host_id}:
        raise OwnComplaint
    return live


async def take_up(session: AsyncSession, officer_id: UUID, code: str) -> None:
    """Take a complaint in hand, also from another officer; its sender is told the first time. Safe to repeat.

    Raises:
        ComplaintUnknown, OwnComplaint, IllegalMove: see above; it is closed.
    """
    complaint = await locked_complaint(session, code)
    await not_their_own(session, complaint, officer_id)
    if complaint.state is ComplaintState.RECEIVED:
        await step(session, complaint, ComplaintState.IN_HAND, officer_id)
    elif complaint.officer_id != officer_id:
        MOVES.check(complaint.state, ComplaintState.UPHELD)  # a closed one is nobody's any more
        record_act(session, officer_id, "oversight.take_over", complaint.code)
    complaint.officer_id = officer_id
    if complaint.answered_at is None:
        complaint.answered_at = await now(session)
        publish(session, ComplaintMoved(complaint_id=complaint.id, state=ComplaintState.IN_HAND))


async def ask_statement(
    session: AsyncSession, officer_id: UUID, code: str, producer_slug: str | None, question: str
) -> None:
    """Ask the session's host to say something, or the producer of this address; each once. Safe to repeat.

    Raises:
        ReasonMissing: nothing is asked.
        StatementUnknown: no producer has this address.
        ComplaintUnknown, OwnComplaint, IllegalMove: it is not in hand.
    """
    asked = squeeze(question)
    if len(asked) < SHORTEST:
        raise ReasonMissing(field="question")
    complaint = await locked_complaint(session, code)
    live = await not_their_own(session, complaint, officer_id)
    row: dict[str, object] = {"complaint_id": complaint.id, "question": asked}
    if producer_slug is None:
        row["person_id"] = live.host_id
    else:
        row["producer_id"] = await session.scalar(select(Producer.id).where(Producer.slug == producer_slug))
        if row["producer_id"] is None:
            raise StatementUnknown(field="producer")
    if complaint.state is not ComplaintState.ASKED:
        await step(session, complaint, ComplaintState.ASKED, officer_id, asked)
    made = await session.scalar(insert(Statement).values(row).on_conflict_do_nothing().returning(Statement.id))
    if made is not None:
        record_act(session, officer_id, "oversight.ask", complaint.code, of=producer_slug or "host")
        publish(session, StatementAsked(statement_id=made))


async def statement_for(session: AsyncSession, actor: Actor, statement_id: UUID) -> Statement:
    """What was asked of this person, or of a producer they act for.

    Raises:
        StatementUnknown: nothing was, or not of them.
    """
    members = select(ProducerMember.producer_id).where(ProducerMember.person_id == actor.person_id)
    found: Statement | None = await session.scalar(
        select(Statement).where(
            Statement.id == statement_id,
            (Statement.person_id == actor.person_id) | Statement.producer_id.in_(members),
        )
    )
    if found is None or actor.person_id is None:
        raise StatementUnknown
    return found


async def give_statement(session: AsyncSession, actor: Actor, statement_id: UUID, words: str) -> None:
    """Say what was asked. It stays as it was said; the same words again change nothing.

    Raises:
        ReasonMissing: it says nothing.
        StatementUnknown: see `statement_for`.
        StatementGiven: something else was said before.
        IllegalMove: the complaint is closed.
    """
    said = words.strip()
    if len(said) < SHORTEST:
        raise ReasonMissing(field="words")
    statement = await statement_for(session, actor, statement_id)
    code = (await session.scalars(select(Complaint.code).where(Complaint.id == statement.complaint_id))).one()
    complaint = await locked_complaint(session, code)
    await session.refresh(statement)
    if statement.words == said:
        return
    if statement.words is not None:
        raise StatementGiven
    assert actor.person_id is not None, "statement_for lets nobody else in"
    statement.words, statement.given_at, statement.given_by = said, await now(session), actor.person_id
    await step(session, complaint, ComplaintState.IN_HAND, actor.person_id)


async def withdraw(session: AsyncSession, code: str) -> None:
    """Its sender takes a complaint back while it is open. Safe to repeat.

    Raises:
        ComplaintUnknown, IllegalMove: it was decided.
    """
    complaint = await locked_complaint(session, code)
    if complaint.state is not ComplaintState.WITHDRAWN:
        await step(session, complaint, ComplaintState.WITHDRAWN, SENDER)
        publish(session, ComplaintMoved(complaint_id=complaint.id, state=ComplaintState.WITHDRAWN))
