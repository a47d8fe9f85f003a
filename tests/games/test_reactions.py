"""Reactions: counted in Redis, shown by the room, never in anybody's way."""

import msgspec
import pytest

from shop.games.reactions import Reactions
from shop.games.rules import ReactionKind
from shop.livestream.tell import is_prompt, reacted
from tests.make import livestream


async def tap(client, stall, kind="heart", count=1):
    return await client.post(f"{stall.path}/reactions", json={"kind": kind, "count": count})


async def test_taps_add_up_and_raise_no_seq(client, session, redis_client):
    stall = await livestream.stall(session)
    before = (await client.get(f"{stall.path}/snapshot")).json()

    replies = [await tap(client, stall, *taps) for taps in (("heart", 5), ("heart", 3), ("fire",))]

    assert {reply.status_code for reply in replies} == {204}
    room = (await client.get(f"{stall.path}/snapshot")).json()
    assert room["reactions"] == {"heart": 8, "fire": 1}
    assert room["seq"] == before["seq"]


@pytest.mark.parametrize(
    "body", [{"kind": "poop"}, {"kind": "heart", "count": 21}, {"kind": "heart", "count": 0}, {"kind": 1}]
)
async def test_other_taps_are_refused(client, session, body):
    stall = await livestream.stall(session)

    assert (await client.post(f"{stall.path}/reactions", json=body)).status_code in {400, 422}


async def test_a_room_off_air_takes_no_taps(client, session):
    stall = await livestream.stall(session, on_air=False)

    assert (await tap(client, stall)).json()["code"] == "not_on_air"


async def test_without_redis_taps_are_taken_and_the_room_goes_on(session, settings, make_client, sessions):
    async with sessions() as live:
        stall = await livestream.stall(live)
        await live.commit()
    async with make_client(redis_url="redis://127.0.0.1:1/0") as client:
        assert (await tap(client, stall)).status_code == 204
        room = await client.get(f"{stall.path}/snapshot")
    assert (room.status_code, room.json()["reactions"]) == (200, {})


async def test_a_room_is_told_once_in_a_tick_however_many_tap(redis_client, session):
    stall = await livestream.stall(session)
    counted = Reactions(redis_client)

    told = [await counted.add(stall.live.id, ReactionKind.CLAP, 1) for _ in range(10)]

    assert told.count(True) < 10
    assert told[0] is True
    assert await counted.totals(stall.live.id) == {ReactionKind.CLAP: 10}


def test_what_a_room_is_told_of_taps_waits_for_the_tick():
    assert not is_prompt(reacted())
    assert is_prompt(msgspec.json.encode({"seq": 1, "kind": "livestream.pin_changed"}))
