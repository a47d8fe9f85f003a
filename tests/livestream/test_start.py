"""Going on air and leaving it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.core.clock import now
from shop.livestream.end import end_abandoned
from shop.livestream.models import Pin
from shop.markets.models import LiveSession, SessionState
from shop.promotions.models import Campaign
from tests.make import accounts, livestream


async def test_host_starts_and_starting_again_changes_nothing(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)

    first = await client.post(f"{stall.path}/start")
    again = await client.post(f"{stall.path}/start")

    assert first.status_code == again.status_code == 200, first.text
    assert first.json()["state"] == again.json()["state"] == "on_air"
    live = await session.get(LiveSession, stall.live.id, populate_existing=True)
    assert live.started_at is not None
    assert live.host_seen_at is not None


@pytest.mark.parametrize("act", ["start", "end", "seen", "pin", "unpin"])
async def test_foreign_host_may_not_act(client, session, act):
    stall = await livestream.stall(session)
    stranger = await accounts.person(session, Role.HOST)
    await accounts.signed_in(client, stranger)

    body = {"variant": str(stall.variants[0].id)} if act in {"pin", "unpin"} else None
    reply = await client.post(f"{stall.path}/{act}", json=body)

    assert (reply.status_code, reply.json()["code"]) == (403, "not_allowed")


async def test_foreign_host_does_not_see_the_orders_and_a_guest_is_asked_to_sign_in(client, session):
    stall = await livestream.stall(session)

    as_guest = await client.get(f"{stall.path}/orders")
    await accounts.signed_in(client, await accounts.person(session, Role.HOST))
    as_stranger = await client.get(f"{stall.path}/orders")

    assert (as_guest.status_code, as_stranger.status_code) == (401, 403)


async def test_administrator_may_start_for_a_host(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, await accounts.person(session, Role.ADMIN))

    reply = await client.post(f"{stall.path}/start")

    assert reply.json()["state"] == "on_air"


async def test_two_hosts_pressing_start_at_one_place_have_one_winner(live_client, make_client, sessions):
    async with sessions() as session:
        one = await livestream.stall(session, place="cho-hom", on_air=False)
        two = await livestream.stall(session, place="cho-hom", on_air=False)
        await session.commit()
    async with make_client() as other:
        await accounts.signed_in(live_client, one.host)
        await accounts.signed_in(other, two.host)

        replies = await asyncio.gather(live_client.post(f"{one.path}/start"), other.post(f"{two.path}/start"))

    assert sorted(reply.status_code for reply in replies) == [200, 409]
    assert [reply.json()["code"] for reply in replies if reply.status_code == 409] == ["place_on_air"]
    async with sessions() as session:
        on_air = await session.scalars(select(LiveSession).where(LiveSession.state == SessionState.ON_AIR))
        assert len(on_air.all()) == 1


async def test_one_host_at_two_places_is_refused(client, session):
    stall = await livestream.stall(session)
    second = await livestream.stall(session, host=stall.host, on_air=False)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{second.path}/start")

    assert (reply.status_code, reply.json()["code"]) == (409, "host_on_air")


async def test_equal_clicks_on_start_are_one_start(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session, on_air=False)
        await session.commit()
    await accounts.signed_in(live_client, stall.host)

    replies = await asyncio.gather(*(live_client.post(f"{stall.path}/start") for _ in range(6)))

    assert [reply.status_code for reply in replies] == [200] * 6


async def test_end_closes_pins_and_their_prices_and_is_final(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    pinned = await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 200_000})
    assert pinned.status_code == 200, pinned.text

    ended = await client.post(f"{stall.path}/end")
    again = await client.post(f"{stall.path}/end")
    restart = await client.post(f"{stall.path}/start")

    assert ended.json()["state"] == again.json()["state"] == "ended"
    assert ended.json()["pins"] == []
    assert (restart.status_code, restart.json()["code"]) == (409, "session_over")
    assert (await session.scalars(select(Pin.unpinned_at))).one() is not None
    assert (await session.scalars(select(Campaign.ended_at))).one() is not None


async def test_session_that_never_started_cannot_end(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/end")

    assert (reply.status_code, reply.json()["code"]) == (409, "illegal_move")


async def test_silent_host_is_shown_as_away_until_seen_again(client, session):
    stall = await livestream.stall(session)
    stall.live.host_seen_at = await now(session) - timedelta(seconds=46)
    await accounts.signed_in(client, stall.host)

    away = (await client.get(f"{stall.path}/snapshot")).json()
    beat = await client.post(f"{stall.path}/seen")
    back = (await client.get(f"{stall.path}/snapshot")).json()

    assert (away["state"], beat.status_code, back["state"]) == ("away", 204, "on_air")


async def test_act_of_an_administrator_is_no_sign_of_the_host(client, session):
    stall = await livestream.stall(session)
    stall.live.host_seen_at = await now(session) - timedelta(seconds=46)
    await accounts.signed_in(client, await accounts.person(session, Role.ADMIN))

    room = (await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id)})).json()

    assert (room["state"], len(room["pins"])) == ("away", 1)


async def test_sweep_ends_the_session_of_a_host_who_left_and_spares_one_who_overruns(session):
    over = await livestream.market(session, starts_in=timedelta(hours=-4))
    gone = await livestream.stall(session, hall=over)
    overrunning = await livestream.stall(session, hall=over)
    gone.live.host_seen_at = await now(session) - timedelta(minutes=31)
    await session.flush()

    ended = await end_abandoned(session)
    await session.flush()

    assert ended == 1
    assert gone.live.state is SessionState.ENDED
    assert overrunning.live.state is SessionState.ON_AIR
