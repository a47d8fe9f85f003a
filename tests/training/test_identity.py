"""A host is verified by an officer who sees the paper: never by themselves, never by a picture."""

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.clock import shop_now
from shop.core.errors import Refusal
from shop.training.decide_identity import Verdict, decide_identity
from shop.training.models import HostIdentity, IdentityPaper, IdentityState
from tests.make import accounts, training

MINE = "/api/v1/training/identity"
CARD = {"document": "citizen_card", "document_end": "4821"}


def decision_of(person):
    return f"/api/v1/office/training/identities/{person.id}/decision"


async def test_host_submits_and_an_officer_verifies(client, session):
    host, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    await training.licensed(session, host)
    await accounts.signed_in(client, host)
    sent = (await client.put(MINE, json=CARD)).json()["identity"]
    await accounts.signed_in(client, officer)
    waiting = (await client.get("/api/v1/office/training/identities")).json()["items"]

    verdict = {"verdict": "verify", "version": waiting[0]["version"]}
    decided = await client.post(decision_of(host), json=verdict)
    again = await client.post(decision_of(host), json=verdict)
    await accounts.signed_in(client, host)
    mine = (await client.get("/api/v1/training/mine")).json()

    assert (sent["state"], [(one["person"], one["document_end"]) for one in waiting]) == (
        "submitted",
        [(str(host.id), "4821")],
    )
    assert decided.json()["state"] == again.json()["state"] == "verified"
    assert (mine["may_go_on_air"], mine["missing"]) == (True, None)
    known = (await session.scalars(select(HostIdentity))).one()
    assert known.decided_by == officer.id


async def test_nobody_verifies_themselves(client, session):
    officer = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, officer)
    version = (await client.put(MINE, json=CARD)).json()["identity"]["version"]

    reply = await client.post(decision_of(officer), json={"verdict": "verify", "version": version})

    assert (reply.status_code, reply.json()["code"]) == (409, "own_identity")


async def test_the_database_knows_nobody_who_verified_themselves(session):
    person = await accounts.person(session, Role.OFFICER)
    session.add(
        HostIdentity(
            person_id=person.id,
            state=IdentityState.VERIFIED,
            document=IdentityPaper.VNEID,
            document_end="4821",
            decided_at=shop_now(),
            decided_by=person.id,
        )
    )

    with pytest.raises(IntegrityError, match="host_identity_not_by_oneself_check"):
        await session.flush()


async def test_whole_number_of_a_paper_is_refused_and_never_kept(client, session):
    await accounts.signed_in(client, await accounts.person(session))

    reply = await client.put(MINE, json={"document": "citizen_card", "document_end": "001190004821"})

    assert (reply.status_code, reply.json()["field"]) == (422, "document_end")
    assert await session.scalar(select(HostIdentity)) is None


async def test_host_from_abroad_names_their_country_and_the_end_of_their_paper(client, session):
    await accounts.signed_in(client, await accounts.person(session))
    paper = {"document": "foreign_papers", "document_end": "8F21"}

    bare = await client.put(MINE, json=paper)
    endless = await client.put(MINE, json=paper | {"country": "FR"})
    whole = await client.put(MINE, json=paper | {"country": "FR", "expires_on": "2099-05-01"})

    assert [(one.status_code, one.json()["field"]) for one in (bare, endless)] == [
        (422, "country"),
        (422, "expires_on"),
    ]
    assert (whole.json()["identity"]["state"], whole.json()["identity"]["country"]) == ("submitted", "FR")


async def test_officer_decides_on_what_they_saw(client, session):
    host, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, host)
    seen = (await client.put(MINE, json=CARD)).json()["identity"]["version"]
    await client.delete(MINE)
    await client.put(MINE, json=CARD | {"document_end": "9999"})
    await accounts.signed_in(client, officer)

    reply = await client.post(decision_of(host), json={"verdict": "verify", "version": seen})

    assert (reply.status_code, reply.json()["code"]) == (409, "identity_changed")
    assert await session.scalar(select(HostIdentity.state)) is IdentityState.SUBMITTED


async def test_another_paper_waits_until_the_first_is_taken_back(client, session):
    await accounts.signed_in(client, await accounts.person(session))
    first = (await client.put(MINE, json=CARD)).json()["identity"]

    same = (await client.put(MINE, json=CARD)).json()["identity"]
    other = await client.put(MINE, json=CARD | {"document_end": "9999"})
    gone = (await client.delete(MINE)).json()["identity"]
    again = await client.delete(MINE)

    assert same == first
    assert (other.status_code, other.json()["code"]) == (409, "illegal_move")
    assert (gone["state"], gone["document"], gone["document_end"]) == ("unverified", None, None)
    assert again.status_code == 200


@pytest.mark.parametrize("verdict", ["decline", "revoke"])
async def test_to_decline_and_to_revoke_need_a_reason_that_the_host_reads(client, session, verdict):
    host, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    before = IdentityState.SUBMITTED if verdict == "decline" else IdentityState.VERIFIED
    await training.verified(session, host, state=before)
    await accounts.signed_in(client, officer)

    silent = await client.post(decision_of(host), json={"verdict": verdict, "version": 1, "reason": "  "})
    said = await client.post(decision_of(host), json={"verdict": verdict, "version": 1, "reason": "Giấy tờ mờ"})
    await accounts.signed_in(client, host)
    mine = (await client.get("/api/v1/training/mine")).json()

    assert (silent.status_code, silent.json()["field"]) == (422, "reason")
    assert said.status_code == 200
    assert mine["identity"]["reason"] == "Giấy tờ mờ"
    assert mine["missing"] == ("host_identity_declined" if verdict == "decline" else "host_identity_revoked")
    acts = await session.scalars(select(AuditEntry.action).where(AuditEntry.actor == str(officer.id)))
    assert f"training.{verdict}_identity" in list(acts)


async def test_what_was_not_submitted_cannot_be_verified(client, session):
    declined = await accounts.person(session)
    await training.verified(session, declined, state=IdentityState.DECLINED)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    nothing = await client.post(decision_of(await accounts.person(session)), json={"verdict": "verify", "version": 0})
    after = await client.post(decision_of(declined), json={"verdict": "verify", "version": 1})

    assert (nothing.status_code, nothing.json()["code"]) == (404, "identity_unknown")
    assert (after.status_code, after.json()["code"]) == (409, "illegal_move")


async def test_of_two_officers_who_decide_at_once_one_is_told_to_look_again(sessions):
    async with sessions() as session:
        host = await accounts.person(session)
        officers = [await accounts.person(session, Role.OFFICER) for _ in range(2)]
        await training.verified(session, host, state=IdentityState.SUBMITTED)
        await session.commit()

    async def decide(officer, verdict):
        async with sessions() as session:
            try:
                known = await decide_identity(session, officer.id, host.id, verdict, version=1, reason="Giấy tờ mờ")
                await session.commit()
            except Refusal as refusal:
                return refusal.code
            return known.state.value

    got = await asyncio.gather(decide(officers[0], Verdict.VERIFY), decide(officers[1], Verdict.DECLINE))

    assert "illegal_move" in got
    async with sessions() as session:
        assert await session.scalar(select(HostIdentity.state)) in set(got)


async def test_a_request_sent_many_times_at_once_is_one(live_client, sessions):
    async with sessions() as session:
        host = await accounts.person(session)
        await session.commit()
    await accounts.signed_in(live_client, host)

    replies = await asyncio.gather(*(live_client.put(MINE, json=CARD) for _ in range(5)))

    assert [reply.status_code for reply in replies] == [200] * 5
    assert {reply.json()["identity"]["version"] for reply in replies} == {1}
