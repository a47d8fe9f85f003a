"""The desk's part of a session shown elsewhere: add, send, stop, remove; what is secret never comes back."""

import re

from sqlalchemy import select

from shop.simulcast.models import SimulcastTarget
from tests.make import accounts, livestream
from tests.make.simulcast import KEY
from tests.web.pages import send

YOUTUBE = "rtmp://a.rtmp.youtube.com/live2"


async def press(client, stall, action, **fields):
    return await send(client, f"/phien/{stall.live.slug}/dieu-khien", action=action, **fields)


async def desk_of(client, stall):
    return (await client.get(f"/phien/{stall.live.slug}/dieu-khien")).text


async def test_a_host_adds_sends_stops_and_removes_at_the_desk(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    added = await press(client, stall, "sim_add", platform="youtube", address=YOUTUBE, stream_key=KEY)
    shown = await desk_of(client, stall)
    target = re.search(r'name="target" value="([^"]+)"', shown)[1]
    await press(client, stall, "sim_send", target=target)
    sent = await session.scalar(select(SimulcastTarget.wanted).execution_options(populate_existing=True))
    await press(client, stall, "sim_stop", target=target)
    stopped = await desk_of(client, stall)
    await press(client, stall, "sim_remove", target=target)

    assert added.status_code == 303
    assert YOUTUBE in shown
    assert KEY not in shown
    assert "••••" in shown
    assert sent is True
    assert "Bạn đã dừng phát tới đây." in stopped
    assert (await session.scalars(select(SimulcastTarget))).all() == []


async def test_a_key_that_would_say_a_second_option_is_refused_in_words(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await press(client, stall, "sim_add", platform="other", address=YOUTUBE, stream_key="abc\nrtmp_app=x")

    assert reply.status_code == 422
    assert "Khóa phát để trống, quá dài hoặc có dấu cách." in reply.text
    assert f'value="{YOUTUBE}"' in reply.text
    assert "rtmp_app" not in reply.text
    assert (await session.scalars(select(SimulcastTarget))).all() == []


async def test_in_production_a_private_address_is_refused_at_once(make_client, sessions, tmp_path):
    async with sessions() as session, session.begin():
        stall = await livestream.stall(session)
    async with make_client(env="production") as client:
        await accounts.signed_in(client, stall.host)
        body = {"platform": "other", "address": "rtmp://10.0.0.7/live", "key": KEY}
        reply = await client.post(f"{stall.path}/simulcast", json=body)

    assert (reply.status_code, reply.json()["code"]) == (422, "target_private")
