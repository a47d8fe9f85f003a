"""Comments and bans at the same moment: one order for each sender, whoever comes first."""

import asyncio
from uuid import UUID, uuid4

from sqlalchemy import func, select

from shop.core.actor import Actor, Role
from shop.core.db import short
from shop.livestream.models import BanKind, Comment
from shop.livestream.moderate import Sentence, ban_speaker
from tests.make import livestream


async def post(client, stall, text, client_id=None):
    body = {"text": text, "client_id": client_id or f"client-{uuid4().hex}"}
    return await client.post(f"{stall.path}/comments", json=body)


async def test_two_comments_of_one_slow_window_are_never_both_taken(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        stall.live.slow_seconds = 60
        await session.commit()

    replies = await asyncio.gather(*(post(live_client, stall, f"câu {n}") for n in range(8)))

    assert sorted(reply.status_code for reply in replies) == [201] + [429] * 7
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Comment)) == 1


async def test_the_same_comment_sent_eight_times_into_a_slow_room_is_taken_once_and_answered_each_time(
    live_client, sessions
):
    async with sessions() as session:
        stall = await livestream.stall(session)
        stall.live.slow_seconds = 60
        await session.commit()

    replies = await asyncio.gather(*(post(live_client, stall, "một câu", "client-0001") for _ in range(8)))

    assert [reply.status_code for reply in replies] == [201] * 8
    assert len({reply.json()["id"] for reply in replies}) == 1


async def test_a_comment_under_way_comes_before_the_mute_or_is_refused(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        await session.commit()
    first = await post(live_client, stall, "câu đầu")
    comment = UUID(first.json()["id"])
    host = Actor(person_id=stall.host.id, roles=frozenset({Role.HOST}))

    async with sessions() as muting:
        await ban_speaker(muting, host, stall.live.slug, comment, Sentence(kind=BanKind.MUTE))
        under_way = asyncio.create_task(post(live_client, stall, "câu sau"))
        waiting = await asyncio.wait({under_way}, timeout=0.3)
        await muting.commit()
    reply = await under_way

    assert waiting[0] == set()
    assert (reply.status_code, reply.json()["code"]) == (403, "comment_muted")
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Comment)) == 1


async def test_two_moderators_who_mute_one_sender_make_one_ban(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        await session.commit()
    comment = UUID((await post(live_client, stall, "câu đầu")).json()["id"])
    host = Actor(person_id=stall.host.id, roles=frozenset({Role.HOST}))

    async def mute():
        async with short(sessions) as session:
            return (await ban_speaker(session, host, stall.live.slug, comment, Sentence(kind=BanKind.MUTE))).id

    made = await asyncio.gather(*(mute() for _ in range(6)))

    assert len(set(made)) == 1
