"""Reads of applications: an applicant's own, the office's queues, whose document a file is."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.media.models import Asset
from shop.producers.models import (
    MemberRole,
    PaperState,
    Producer,
    ProducerMember,
    Registration,
    RegistrationPaper,
    RegistrationState,
)
from shop.producers.rules import required_papers


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """An application with its producer and its papers, in the order they are asked for."""

    registration: Registration
    producer: Producer
    applicant: str
    papers: tuple[tuple[RegistrationPaper, str | None], ...]  # with the file's name


class Queued(msgspec.Struct, frozen=True, kw_only=True):
    """An application as a line of a queue."""

    id: UUID
    producer_slug: str
    producer_name: str
    applicant: str
    claim: bool
    state: RegistrationState
    since: date | None
    owners: int  # the producer has already: a second claim


async def application(session: AsyncSession, registration_id: UUID) -> Application | None:
    """One application; None when there is none. Two statements."""
    row = (
        await session.execute(
            select(Registration, Producer, Person.name)
            .join(Producer, Producer.id == Registration.producer_id)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.id == registration_id)
        )
    ).one_or_none()
    if row is None:
        return None
    papers = await _papers(session, [registration_id])
    return _put_together(row[0], row[1], row[2], papers)


async def applications_for(
    session: AsyncSession, producer_id: UUID, states: Sequence[RegistrationState], limit: int = 20
) -> list[Application]:
    """The applications for a producer in these states, the newest first. Two statements."""
    rows = (
        await session.execute(
            select(Registration, Producer, Person.name)
            .join(Producer, Producer.id == Registration.producer_id)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.producer_id == producer_id, Registration.state.in_(states))
            .order_by(Registration.id.desc())
            .limit(limit)
        )
    ).all()
    papers = await _papers(session, [row[0].id for row in rows])
    return [_put_together(row[0], row[1], row[2], papers) for row in rows]


async def applications_of(session: AsyncSession, person_id: UUID, limit: int = 50) -> list[tuple[Registration, str]]:
    """A person's applications with their producers' names, the newest first."""
    rows = await session.execute(
        select(Registration, Producer.name)
        .join(Producer, Producer.id == Registration.producer_id)
        .where(Registration.person_id == person_id)
        .order_by(Registration.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def queue(session: AsyncSession, state: RegistrationState, limit: int) -> list[Queued]:
    """Applications in a state, the longest waiting first."""
    return await _queued(session, select(Registration.id).where(Registration.state == state), limit)


async def queue_of_papers(session: AsyncSession, state: PaperState, limit: int) -> list[Queued]:
    """Approved applications with a paper in this state: run out, or given anew."""
    wanted = (
        select(Registration.id)
        .join(RegistrationPaper, RegistrationPaper.registration_id == Registration.id)
        .where(Registration.state == RegistrationState.APPROVED, RegistrationPaper.state == state)
    )
    return await _queued(session, wanted, limit)


async def count_waiting(session: AsyncSession) -> int:
    """How many applications lie with the office."""
    return (await session.scalar(select(func.count()).where(Registration.state == RegistrationState.SUBMITTED))) or 0


async def owner_count(session: AsyncSession, producer_id: UUID) -> int:
    """How many owners a producer has."""
    found = await session.scalar(
        select(func.count()).where(ProducerMember.producer_id == producer_id, ProducerMember.role == MemberRole.OWNER)
    )
    return found or 0


async def registration_of_document(session: AsyncSession, document_id: UUID) -> Registration | None:
    """The application a document was given to."""
    found: Registration | None = await session.scalar(
        select(Registration)
        .join(RegistrationPaper, RegistrationPaper.registration_id == Registration.id)
        .where(RegistrationPaper.document_id == document_id)
        .limit(1)
    )
    return found


async def _queued(session: AsyncSession, ids: Select[UUID], limit: int) -> list[Queued]:
    owners = (
        select(func.count())
        .where(ProducerMember.producer_id == Producer.id, ProducerMember.role == MemberRole.OWNER)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(
            Registration.id,
            Producer.slug,
            Producer.name,
            Person.name,
            Registration.claim,
            Registration.state,
            Registration.submitted_at,
            owners,
        )
        .join(Producer, Producer.id == Registration.producer_id)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(ids))
        .order_by(Registration.submitted_at, Registration.id)
        .limit(limit)
    )
    return [
        Queued(
            id=row[0],
            producer_slug=row[1],
            producer_name=row[2],
            applicant=row[3],
            claim=row[4],
            state=row[5],
            since=row[6].date() if row[6] else None,
            owners=row[7],
        )
        for row in rows
    ]


async def _papers(
    session: AsyncSession, registration_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[RegistrationPaper, str | None]]]:
    if not registration_ids:
        return {}
    rows = await session.execute(
        select(RegistrationPaper, Asset.filename)
        .outerjoin(Asset, Asset.id == RegistrationPaper.document_id)
        .where(RegistrationPaper.registration_id.in_(registration_ids))
    )
    found: dict[UUID, list[tuple[RegistrationPaper, str | None]]] = {}
    for paper, filename in rows:
        found.setdefault(paper.registration_id, []).append((paper, filename))
    return found


def _put_together(
    registration: Registration,
    producer: Producer,
    applicant: str,
    papers: dict[UUID, list[tuple[RegistrationPaper, str | None]]],
) -> Application:
    order = {kind: at for at, kind in enumerate(required_papers(producer.kind, registration.sells_food))}
    mine = sorted(papers.get(registration.id, []), key=lambda pair: (order.get(pair[0].kind, 99), pair[0].kind))
    return Application(registration=registration, producer=producer, applicant=applicant, papers=tuple(mine))
