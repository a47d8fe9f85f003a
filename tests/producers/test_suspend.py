"""An officer stops a producer's sales and allows them again."""

import pytest
from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.audit import AuditEntry
from shop.core.errors import Forbidden, Unauthenticated
from shop.core.outbox import OutboxEvent
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, ProducerMember
from tests.make import accounts, producers

REASON = {"reason": "Có phản ánh về nguồn gốc"}


async def test_suspend_and_reinstate_leave_their_traces(client, session):
    maker = await producers.producer(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    replies = [
        await client.post(f"/api/v1/producers/{maker.slug}/{verb}", json=REASON) for verb in ("suspend", "reinstate")
    ]

    assert [reply.json()["state"] for reply in replies] == ["suspended", "active"]
    acts = list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    kinds = list(await session.scalars(select(OutboxEvent.kind).order_by(OutboxEvent.id)))
    assert [act for act in acts if act.startswith("producer.")] == ["producer.suspend", "producer.reinstate"]
    assert kinds == ["producers.suspended", "producers.reinstated"]


async def test_the_same_state_twice_is_refused(client, session):
    maker = await producers.producer(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.post(f"/api/v1/producers/{maker.slug}/reinstate", json=REASON)

    assert (reply.status_code, reply.json()["code"]) == (409, "illegal_move")


async def test_an_unknown_producer_is_said(client, session):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.post("/api/v1/producers/khong-co/suspend", json=REASON)

    assert (reply.status_code, reply.json()["code"]) == (404, "producer_unknown")


async def test_only_members_and_administrators_act_for_a_producer(session):
    member, stranger = await accounts.person(session), await accounts.person(session)
    maker = await producers.producer(session, members=[member])

    await require_member(session, Actor(person_id=member.id), maker.id)
    await require_member(session, Actor(person_id=stranger.id, roles=frozenset({Role.ADMIN})), maker.id)
    with pytest.raises(Forbidden):
        await require_member(session, Actor(person_id=stranger.id, roles=frozenset({Role.PRODUCER})), maker.id)
    with pytest.raises(Unauthenticated):
        await require_member(session, Actor(), maker.id)


async def test_the_desk_says_why_until_the_producer_is_let_in_again(client, session):
    member = await accounts.person(session)
    maker = await producers.producer(session, members=[member])
    officer = await accounts.person(session, Role.OFFICER)
    seen = []
    for verb in ("suspend", "reinstate"):
        await accounts.signed_in(client, officer)
        await client.post(f"/api/v1/producers/{maker.slug}/{verb}", json=REASON)
        await accounts.signed_in(client, member)
        page = await client.get(f"/chu-the/{maker.slug}", headers={"accept": "text/html"})
        seen.append((page.status_code, REASON["reason"] in page.text))

    assert seen == [(200, True), (200, False)]


async def test_a_viewer_s_profile_cannot_be_typed_into(client, session):
    member, viewer = await accounts.person(session), await accounts.person(session)
    maker = await producers.producer(session, members=[member])
    session.add(ProducerMember(producer_id=maker.id, person_id=viewer.id, role=MemberRole.VIEWER))
    await session.flush()
    pages = []
    for person in (member, viewer):
        await accounts.signed_in(client, person)
        pages.append((await client.get(f"/chu-the/{maker.slug}/ho-so", headers={"accept": "text/html"})).text)

    assert ["<fieldset" in page and " disabled>" in page for page in pages] == [False, True]
