"""What a host adds to the picture: stills and captions."""

import io
from datetime import datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from shop.broadcast.models import Caption
from tests.make import accounts, livestream


def jpeg(size=(360, 640)):
    """A still as a host's page makes it."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


async def said(client, stall, **changed):
    body = {"client_id": "caption-0001", "text": "Giá hôm nay 250 nghìn", "seconds": 5} | changed
    return await client.post(f"{stall.path}/captions", json=body)


async def test_still_of_the_host_is_shown(client, session):
    stall = await livestream.stall(session)
    stall.live.started_at -= timedelta(minutes=1)
    await accounts.signed_in(client, stall.host)

    kept = await client.post(f"{stall.path}/stills", content=jpeg(), headers={"content-type": "image/jpeg"})
    client.cookies.clear()
    shown = await client.get(f"/video/{stall.live.slug}/still.jpg")

    assert (kept.status_code, shown.status_code) == (204, 200)
    assert Image.open(io.BytesIO(shown.content)).format == "JPEG"


async def test_stills_of_the_busiest_picture_leave_thin_networks_their_sound(client, session):
    stall = await livestream.stall(session)
    stall.live.started_at -= timedelta(minutes=1)
    await accounts.signed_in(client, stall.host)
    out = io.BytesIO()
    Image.effect_noise((360, 640), 20).save(out, "JPEG", quality=50)

    await client.post(f"{stall.path}/stills", content=out.getvalue(), headers={"content-type": "image/jpeg"})
    shown = await client.get(f"/video/{stall.live.slug}/still.jpg")

    assert shown.status_code == 200
    assert len(shown.content) * 8 / 10 < 16_000


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"no picture", 422), (b"", 422), (b"\xff\xd8" + b"x" * 70_000, 413)],
    ids=["junk", "none", "large"],
)
async def test_what_is_no_small_jpeg_is_refused(client, session, content, status):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/stills", content=content, headers={"content-type": "image/jpeg"})

    assert reply.status_code == status


async def test_caption_stands_in_the_room_and_in_the_track(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    replies = [await said(client, stall) for _ in range(2)]
    room = (await client.get(f"{stall.path}/snapshot")).json()
    track = await client.get(f"/video/{stall.live.slug}/captions.vtt")

    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    [line] = (await session.scalars(select(Caption))).all()
    seen = room["caption"]
    since, until = (datetime.fromisoformat(seen[name]) for name in ("since", "until"))
    assert (seen["text"], since, until - since) == ("Giá hôm nay 250 nghìn", line.created_at, timedelta(seconds=5))
    assert track.text.startswith("WEBVTT")
    assert "Giá hôm nay 250 nghìn" in track.text


async def test_caption_before_air_or_without_words_is_refused(client, session):
    stall, later = await livestream.stall(session), await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)
    blank = await said(client, stall, text=" ")
    await accounts.signed_in(client, later.host)
    early = await said(client, later)

    assert (blank.json()["code"], early.json()["code"]) == ("caption_empty", "not_on_air")
