"""The uplink of a host, measured before air: what is counted, for whom, and how much at most."""

import asyncio

import pytest

from shop.broadcast.errors import UploadUnfinished
from shop.broadcast.uplink import MOST, Uplink
from shop.core.db import short
from shop.livestream.end import end_session
from tests.make import accounts, broadcast, livestream

BYTES = {"content-type": "application/octet-stream"}


async def sent(client, stall, size):
    return await client.post(f"{stall.path}/uplink", content=b"\x5a" * size, headers=BYTES)


async def test_bytes_of_the_host_are_counted_before_air_and_one_too_many_is_refused(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)

    all_of_it, too_much = await sent(client, stall, MOST), await sent(client, stall, MOST + 1)

    assert (all_of_it.status_code, all_of_it.json()) == (200, {"bytes": MOST})
    assert too_much.status_code == 413


async def test_strangers_and_guests_send_nothing(client, session):
    stall, other = await livestream.stall(session, on_air=False), await livestream.stall(session)
    guest = await sent(client, stall, 10)
    await accounts.signed_in(client, other.host)

    stranger = await sent(client, stall, 10)

    assert (guest.status_code, stranger.status_code) == (401, 403)


async def test_session_that_is_over_measures_nothing(client, session):
    stall = await livestream.stall(session)
    await end_session(session, broadcast.host_of(stall), stall.live.slug)
    await accounts.signed_in(client, stall.host)

    reply = await sent(client, stall, 10)

    assert (reply.status_code, reply.json()["code"]) == (409, "session_over")


async def test_what_does_not_come_in_its_time_is_let_go(sessions):
    async with short(sessions) as session:
        stall = await livestream.stall(session, on_air=False)

    async def stuck():
        yield b"one"
        await asyncio.Event().wait()

    with pytest.raises(UploadUnfinished):
        await Uplink(sessions, patience=0.05).measure(broadcast.host_of(stall), stall.live.slug, stuck())


async def test_so_many_are_taken_of_one_person_in_a_minute(make_client, sessions, redis_client):
    async with short(sessions) as session:
        stall = await livestream.stall(session, on_air=False)

    async with make_client(limits=True) as client:
        await accounts.signed_in(client, stall.host)
        replies = await asyncio.gather(*(sent(client, stall, 10) for _ in range(24)))

    assert {reply.status_code for reply in replies} == {200, 429}
