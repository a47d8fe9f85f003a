"""Reads of producers: by address and name, their members and invitations, the times they are closed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Date, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import shop_now
from shop.core.text import fold
from shop.producers.models import (
    MemberRole,
    Producer,
    ProducerClosure,
    ProducerInvitation,
    ProducerMember,
    ProducerState,
)
from shop.regions.models import Region


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person who acts for a producer."""

    person_id: UUID
    name: str
    email: str | None
    role: MemberRole


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """A producer a person acts for."""

    producer: Producer
    role: MemberRole


async def producer_by_slug(session: AsyncSession, slug: str) -> Producer | None:
    """The producer at this address; None when there is none."""
    producer: Producer | None = await session.scalar(select(Producer).where(Producer.slug == slug))
    return producer


async def member_role(session: AsyncSession, person_id: UUID, producer_id: UUID) -> MemberRole | None:
    """What a person may do for a producer; None for everybody who is no member."""
    role: MemberRole | None = await session.scalar(
        select(ProducerMember.role).where(
            ProducerMember.producer_id == producer_id, ProducerMember.person_id == person_id
        )
    )
    return role


async def is_member(session: AsyncSession, person_id: UUID, producer_id: UUID) -> bool:
    """Whether a person acts for a producer."""
    return await member_role(session, person_id, producer_id) is not None


async def members_of(session: AsyncSession, producer_id: UUID) -> list[Member]:
    """Who acts for a producer, the longest first."""
    rows = await session.execute(
        select(Person.id, Person.name, Person.email, ProducerMember.role)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == producer_id)
        .order_by(ProducerMember.since, Person.id)
    )
    return [Member(person_id=row[0], name=row[1], email=row[2], role=row[3]) for row in rows]


async def memberships_of(session: AsyncSession, person_id: UUID) -> list[Membership]:
    """The producers a person acts for, by name."""
    rows = await session.execute(
        select(Producer, ProducerMember.role)
        .join(ProducerMember, ProducerMember.producer_id == Producer.id)
        .where(ProducerMember.person_id == person_id)
        .order_by(Producer.name, Producer.id)
    )
    return [Membership(producer=row[0], role=row[1]) for row in rows]


async def search_producers(
    session: AsyncSession, words: str, states: Sequence[ProducerState], limit: int
) -> list[Producer]:
    """Producers in these states in whose name all of `words` stand, diacritics and case apart; by name.

    There are hundreds of producers, not millions: folding them as they are read costs a few milliseconds.
    """
    wanted = select(Producer).where(Producer.state.in_(states))
    for word in fold(words).split()[:8]:
        wanted = wanted.where(func.vn_fold(Producer.name).contains(word, autoescape=True))
    rows = await session.scalars(wanted.order_by(Producer.name, Producer.id).limit(limit))
    return list(rows)


async def producers_in(session: AsyncSession, state: ProducerState, limit: int) -> list[Producer]:
    """Producers in a state, by name."""
    rows = await session.scalars(
        select(Producer).where(Producer.state == state).order_by(Producer.name, Producer.id).limit(limit)
    )
    return list(rows)


async def open_invitations(session: AsyncSession, producer_id: UUID) -> list[ProducerInvitation]:
    """Invitations that wait for an answer, the oldest first."""
    rows = await session.scalars(
        select(ProducerInvitation)
        .where(
            ProducerInvitation.producer_id == producer_id,
            ProducerInvitation.accepted_at.is_(None),
            ProducerInvitation.withdrawn_at.is_(None),
            ProducerInvitation.expires_at > shop_now(),
        )
        .order_by(ProducerInvitation.id)
    )
    return list(rows)


async def invitation_by_hash(session: AsyncSession, digest: bytes) -> tuple[ProducerInvitation, Producer] | None:
    """The invitation with this token's hash, and its producer."""
    row = (
        await session.execute(
            select(ProducerInvitation, Producer)
            .join(Producer, Producer.id == ProducerInvitation.producer_id)
            .where(ProducerInvitation.token_hash == digest)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def closures_of(session: AsyncSession, producer_id: UUID) -> list[ProducerClosure]:
    """The times a producer is closed that are not over, the next first."""
    rows = await session.scalars(
        select(ProducerClosure)
        .where(ProducerClosure.producer_id == producer_id, ProducerClosure.until_on >= func.shop_today(type_=Date))
        .order_by(ProducerClosure.from_on)
    )
    return list(rows)


async def closed_until(session: AsyncSession, producer_id: UUID) -> date | None:
    """The last day of the closing time that covers today; None while the producer is open."""
    found: date | None = await session.scalar(
        select(ProducerClosure.until_on).where(
            ProducerClosure.producer_id == producer_id,
            func.shop_today(type_=Date).between(ProducerClosure.from_on, ProducerClosure.until_on),
        )
    )
    return found


async def commune_of(session: AsyncSession, producer: Producer) -> Region | None:
    """Today's commune of a producer, where it is known."""
    return None if producer.commune_id is None else await session.get(Region, producer.commune_id)
