"""Places a session is sent to, as its host keeps them."""

from uuid import UUID

from sqlalchemy import select

from shop.core.audit import AuditEntry
from shop.core.sealed import open_secret
from shop.simulcast.end import end_targets
from shop.simulcast.keep import PURPOSE
from shop.simulcast.models import SimulcastTarget
from tests.conftest import SECRET
from tests.make import livestream
from tests.make.simulcast import KEY, add

YOUTUBE = "rtmp://a.rtmp.youtube.com/live2"


async def seen(client, stall):
    return (await client.get(f"{stall.path}/simulcast")).json()["targets"]


async def test_a_target_is_kept_with_its_key_sealed_and_masked(client, session):
    stall = await livestream.stall(session)

    target = await add(client, stall, YOUTUBE, send=False)
    shown = (await seen(client, stall))[0]

    row = await session.get(SimulcastTarget, UUID(target))
    assert (shown["key"], shown["state"], shown["wanted"]) == ("••••&x=1", "stopped", False)
    assert KEY not in str(shown)
    assert KEY.encode() not in row.key_sealed
    assert open_secret(SECRET, PURPOSE, str(stall.live.id), row.key_sealed) == KEY
    assert open_secret(SECRET, PURPOSE, target, row.key_sealed) is None
    assert open_secret("another secret", PURPOSE, str(stall.live.id), row.key_sealed) is None


async def test_the_same_again_is_one_and_a_fifth_is_one_too_many(client, session):
    stall = await livestream.stall(session)
    first = await add(client, stall, YOUTUBE, send=False)

    again = await add(client, stall, YOUTUBE + "/", send=False)
    for number in range(3):
        await add(client, stall, YOUTUBE, key=f"khoa-so-{number}-abc", send=False)
    body = {"platform": "other", "address": YOUTUBE, "key": "mot-khoa-nua"}
    fifth = await client.post(f"{stall.path}/simulcast", json=body)

    assert again == first
    assert (fifth.status_code, fifth.json()["code"]) == (409, "too_many_targets")


async def test_sending_and_stopping_are_said_in_words_and_logged_once(client, session):
    stall = await livestream.stall(session)
    target = await add(client, stall, YOUTUBE)

    await client.post(f"{stall.path}/simulcast/{target}/send")
    unserved = (await seen(client, stall))[0]
    for _ in range(2):
        assert (await client.post(f"{stall.path}/simulcast/{target}/stop")).status_code == 204
    stopped = (await seen(client, stall))[0]

    assert (unserved["state"], unserved["why"], unserved["wanted"]) == ("waiting", "unserved", True)
    assert "ffmpeg" in unserved["told"]
    assert (stopped["state"], stopped["why"]) == ("stopped", "by_host")
    acts = await session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("simulcast.%")))
    assert sorted(acts) == ["simulcast.add", "simulcast.send", "simulcast.stop"]
    assert KEY not in str([entry.detail for entry in await session.scalars(select(AuditEntry))])


async def test_an_address_that_takes_no_picture_is_refused(client, session):
    stall = await livestream.stall(session)
    await add(client, stall, YOUTUBE, send=False)

    body = {"platform": "other", "address": "http://169.254.169.254/latest", "key": "khoa-gi-do-123"}
    reply = await client.post(f"{stall.path}/simulcast", json=body)

    assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, "target_address_wrong", "address")


async def test_when_a_session_is_over_its_keys_are_gone(client, session):
    stall = await livestream.stall(session)
    target = await add(client, stall, YOUTUBE)
    await client.post(f"{stall.path}/end")

    for _ in range(2):
        await end_targets(session, stall.live.id)
    again = await client.post(f"{stall.path}/simulcast/{target}/send")

    row = await session.get(SimulcastTarget, UUID(target), populate_existing=True)
    assert (row.key_sealed, row.wanted, row.state, row.why) == (None, False, "stopped", "session_ended")
    assert again.json()["code"] == "target_over"


async def test_a_target_that_is_removed_leaves_nothing(client, session):
    stall = await livestream.stall(session)
    target = await add(client, stall, YOUTUBE)

    replies = [await client.delete(f"{stall.path}/simulcast/{target}") for _ in range(2)]
    send = await client.post(f"{stall.path}/simulcast/{target}/send")

    assert [reply.status_code for reply in replies] == [204, 204]
    assert (send.status_code, send.json()["code"]) == (404, "target_unknown")
    assert (await session.scalars(select(SimulcastTarget))).all() == []
