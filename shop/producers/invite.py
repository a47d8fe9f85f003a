"""Invite somebody by e-mail to act for a producer, withdraw the invitation, accept it."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.accounts.register import normalise_email
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Unauthenticated
from shop.core.outbox import publish
from shop.producers.errors import (
    AlreadyMember,
    InvitationNotYours,
    InvitationOpen,
    InvitationOver,
    InvitationUnknown,
    TooManyInvitations,
)
from shop.producers.events import MemberInvited
from shop.producers.guards import require_member
from shop.producers.join import make_member
from shop.producers.lock import lock_producer
from shop.producers.models import MemberRole, Producer, ProducerInvitation, ProducerMember
from shop.producers.queries import is_member
from shop.producers.rules import INVITATION_DAYS, MOST_INVITATIONS, invitation_token, token_hash


async def invite_member(
    session: AsyncSession, actor: Actor, producer_id: UUID, email: str, role: MemberRole, *, secret: str
) -> ProducerInvitation:
    """Ask `email` to act for the producer; the token is in the letter alone. Locks the producer's row.

    An invitation whose days are over makes way for a new one. Whether the address has an account is never said.

    Raises:
        Unauthenticated, Forbidden: only owners invite.
        BadEmail: it is no address.
        AlreadyMember: a member has this address.
        InvitationOpen: the address has an open invitation.
        TooManyInvitations: as many are open as may be.
    """
    await require_member(session, actor, producer_id, MemberRole.OWNER)
    assert actor.person_id is not None, "the guard lets only people in"
    address = normalise_email(email)
    await lock_producer(session, producer_id)
    member = select(ProducerMember.person_id).join(Person, Person.id == ProducerMember.person_id)
    if await session.scalar(member.where(ProducerMember.producer_id == producer_id, Person.email == address)):
        raise AlreadyMember(field="email")
    await _make_way(session, producer_id, address)
    invitation_id = uuid4()  # known before the row is, as the token is made of it
    invitation = ProducerInvitation(
        id=invitation_id,
        producer_id=producer_id,
        email=address,
        role=role,
        token_hash=token_hash(invitation_token(secret, invitation_id)),
        invited_by=actor.person_id,
        expires_at=await now(session) + timedelta(days=INVITATION_DAYS),
    )
    session.add(invitation)
    await session.flush()  # the event below names it
    record_act(session, actor.person_id, "producer.invite", producer_id, role=role.value)
    publish(session, MemberInvited(invitation_id=invitation.id))
    return invitation


async def withdraw_invitation(session: AsyncSession, actor: Actor, producer_id: UUID, invitation_id: UUID) -> None:
    """Make an invitation worthless. Safe to repeat.

    Raises:
        Unauthenticated, Forbidden: only owners do this.
        InvitationUnknown: the producer has none such.
        InvitationOver: it was accepted already.
    """
    await require_member(session, actor, producer_id, MemberRole.OWNER)
    await lock_producer(session, producer_id)
    invitation = await session.scalar(
        select(ProducerInvitation)
        .where(ProducerInvitation.id == invitation_id, ProducerInvitation.producer_id == producer_id)
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        raise InvitationUnknown
    if invitation.accepted_at is not None:
        raise InvitationOver
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = await now(session)
        record_act(session, actor.person_id, "producer.withdraw_invitation", producer_id)


async def accept_invitation(session: AsyncSession, actor: Actor, token: str) -> Producer:
    """Join the producer with the token of the letter; it works once. Locks the producer's row.

    The token alone does not do: an account with another e-mail address is refused. One without any may come in,
    as the letter was read at the right address.

    Raises:
        Unauthenticated: nobody is signed in.
        InvitationUnknown: no such token, or it was withdrawn.
        InvitationOver: it was used, or its days are over.
        InvitationNotYours: it was sent to somebody else.
        AlreadyMember: the person acts for the producer.
    """
    if actor.person_id is None:
        raise Unauthenticated
    digest = token_hash(token)
    producer_id = await session.scalar(
        select(ProducerInvitation.producer_id).where(ProducerInvitation.token_hash == digest)
    )
    if producer_id is None:
        raise InvitationUnknown
    producer = await lock_producer(session, producer_id)
    invitation = (
        await session.execute(
            select(ProducerInvitation)
            .where(ProducerInvitation.token_hash == digest)
            .execution_options(populate_existing=True)
        )
    ).scalar_one()
    moment = await now(session)
    if invitation.withdrawn_at is not None:
        raise InvitationUnknown
    if invitation.accepted_at is not None or invitation.expires_at <= moment:
        raise InvitationOver
    email = await session.scalar(select(Person.email).where(Person.id == actor.person_id))
    if email is not None and email != invitation.email:
        raise InvitationNotYours
    if await is_member(session, actor.person_id, producer.id):
        raise AlreadyMember
    invitation.accepted_at = moment
    await make_member(session, producer.id, actor.person_id, invitation.role)
    record_act(session, actor.person_id, "producer.accept_invitation", producer.id, role=invitation.role.value)
    return producer


async def _make_way(session: AsyncSession, producer_id: UUID, email: str) -> None:
    moment = await now(session)
    waiting = (
        await session.scalars(
            select(ProducerInvitation).where(
                ProducerInvitation.producer_id == producer_id,
                ProducerInvitation.accepted_at.is_(None),
                ProducerInvitation.withdrawn_at.is_(None),
            )
        )
    ).all()
    for invitation in waiting:
        if invitation.expires_at <= moment:
            invitation.withdrawn_at = moment
        elif invitation.email == email:
            raise InvitationOpen(field="email")
    if sum(invitation.withdrawn_at is None for invitation in waiting) >= MOST_INVITATIONS:
        raise TooManyInvitations(most=MOST_INVITATIONS)
    await session.flush()  # the unique index sees the new one after the old ones made way
