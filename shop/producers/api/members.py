"""Routes of members: who acts for a producer, invitations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.text import Body, Email
from shop.producers.api.shown import SlugPath, known_producer
from shop.producers.change_member import change_role, remove_member
from shop.producers.guards import require_member
from shop.producers.invite import accept_invitation, invite_member, withdraw_invitation
from shop.producers.models import MemberRole
from shop.producers.queries import Member, members_of, open_invitations

Token = Annotated[str, Meta(min_length=20, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]


class RoleBody(Body):
    """What a member may do from now on."""

    role: MemberRole


class InviteBody(Body):
    """Whom to ask, and for what."""

    email: Email
    role: MemberRole = MemberRole.EDITOR


class AcceptBody(Body):
    """The token of the letter."""

    token: Token


class InvitationOut(msgspec.Struct, frozen=True, kw_only=True):
    """An open invitation; its token is in the letter alone."""

    id: UUID
    email: str
    role: MemberRole
    expires_at: datetime


class MembersOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts for a producer, and who is invited."""

    members: list[Member]
    invitations: list[InvitationOut]


class Joined(msgspec.Struct, frozen=True):
    """The producer one acts for now."""

    producer: str


@get("/{slug:str}/members", operation_id="listMembers", summary="Who acts for a producer")
async def members(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> MembersOut:
    """For its members."""
    producer = await known_producer(session, slug)
    await require_member(session, actor, producer.id)
    return await _shown(session, producer.id)


@put("/{slug:str}/members/{member_id:uuid}", operation_id="changeMember", summary="Change a member's role")
async def change(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    member_id: FromPath[UUID],
    data: JSONBody[RoleBody],
) -> MembersOut:
    """Owners do; the last owner stays one. Safe to repeat."""
    producer = await known_producer(session, slug)
    await change_role(session, actor, producer.id, member_id, data.role)
    return await _shown(session, producer.id)


@delete("/{slug:str}/members/{member_id:uuid}", operation_id="removeMember", summary="End a membership")
async def remove(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    member_id: FromPath[UUID],
) -> None:
    """Owners end anybody's, everybody their own; the last owner stays."""
    producer = await known_producer(session, slug)
    await remove_member(session, actor, producer.id, member_id)


@post("/{slug:str}/invitations", status_code=201, operation_id="inviteMember", summary="Invite somebody by e-mail")
async def invite(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[InviteBody],
) -> InvitationOut:
    """Owners do. The letter's link works once, for seven days."""
    producer = await known_producer(session, slug)
    made = await invite_member(session, actor, producer.id, data.email, data.role, secret=settings.secret_key)
    return InvitationOut(id=made.id, email=made.email, role=made.role, expires_at=made.expires_at)


@delete(
    "/{slug:str}/invitations/{invitation_id:uuid}", operation_id="withdrawInvitation", summary="Withdraw an invitation"
)
async def withdraw(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    invitation_id: FromPath[UUID],
) -> None:
    """Owners do. Safe to repeat."""
    producer = await known_producer(session, slug)
    await withdraw_invitation(session, actor, producer.id, invitation_id)


@post("/invitations/accept", status_code=200, operation_id="acceptInvitation", summary="Accept an invitation")
async def accept(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[AcceptBody]
) -> Joined:
    """For whom it was sent to."""
    producer = await accept_invitation(session, actor, data.token)
    return Joined(producer.slug)


async def _shown(session: AsyncSession, producer_id: UUID) -> MembersOut:
    await session.flush()  # the answer is read from the rows
    return MembersOut(
        members=await members_of(session, producer_id),
        invitations=[
            InvitationOut(id=one.id, email=one.email, role=one.role, expires_at=one.expires_at)
            for one in await open_invitations(session, producer_id)
        ],
    )


handlers = [members, change, remove, invite, withdraw, accept]
