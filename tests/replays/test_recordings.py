"""The record of a session names its recordings: take by take, with sums, and until when they are kept."""

import csv
import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

from sqlalchemy import update

from shop.broadcast.keeping import open_storage
from shop.broadcast.models import Source, TakeEnd
from shop.broadcast.takes import close_take
from shop.core.actor import Role
from shop.markets.models import LiveSession, SessionState
from shop.oversight.models import Complaint, ComplaintState
from shop.replays.clear import clear_closed
from shop.replays.names import held_folder
from shop.replays.recordings import HEADER, recordings
from shop.replays.remove import expire_replays, withdraw_stopped
from shop.video.names import folder
from tests.make import accounts, broadcast, oversight, replays, video

DAYS = 90


async def filmed(session, settings):
    """A session that is over, with two takes of its own and one of a media server."""
    stall = await replays.over(session, settings)
    ended = (stall.live.state, stall.live.started_at, stall.live.ended_at)
    stall.live.state, stall.live.ended_at = SessionState.ON_AIR, None
    await session.flush()
    for source in (Source.BROWSER, Source.RTMP, Source.NGINX_RTMP):
        opened = await broadcast.take(session, stall, source=source)
        await close_take(session, opened.take_id, TakeEnd.LEFT)
    stall.live.state, stall.live.started_at, stall.live.ended_at = ended
    await session.flush()
    return stall


async def table(session, stall):
    """The recordings of a stall, a dictionary a take."""
    found = await recordings(session, stall.live.slug, DAYS)
    return [dict(zip(HEADER, map(str, row), strict=True)) for row in found.rows]


async def sum_of(settings, here, take):
    """The SHA-256 of a take's head and its pieces one behind the other, worked out by itself."""
    names = [name for name in await video.names(settings, f"{here}{take:03d}/") if name.endswith(".m4s")]
    storage, digest = open_storage(settings), hashlib.sha256()
    for name in (f"{here}{take:03d}/init.mp4", *names):
        digest.update(await storage.get(name))
    return digest.hexdigest()


async def test_each_take_has_its_times_its_size_and_a_sum_that_can_be_worked_out_again(
    session, nested_sessions, settings
):
    stall = await filmed(session, settings)
    await replays.begun(session, stall.live)
    await session.commit()
    before = await table(session, stall)

    await replays.work(nested_sessions, settings)

    here = folder(str(stall.live.id))
    first, second, server = await table(session, stall)
    assert [take["sha256"] for take in before] == ["", "", ""]
    assert [one["sha256"] for one in (first, second)] == [await sum_of(settings, here, take) for take in (1, 2)]
    assert first["filmed_from"] == stall.live.started_at.isoformat(timespec="milliseconds")
    assert int(first["bytes"]) > 10_000
    assert (first["source"], first["closed_why"], first["pieces"]) == ("browser", "left", "11")
    until = (stall.live.ended_at + timedelta(days=DAYS)).isoformat()
    assert [first[name] for name in ("kept", "kept_until", "kept_why")] == ["with the session", until, "90 days"]
    assert (server["kept"], server["sha256"]) == ("with the media server", "")


async def test_under_a_complaint_there_is_no_day_and_afterwards_it_is_gone(session, nested_sessions, settings):
    stall = await filmed(session, settings)
    await replays.begun(session, stall.live)
    await session.commit()
    await replays.work(nested_sessions, settings)
    await oversight.complaint(session, stall)
    argued = (await table(session, stall))[0]
    await session.execute(update(Complaint).values(state=ComplaintState.WITHDRAWN))
    await session.execute(update(LiveSession).values(ended_at=LiveSession.ended_at - timedelta(days=DAYS)))

    await expire_replays(session, DAYS, 10)
    await session.commit()
    await clear_closed(nested_sessions, open_storage(settings))

    gone = (await table(session, stall))[0]
    assert (argued["kept_until"], argued["kept_why"]) == ("", "an open complaint")
    assert (gone["kept"], gone["kept_why"], gone["sha256"]) == ("no more", "kept for 90 days", "")


async def test_what_is_held_as_evidence_is_summed_up_where_it_lies(session, nested_sessions, settings):
    stall = await filmed(session, settings)
    await oversight.complaint(session, stall)
    await withdraw_stopped(session, stall.live.id)
    await session.commit()

    await clear_closed(nested_sessions, open_storage(settings))

    held = await table(session, stall)
    here = held_folder(str(stall.live.id))
    assert [take["kept"] for take in held] == ["apart", "apart", "with the media server"]
    assert [take["sha256"] for take in held[:2]] == [await sum_of(settings, here, take) for take in (1, 2)]


async def test_the_record_an_officer_takes_has_them(client, session, settings):
    stall = await filmed(session, settings)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.post(f"/van-phong/phien/{stall.live.slug}/ho-so", data={})

    archive = zipfile.ZipFile(BytesIO(reply.content))
    rows = list(csv.reader(StringIO(archive.read("ghi-hinh.csv").decode("utf-8-sig"))))
    assert rows[0] == list(HEADER)
    assert len(rows) == 4
    assert "ghi-hinh.csv" in archive.read("SHA256SUMS").decode()
