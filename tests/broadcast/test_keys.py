"""Stream keys: shown once, one a session, of use to nobody once they were taken back."""

import pytest
from sqlalchemy import select

from shop.broadcast.errors import StreamKeyWrong
from shop.broadcast.keys import digest_of
from shop.broadcast.models import Source, StreamKey, Take, TakeEnd
from shop.broadcast.publish import open_take
from shop.core.audit import AuditEntry
from shop.core.idempotency import IdempotencyKey
from shop.markets.models import SessionState
from tests.make import accounts, broadcast, livestream


async def test_key_is_shown_once_and_kept_as_its_hash(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    made = await client.post(f"{stall.path}/stream-key")
    held = await client.get(f"{stall.path}/stream-key")

    key = made.json()["key"]
    row = await session.scalar(select(StreamKey))
    assert (made.status_code, len(key)) == (201, 26)
    assert made.json() == {"key": key, "rtmp_url": None, "stream_name": f"{stall.live.slug}?key={key}"}
    assert held.json()["hint"] == key[-4:]
    assert row.key_hash == digest_of(key)
    assert key not in str([entry.detail for entry in await session.scalars(select(AuditEntry))])


async def test_repeat_with_the_same_request_key_is_the_same_key_and_nothing_is_kept_of_it(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    headers = {"Idempotency-Key": "make-a-key-0001"}

    first = await client.post(f"{stall.path}/stream-key", headers=headers)
    again = await client.post(f"{stall.path}/stream-key", headers=headers)

    assert first.json() == again.json()
    assert len((await session.scalars(select(StreamKey))).all()) == 1
    assert (await session.scalars(select(IdempotencyKey))).all() == []


async def test_repeat_after_the_key_was_taken_back_gives_none(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    headers = {"Idempotency-Key": "make-a-key-0001"}
    await client.post(f"{stall.path}/stream-key", headers=headers)
    await client.delete(f"{stall.path}/stream-key")

    again = await client.post(f"{stall.path}/stream-key", headers=headers)

    assert (again.status_code, again.json()["code"]) == (403, "stream_key_wrong")


async def test_without_a_key_there_is_nothing_to_read(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.get(f"{stall.path}/stream-key")

    assert (reply.status_code, reply.json()["code"]) == (404, "stream_key_unknown")


async def test_new_key_revokes_the_old_one_and_cuts_its_publisher(session):
    stall = await livestream.stall(session)
    old = await broadcast.key(session, stall)
    opened = await broadcast.take(session, stall, made=old)

    await broadcast.key(session, stall)

    take = await session.get(Take, opened.take_id, populate_existing=True)
    assert take.end_reason is TakeEnd.REVOKED
    with pytest.raises(StreamKeyWrong):
        await open_take(session, stall.live.slug, old, Source.BROWSER)


async def test_key_taken_back_opens_nothing(client, session):
    stall = await livestream.stall(session)
    key = await broadcast.key(session, stall)
    opened = await broadcast.take(session, stall, made=key)
    await accounts.signed_in(client, stall.host)

    replies = [await client.delete(f"{stall.path}/stream-key") for _ in range(2)]

    take = await session.get(Take, opened.take_id, populate_existing=True)
    assert [reply.status_code for reply in replies] == [204, 204]
    assert take.end_reason is TakeEnd.REVOKED
    with pytest.raises(StreamKeyWrong):
        await open_take(session, stall.live.slug, key, Source.BROWSER)


async def test_session_that_is_over_gets_no_key(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    stall.live.state, stall.live.ended_at = SessionState.ENDED, stall.live.ends_at

    reply = await client.post(f"{stall.path}/stream-key")

    assert (reply.status_code, reply.json()["code"]) == (409, "session_over")
