"""Members and invitations: who may, once, and never without an owner."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.accounts.models import PersonRole
from shop.core.actor import Role
from shop.core.errors import Forbidden
from shop.core.outbox import OutboxEvent
from shop.notifications.deliver import deliver_mail
from shop.notifications.models import Notice
from shop.notifications.notify_registration import tell_invited
from shop.producers.change_member import change_role, remove_member
from shop.producers.errors import (
    InvitationNotYours,
    InvitationOpen,
    InvitationOver,
    InvitationUnknown,
    LastOwner,
)
from shop.producers.events import MemberInvited
from shop.producers.guards import require_member
from shop.producers.invite import accept_invitation, withdraw_invitation
from shop.producers.models import MemberRole
from shop.producers.queries import member_role
from shop.producers.rules import invitation_token
from tests.make import accounts, producers

HTML = {"accept": "text/html", "origin": "https://chomay.test"}


def token_of(invitation):
    return invitation_token(producers.SECRET, invitation.id)


@pytest.fixture
async def owned(session):
    """A producer, its owner, and a person who is invited."""
    owner, guest = await accounts.person(session), await accounts.person(session, email="an@chomay.test")
    maker = await producers.producer(session, members=[owner])
    return maker, owner, guest, await producers.invitation(session, maker, owner, "An@chomay.test")


async def test_an_invitation_works_once_for_whom_it_was_sent_to(session, owned):
    maker, _, guest, invitation = owned
    stranger = await accounts.person(session)

    with pytest.raises(InvitationNotYours):
        await accept_invitation(session, producers.actor(stranger), token_of(invitation))
    await accept_invitation(session, producers.actor(guest), token_of(invitation))
    await session.flush()
    with pytest.raises(InvitationOver):
        await accept_invitation(session, producers.actor(guest), token_of(invitation))

    assert await member_role(session, guest.id, maker.id) is MemberRole.EDITOR
    assert await session.get(PersonRole, (guest.id, Role.PRODUCER)) is not None


async def test_a_person_without_an_address_may_come_in_by_the_letter(session, owned):
    maker, _, _, invitation = owned
    by_phone = await accounts.person(session, phone="+84912345678")
    by_phone.email = None
    await session.flush()

    await accept_invitation(session, producers.actor(by_phone), token_of(invitation))

    assert await member_role(session, by_phone.id, maker.id) is MemberRole.EDITOR


async def test_a_withdrawn_or_old_invitation_is_worthless(session, owned, warp):
    maker, owner, guest, invitation = owned
    with pytest.raises(InvitationOpen):
        await producers.invitation(session, maker, owner, "an@chomay.test")
    await withdraw_invitation(session, producers.actor(owner), maker.id, invitation.id)
    await session.flush()
    with pytest.raises(InvitationUnknown):
        await accept_invitation(session, producers.actor(guest), token_of(invitation))
    second = await producers.invitation(session, maker, owner, "an@chomay.test")
    await session.commit()
    await warp(session, timedelta(days=7, minutes=1))

    with pytest.raises(InvitationOver):
        await accept_invitation(session, producers.actor(guest), token_of(second))
    third = await producers.invitation(session, maker, owner, "an@chomay.test")
    await accept_invitation(session, producers.actor(guest), token_of(third))

    assert await member_role(session, guest.id, maker.id) is MemberRole.EDITOR


async def test_only_owners_change_members_and_viewers_only_look(session, owned):
    maker, owner, guest, invitation = owned
    await accept_invitation(session, producers.actor(guest), token_of(invitation))
    await session.flush()

    with pytest.raises(Forbidden):
        await change_role(session, producers.actor(guest), maker.id, owner.id, MemberRole.VIEWER)
    with pytest.raises(Forbidden):
        await remove_member(session, producers.actor(guest), maker.id, owner.id)
    await change_role(session, producers.actor(owner), maker.id, guest.id, MemberRole.VIEWER)
    await session.flush()
    with pytest.raises(Forbidden):
        await require_member(session, producers.actor(guest), maker.id, MemberRole.EDITOR)
    await remove_member(session, producers.actor(guest), maker.id, guest.id)

    assert await member_role(session, guest.id, maker.id) is None
    assert await session.get(PersonRole, (guest.id, Role.PRODUCER)) is None


async def test_the_last_owner_stays(session, owned):
    maker, owner, _, _ = owned

    with pytest.raises(LastOwner):
        await change_role(session, producers.actor(owner), maker.id, owner.id, MemberRole.EDITOR)
    with pytest.raises(LastOwner):
        await remove_member(session, producers.actor(owner), maker.id, owner.id)


@pytest.mark.parametrize("act", ["demote", "leave"])
async def test_two_owners_at_once_leave_one(sessions, act):
    async with sessions() as session, session.begin():
        owners = [await accounts.person(session) for _ in range(2)]
        maker = await producers.producer(session, members=owners)

    async def go(me, other):
        async with sessions() as session, session.begin():
            if act == "demote":
                await change_role(session, producers.actor(me), maker.id, other.id, MemberRole.VIEWER)
            else:
                await remove_member(session, producers.actor(me), maker.id, me.id)

    answers = await asyncio.gather(go(*owners), go(*reversed(owners)), return_exceptions=True)

    async with sessions() as session:
        roles = [await member_role(session, owner.id, maker.id) for owner in owners]
    assert roles.count(MemberRole.OWNER) == 1
    assert [type(answer) for answer in answers if answer] == [Forbidden if act == "demote" else LastOwner]


async def test_two_who_accept_at_once_are_one_member(sessions):
    async with sessions() as session, session.begin():
        owner, guest = await accounts.person(session), await accounts.person(session, email="an@chomay.test")
        maker = await producers.producer(session, members=[owner])
        invitation = await producers.invitation(session, maker, owner, "an@chomay.test")

    async def go():
        async with sessions() as session, session.begin():
            await accept_invitation(session, producers.actor(guest), token_of(invitation))

    answers = await asyncio.gather(go(), go(), return_exceptions=True)

    assert [type(answer) for answer in answers if answer] == [InvitationOver]


async def test_the_letter_s_token_is_in_no_table_and_its_link_lets_one_in(client, session, owned, settings):
    maker, _, guest, invitation = owned
    await session.flush()
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == MemberInvited.kind))).one()
    await tell_invited(session, event.id, MemberInvited(invitation_id=invitation.id))
    letter = (await session.scalars(select(Notice).where(Notice.email == "an@chomay.test"))).one()
    await accounts.signed_in(client, guest)

    linked = await client.get(f"/chu-the/loi-moi?token={token_of(invitation)}")
    page = await client.get("/chu-the/loi-moi", headers=HTML)
    joined = await client.post("/chu-the/loi-moi", data={}, headers=HTML)

    assert "$token" in letter.body_text
    assert token_of(invitation) not in letter.body_text
    assert (linked.status_code, linked.headers["location"]) == (303, "/chu-the/loi-moi")
    assert maker.name in page.text
    assert (joined.status_code, joined.headers["location"]) == (303, f"/chu-the/{maker.slug}")


async def test_the_letter_leaves_with_its_token(sessions, settings):
    async with sessions() as session, session.begin():
        owner = await accounts.person(session)
        maker = await producers.producer(session, members=[owner])
        invitation = await producers.invitation(session, maker, owner, "an@chomay.test")
        await tell_invited(session, invitation.id, MemberInvited(invitation_id=invitation.id))
    sent = []

    class Box:
        async def send(self, mail):
            sent.append(mail)

    await deliver_mail(sessions, Box(), settings)

    assert [f"/chu-the/loi-moi?token={token_of(invitation)}" in mail.text for mail in sent] == [True]
