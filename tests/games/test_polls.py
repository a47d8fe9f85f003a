"""Polls: one at a time, one answer for everybody, none after the close."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.core.outbox import OutboxEvent
from shop.games.models import Poll, PollVote
from shop.games.poll import close_poll
from tests.make import accounts, games, livestream

QUESTION = {"client_id": "poll-0001", "question": "Màu nào?", "options": ["Xanh", "Trắng"], "seconds": 60}


def browser(number):
    """A guest of their own."""
    return {"User-Agent": f"browser {number}"}


async def vote(client, stall, poll, choice, **headers):
    return await client.post(f"{stall.path}/polls/{poll.id}/vote", json={"choice": choice}, headers=headers)


async def seen(client, stall):
    games_now = (await client.get(f"{stall.path}/snapshot")).json()["games"]
    return games_now and games_now["poll"]


async def test_host_opens_a_poll_and_the_room_shows_it(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    first = await client.post(f"{stall.path}/polls", json=QUESTION)
    again = await client.post(f"{stall.path}/polls", json=QUESTION)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    poll = await seen(client, stall)
    assert poll["question"] == "Màu nào?"
    assert poll["options"] == [{"text": "Xanh", "votes": 0}, {"text": "Trắng", "votes": 0}]
    assert poll["open"] is True


async def test_a_room_has_one_open_poll(client, session):
    stall = await livestream.stall(session)
    await games.poll(session, stall)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/polls", json=QUESTION)

    assert (reply.status_code, reply.json()["code"]) == (409, "poll_open")


@pytest.mark.parametrize(
    ("options", "question"),
    [(["Xanh", " xanh "], "Màu nào?"), (["Xanh", " "], "Màu nào?"), (["Xanh", "Trắng"], " ")],
    ids=["two alike", "one blank", "no question"],
)
async def test_a_poll_that_asks_nothing_is_refused(client, session, options, question):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/polls", json=QUESTION | {"options": options, "question": question})

    assert reply.status_code == 422


@pytest.mark.parametrize(
    "options",
    [["Xanh", "T" * 61], ["Xanh", "nul\x00"], [str(number) for number in range(7)], ["Xanh"]],
    ids=["too long", "a control sign", "too many", "one"],
)
async def test_answers_are_bounded(client, session, options):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/polls", json=QUESTION | {"options": options})

    assert (reply.status_code, reply.json()["code"]) == (422, "validation")


async def test_who_votes_again_has_changed_the_answer(client, session):
    stall = await livestream.stall(session)
    poll = await games.poll(session, stall)

    for choice in (0, 2, 2):
        assert (await vote(client, stall, poll, choice)).status_code == 204

    assert [option["votes"] for option in (await seen(client, stall))["options"]] == [0, 0, 1]
    told = await session.scalar(
        select(func.count()).select_from(OutboxEvent).where(OutboxEvent.kind == "games.poll_voted")
    )
    assert told == 2, "the same answer again is no news"


async def test_an_answer_the_poll_has_not_is_refused(client, session):
    stall = await livestream.stall(session)
    poll = await games.poll(session, stall)

    reply = await vote(client, stall, poll, 3)

    assert (reply.status_code, reply.json()["code"]) == (422, "choice_unknown")


async def test_a_poll_of_another_room_is_unknown(client, session):
    here, elsewhere = await livestream.stall(session), await livestream.stall(session)
    poll = await games.poll(session, elsewhere)

    reply = await vote(client, here, poll, 0)

    assert (reply.status_code, reply.json()["code"]) == (404, "poll_unknown")


async def test_fifty_voters_at_once_are_fifty_votes(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        poll = await games.poll(session, stall)
        await session.commit()

    replies = await asyncio.gather(
        *(vote(live_client, stall, poll, number % 3, **browser(number)) for number in range(50))
    )

    assert Counter(reply.status_code for reply in replies) == {204: 50}
    assert [option["votes"] for option in (await seen(live_client, stall))["options"]] == [17, 17, 16]


async def test_one_voter_who_taps_twenty_times_at_once_has_one_vote(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        poll = await games.poll(session, stall)
        await session.commit()

    replies = await asyncio.gather(*(vote(live_client, stall, poll, number % 3) for number in range(20)))

    assert {reply.status_code for reply in replies} == {204}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(PollVote)) == 1


async def test_a_poll_closes_by_the_databases_clock_and_its_result_stays_for_half_a_minute(live_client, sessions, warp):
    async with sessions() as session:
        stall = await livestream.stall(session)
        poll = await games.poll(session, stall, seconds=30)
        await session.commit()
        await vote(live_client, stall, poll, 1)
        await warp(session, timedelta(seconds=45))

        late = await vote(live_client, stall, poll, 0, **browser(2))
        shown = await seen(live_client, stall)
        await warp(session, timedelta(seconds=70))

        assert (late.status_code, late.json()["code"]) == (409, "poll_closed")
        assert (shown["open"], [option["votes"] for option in shown["options"]]) == (False, [0, 1, 0])
        assert await seen(live_client, stall) is None
        next_one = await games.poll(session, stall)
        assert next_one.id != poll.id


async def test_a_vote_under_way_is_counted_before_the_host_closes(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        poll = await games.poll(session, stall, seconds=None)
        await session.commit()

    async with sessions() as closing:
        await close_poll(closing, games.host_of(stall), stall.live.slug, poll.id)
        under_way = asyncio.create_task(vote(live_client, stall, poll, 0))
        waiting = await asyncio.wait({under_way}, timeout=0.3)
        await closing.commit()
    reply = await under_way

    assert not waiting[0], "the vote waits for the close"
    assert (reply.status_code, reply.json()["code"]) == (409, "poll_closed")


async def test_closing_twice_writes_one_moment(client, session):
    stall = await livestream.stall(session)
    poll = await games.poll(session, stall)
    await accounts.signed_in(client, stall.host)

    replies = [await client.post(f"{stall.path}/polls/{poll.id}/close") for _ in range(2)]

    assert [reply.status_code for reply in replies] == [204, 204]
    told = await session.scalar(
        select(func.count()).select_from(OutboxEvent).where(OutboxEvent.kind == "games.poll_changed")
    )
    assert told == 2, "opened once, closed once"
    assert await session.scalar(select(func.count()).select_from(Poll).where(Poll.closed_at.is_not(None))) == 1


async def test_a_room_off_air_has_no_poll(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/polls", json=QUESTION)

    assert (reply.status_code, reply.json()["code"]) == (409, "not_on_air")
