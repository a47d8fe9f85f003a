"""Who may go on air, and what is said to who may not."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.core.idempotency import LOCK_NOT_AVAILABLE
from shop.livestream.start import start_session
from shop.markets.models import LiveSession, SessionState
from shop.training.air import may_go_on_air, why_not_on_air
from shop.training.errors import HostLicenceLapsed, HostLicenceMissing, HostLicenceRevoked
from shop.training.models import IdentityState
from shop.training.revoke_licence import revoke_licence
from tests.make import accounts, livestream, training


async def start(client, stall):
    await accounts.signed_in(client, stall.host)
    return await client.post(f"{stall.path}/start")


async def test_host_who_is_known_and_licensed_goes_on_air(client, session):
    stall = await livestream.stall(session, on_air=False)

    reply = await start(client, stall)

    assert (reply.status_code, reply.json()["state"]) == (200, "on_air")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (None, "host_identity_missing"),
        (IdentityState.SUBMITTED, "host_identity_waiting"),
        (IdentityState.DECLINED, "host_identity_declined"),
        (IdentityState.REVOKED, "host_identity_revoked"),
    ],
)
async def test_host_who_is_not_verified_stays_off_air(client, session, state, code):
    stall = await livestream.stall(session, on_air=False, licensed=False)
    await training.licensed(session, stall.host)
    if state is not None:
        await training.verified(session, stall.host, state=state)

    reply = await start(client, stall)

    assert (reply.status_code, reply.json()["code"]) == (409, code)
    assert "lên sóng" in reply.json()["detail"]
    live = await session.get(LiveSession, stall.live.id, populate_existing=True)
    assert (live.state, live.started_at) == (SessionState.SCHEDULED, None)


@pytest.mark.parametrize(
    ("licence", "code"),
    [
        (None, "host_licence_missing"),
        ({"since": 400, "lasts": 400}, "host_licence_lapsed"),
        ({"revoked": True}, "host_licence_revoked"),
    ],
)
async def test_host_without_a_licence_in_force_stays_off_air(client, session, licence, code):
    stall = await livestream.stall(session, on_air=False, licensed=False)
    await training.verified(session, stall.host)
    if licence is not None:
        await training.licensed(session, stall.host, **licence)

    reply = await start(client, stall)

    assert (reply.status_code, reply.json()["code"]) == (409, code)


async def test_verification_ends_with_its_paper(client, session):
    stall = await livestream.stall(session, on_air=False, licensed=False)
    await training.licensed(session, stall.host)
    await training.verified(session, stall.host, expires_in=0)

    reply = await start(client, stall)

    day = f"{await today(session):%d/%m/%Y}"
    assert (reply.status_code, reply.json()["code"]) == (409, "host_identity_lapsed")
    assert day in reply.json()["detail"]


async def test_administrator_does_not_put_an_unlicensed_host_on_air(client, session):
    stall = await livestream.stall(session, on_air=False, licensed=False)
    await accounts.signed_in(client, await accounts.person(session, Role.ADMIN))

    reply = await client.post(f"{stall.path}/start")

    assert (reply.status_code, reply.json()["code"]) == (409, "host_identity_missing")


async def test_the_studio_says_what_is_missing(client, session):
    stall = await livestream.stall(session, on_air=False, licensed=False)
    await accounts.signed_in(client, stall.host)

    page = await client.post(f"/phien/{stall.live.slug}/dieu-khien", data={"action": "start"})

    assert page.status_code == 409
    assert "người dẫn chưa xác minh danh tính" in page.text


async def test_licence_holds_until_the_day_before_it_expires(session):
    host = await accounts.person(session)
    await training.verified(session, host)
    licence = await training.licensed(session, host, since=0, lasts=10)

    last, first_without = (licence.expires_on - timedelta(days=1), licence.expires_on)

    assert await why_not_on_air(session, host.id, last) is None
    assert isinstance(await why_not_on_air(session, host.id, first_without), HostLicenceLapsed)
    assert isinstance(
        await why_not_on_air(session, host.id, licence.granted_on - timedelta(days=1)), HostLicenceMissing
    )


async def test_one_licence_in_force_is_enough_whatever_became_of_the_others(session):
    host, day = await accounts.person(session), await today(session)
    await training.verified(session, host)
    await training.licensed(session, host, since=100)
    await training.licensed(session, host, since=5, revoked=True)

    await may_go_on_air(session, host.id, day)

    assert await why_not_on_air(session, host.id, day) is None


async def test_licence_that_is_revoked_while_on_air_cuts_nothing_and_the_next_start_is_refused(client, session):
    stall = await livestream.stall(session)
    later = await livestream.stall(session, host=stall.host, on_air=False)
    officer = await accounts.person(session, Role.OFFICER)
    for one in await training.licences(session, stall.host):
        await revoke_licence(session, officer.id, one.id, "Quảng cáo sai công dụng")

    again = await start(client, stall)
    ended = await client.post(f"{stall.path}/end")
    refused = await client.post(f"{later.path}/start")

    assert (again.json()["state"], ended.json()["state"]) == ("on_air", "ended")
    assert (refused.status_code, refused.json()["code"]) == (409, "host_licence_revoked")
    assert "Quảng cáo sai công dụng" in refused.json()["detail"]


async def test_revocation_stands_wholly_before_a_start_or_wholly_after_it(sessions):
    async with sessions() as session:
        stall = await livestream.stall(session, on_air=False)
        officer = await accounts.person(session, Role.OFFICER)
        (licence,) = await training.licences(session, stall.host)
        await session.commit()
    host = Actor(person_id=stall.host.id, roles=frozenset({Role.HOST}))

    async with sessions() as starting, sessions() as revoking:
        await start_session(starting, host, stall.live.slug)
        await revoking.execute(text("SET LOCAL lock_timeout = '100ms'"))
        with pytest.raises(DBAPIError) as waiting:
            await revoke_licence(revoking, officer.id, licence.id, "Quảng cáo sai")
        await starting.commit()
        await revoking.rollback()
        await revoke_licence(revoking, officer.id, licence.id, "Quảng cáo sai")
        await revoking.commit()

    assert waiting.value.orig.sqlstate == LOCK_NOT_AVAILABLE, "it waits for the start that has read the licence"
    async with sessions() as session:
        assert (await session.get(LiveSession, stall.live.id)).state is SessionState.ON_AIR
        refusal = await why_not_on_air(session, stall.host.id, await today(session))
        assert isinstance(refusal, HostLicenceRevoked)
