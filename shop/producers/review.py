"""The office decides on an application: each paper by itself, then the whole."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import now, today
from shop.core.outbox import publish
from shop.producers.errors import NotWritable, PapersNotAccepted, PaperUnknown, ProducerIsSuspended
from shop.producers.events import PaperAsked, RegistrationApproved, RegistrationDeclined, RegistrationReturned
from shop.producers.join import make_member
from shop.producers.lock import lock_registration, papers_of
from shop.producers.models import (
    MemberRole,
    PaperKind,
    PaperState,
    Producer,
    ProducerState,
    Registration,
    RegistrationPaper,
    RegistrationState,
)
from shop.producers.rules import MOVES, PAPER_MOVES, REGISTRATION_MOVES, REVIEWED, papers_complete, required_papers


async def decide_paper(
    session: AsyncSession, officer_id: UUID, registration_id: UUID, kind: PaperKind, *, version: int, declined: str = ""
) -> RegistrationPaper:
    """Accept a paper, or decline it for the reason `declined`. Locks producer and application.

    Raises:
        RegistrationUnknown, PaperUnknown: there is none.
        RegistrationChanged: another officer, or the applicant, was quicker.
        NotWritable: the application does not lie with the office.
        IllegalMove: the paper is not one to decide.
    """
    registration, _ = await lock_registration(session, registration_id, version)
    if registration.state not in REVIEWED:
        raise NotWritable
    paper = next((one for one in await papers_of(session, registration.id) if one.kind is kind), None)
    if paper is None:
        raise PaperUnknown
    to = PaperState.DECLINED if declined else PaperState.ACCEPTED
    PAPER_MOVES.check(paper.state, to)
    paper.state, paper.reason = to, declined or None
    paper.decided_by, paper.decided_at = officer_id, await now(session)
    registration.version += 1
    record_act(session, officer_id, f"producer.paper_{to.value}", registration.id, paper=kind.value, reason=declined)
    if declined and registration.state is RegistrationState.APPROVED:
        publish(
            session,
            PaperAsked(
                registration_id=registration.id, version=registration.version, reason=declined, paper_id=paper.id
            ),
        )
    return paper


async def approve_registration(
    session: AsyncSession, officer_id: UUID, registration_id: UUID, *, version: int
) -> Registration:
    """Let the producer sell and the applicant act for it as an owner. Locks producer and application.

    Raises:
        RegistrationUnknown: there is none.
        RegistrationChanged: another officer, or the applicant, was quicker.
        IllegalMove: it does not wait for a decision.
        ProducerIsSuspended: the producer claimed is suspended.
        PapersNotAccepted: a required paper was not accepted, or its last day has passed.
    """
    registration, producer = await lock_registration(session, registration_id, version)
    REGISTRATION_MOVES.check(registration.state, RegistrationState.APPROVED)
    if registration.claim and producer.state is not ProducerState.ACTIVE:
        raise ProducerIsSuspended  # reinstating is an act of its own, with its own reason
    if not registration.claim:
        MOVES.check(producer.state, ProducerState.ACTIVE)
        producer.state = ProducerState.ACTIVE
    await _check_papers(session, registration, producer)
    await make_member(session, producer.id, registration.person_id, MemberRole.OWNER)
    await _decide(session, officer_id, registration, RegistrationState.APPROVED, None)
    publish(session, RegistrationApproved(registration_id=registration.id, version=registration.version))
    return registration


async def return_registration(
    session: AsyncSession, officer_id: UUID, registration_id: UUID, reason: str, *, version: int
) -> Registration:
    """Give it back to be mended; the papers say what is wrong with each. Locks producer and application.

    Raises:
        RegistrationUnknown, RegistrationChanged, IllegalMove: as `approve_registration`.
    """
    registration, _ = await lock_registration(session, registration_id, version)
    await _decide(session, officer_id, registration, RegistrationState.RETURNED, reason)
    publish(session, RegistrationReturned(registration_id=registration.id, version=registration.version, reason=reason))
    return registration


async def decline_registration(
    session: AsyncSession, officer_id: UUID, registration_id: UUID, reason: str, *, version: int
) -> Registration:
    """Say no for good; a new producer is declined with it, one of the register stays. Locks as the others.

    Raises:
        RegistrationUnknown, RegistrationChanged, IllegalMove: as `approve_registration`.
    """
    registration, producer = await lock_registration(session, registration_id, version)
    await _decide(session, officer_id, registration, RegistrationState.DECLINED, reason)
    if not registration.claim:
        MOVES.check(producer.state, ProducerState.DECLINED)
        producer.state = ProducerState.DECLINED
    publish(session, RegistrationDeclined(registration_id=registration.id, version=registration.version, reason=reason))
    return registration


async def _check_papers(session: AsyncSession, registration: Registration, producer: Producer) -> None:
    day = await today(session)
    papers = await papers_of(session, registration.id)
    good = [
        paper.kind
        for paper in papers
        if paper.state is PaperState.ACCEPTED and (paper.valid_until is None or paper.valid_until >= day)
    ]
    if not papers_complete(required_papers(producer.kind, registration.sells_food), good):
        raise PapersNotAccepted


async def _decide(
    session: AsyncSession, officer_id: UUID, registration: Registration, to: RegistrationState, reason: str | None
) -> None:
    REGISTRATION_MOVES.check(registration.state, to)
    registration.state, registration.reason = to, reason
    registration.decided_at, registration.decided_by = await now(session), officer_id
    registration.version += 1
    record_act(session, officer_id, f"producer.registration_{to.value}", registration.id, reason=reason or "")
