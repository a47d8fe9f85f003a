"""What a replay shows: chapters, goods at today's price, what was said; its files in parts; never what is withdrawn."""

import pytest
from sqlalchemy import select, update

from shop.catalog.models import Product, Variant
from shop.certification.models import Certificate, CertificateStatus
from shop.conduct.models import SessionStop
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.clock import shop_now
from shop.markets.models import SessionState
from shop.replays.models import Replay
from shop.replays.rules import ms_of
from tests.make import accounts, livestream, replays, video


@pytest.fixture
async def stall(session, nested_sessions, settings):
    return await replays.ready(session, nested_sessions, settings)


def files_of(stall):
    return f"/replays/{stall.live.slug}"


async def test_chapters_stand_at_the_pins_and_goods_at_todays_price(client, session, stall):
    tea, honey = stall.variants
    await session.execute(update(Variant).where(Variant.id == tea.id).values(price=199_000))

    reply = await client.get(f"{stall.path}/replay")

    told = reply.json()
    assert reply.status_code == 200, reply.text
    assert [(one["subject"], one["at"], one["until"]) for one in told["chapters"]] == [
        (str(tea.id), 1.0, 6.0),
        (str(honey.id), 5.0, told["seconds"]),
    ]
    assert [(good["price"], good["available"], good["on_sale"]) for good in told["goods"]] == [
        (199_000, 5, True),
        (250_000, 5, True),
    ]
    assert told["seconds"] == pytest.approx(22.1, abs=0.5)
    assert told["chapters"][0]["still"] == f"{files_of(stall)}/stills/{ms_of(stall.live.started_at) + 6000:013d}.jpg"


async def test_what_may_no_longer_be_sold_says_so_and_shows_no_stars(client, session, stall):
    product = await session.get(Product, stall.variants[0].product_id)
    of_it = Certificate.registered_product_id == product.registered_product_id
    await session.execute(update(Certificate).where(of_it).values(status=CertificateStatus.REVOKED))

    goods = (await client.get(f"{stall.path}/replay")).json()["goods"]

    assert [(good["on_sale"], good["available"], good["certificate"] is None) for good in goods] == [
        (False, 0, True),
        (True, 5, False),
    ]


async def test_an_unchanged_replay_answers_304_and_a_new_price_does_not(client, session, stall):
    tag = (await client.get(f"{stall.path}/replay")).headers["etag"]

    same = await client.get(f"{stall.path}/replay", headers={"if-none-match": tag})
    await session.execute(update(Variant).values(price=99_000))
    other = await client.get(f"{stall.path}/replay", headers={"if-none-match": tag})

    assert (same.status_code, other.status_code) == (304, 200)


async def test_the_playlist_leads_to_every_segment_and_no_further(client, settings, stall):
    began = ms_of(stall.live.started_at)
    rehearsed = await video.take(settings, stall.live.id, began - 60_000, number=3, first=70)

    playlist = await client.get(f"{files_of(stall)}/whole.m3u8")
    named = [line for line in playlist.text.splitlines() if line.endswith(".m4s")]
    replies = [await client.get(f"{files_of(stall)}/{name}") for name in (*named[:2], "001/init.mp4")]
    private = await client.get(f"{files_of(stall)}/003/{rehearsed[0].number:06d}-{rehearsed[0].start}-973.m4s")
    strange = [
        await client.get(f"{files_of(stall)}/{name}") for name in ("001/x.mp4", "replay/pieces.txt", "..%2f/a.m4s")
    ]

    assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert (len(named), playlist.text.count("#EXT-X-DISCONTINUITY\n")) == (22, 1)
    assert playlist.text.rstrip().endswith("#EXT-X-ENDLIST")
    assert {reply.status_code for reply in replies} == {200}
    assert replies[0].content == video.recording()[1][0].data
    assert [reply.status_code for reply in (private, *strange)] == [404] * 4


async def test_talk_is_replayed_at_its_time_without_what_was_taken_down(client, session, stall):
    await replays.say(session, stall, 2, "trà thơm quá, gọi 0912 345 678")
    await replays.say(session, stall, 15, "đợi máy quay")
    await replays.say(session, stall, 25, "mật ong ngon")
    await replays.say(session, stall, 3, "một mình", shadow=True)
    gone = {"hidden_at": shop_now(), "hidden_by": stall.host.id, "hidden_why": "tests"}
    await replays.say(session, stall, 4, "lời xấu", **gone)

    whole = (await client.get(f"{stall.path}/replay/talk")).json()
    later = (await client.get(f"{stall.path}/replay/talk?from=12")).json()

    assert [(line["at"], line["text"]) for line in whole["lines"]] == [
        (2.0, "trà thơm quá, gọi •••• 678"),
        (pytest.approx(11.0, abs=0.3), "đợi máy quay"),
        (pytest.approx(16.0, abs=0.3), "mật ong ngon"),
    ]
    assert whole["next"] is None
    assert [line["text"] for line in later["lines"]] == ["mật ong ngon"]


async def test_what_its_host_typed_stands_at_its_time_also_in_a_file_that_begins_later(client, session, stall):
    for second, text in ((-5, "thử máy"), (2, "trà sen <Tây Hồ>"), (21, "mật ong")):
        await replays.caption(session, stall, second, text)
    track = (await client.get(f"{stall.path}/replay")).json()["captions"]

    whole = await client.get(track)
    later = await client.get(f"{track}?from=10")

    assert whole.headers["content-type"].startswith("text/vtt")
    assert whole.text.count("-->") == 2
    assert "00:00:02.000 --> 00:00:07.000\ntrà sen &lt;Tây Hồ&gt;" in whole.text
    assert later.text.count("-->") == 1
    assert later.text.splitlines()[2].startswith("00:00:02.")


async def test_players_of_their_own_find_captions_a_minute_at_a_time(client, session, stall):
    silent = await client.get((await client.get(f"{stall.path}/replay")).json()["stream"])
    for second, text in ((-5, "thử máy"), (2, "trà sen <Tây Hồ>"), (15, "đợi máy quay"), (21, "mật ong")):
        await replays.caption(session, stall, second, text)

    main = await client.get(f"{files_of(stall)}/main.m3u8")
    listed = await client.get(f"{files_of(stall)}/captions.m3u8")
    named = [line for line in listed.text.splitlines() if line.endswith(".vtt")]
    first, second = [await client.get(f"{files_of(stall)}/{name}") for name in named]
    strange = await client.get(f"{files_of(stall)}/captions/001/000002-0000000000001-1000.vtt")

    assert (silent.status_code, "SUBTITLES" in silent.text) == (200, False)
    assert main.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert 'URI="captions.m3u8"' in main.text
    assert "\nwhole.m3u8\n" in main.text
    assert (listed.text.count("#EXT-X-DISCONTINUITY\n"), "#EXT-X-PLAYLIST-TYPE:VOD" in listed.text) == (1, True)
    assert first.text.startswith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n")
    assert first.text.count("-->") == 1
    assert "trà sen &lt;Tây Hồ&gt;" in first.text
    assert [second.text.partition(word)[1] for word in ("đợi máy quay", "mật ong")] == ["đợi máy quay", "mật ong"]
    assert first.headers["cache-control"] == "private, max-age=3600"
    assert strange.status_code == 404


async def test_before_it_is_built_the_page_says_so_and_a_live_session_has_none(client, session, settings):
    building, live = await replays.over(session, settings), await livestream.stall(session)
    await replays.begun(session, building.live)

    told = [(await client.get(f"{one.path}/replay")).json()["code"] for one in (building, live)]

    assert told == ["replay_being_built", "replay_unknown"]


async def test_a_removed_replay_is_gone_at_every_address_and_the_reason_is_kept(client, session, stall):
    addresses = [
        f"{stall.path}/replay",
        f"{stall.path}/replay/talk",
        f"{files_of(stall)}/whole.m3u8",
        f"{files_of(stall)}/main.m3u8",
        f"{files_of(stall)}/captions.m3u8",
        f"{files_of(stall)}/001/init.mp4",
    ]
    seen = [(await client.get(address)).status_code for address in addresses]
    await accounts.signed_in(client, stall.host)

    empty = await client.post(f"{stall.path}/replay/remove", json={"reason": "   "})
    removed = [await client.post(f"{stall.path}/replay/remove", json={"reason": f"Quay nhầm {n}"}) for n in range(2)]
    after = [(await client.get(address)).status_code for address in addresses]

    assert seen == [200] * 6
    assert empty.json()["code"] == "replay_reason_missing"
    assert [reply.status_code for reply in removed] == [204, 204]
    assert after == [410] + [404] * 5
    why = (await session.scalars(select(Replay.closed_why))).one()
    logged = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "replays.remove"))).all()
    assert (why, len(logged)) == ("Quay nhầm 0", 1)


async def test_a_session_the_authority_stopped_shows_nothing_from_that_moment(client, session, stall):
    officer = await accounts.person(session, Role.OFFICER)
    session.add(SessionStop(session_id=stall.live.id, reason="sai", document_no="12/TMĐT", stopped_by=officer.id))

    replies = [await client.get(a) for a in (f"{stall.path}/replay", f"{files_of(stall)}/whole.m3u8")]

    assert [reply.json()["code"] for reply in replies] == ["replay_unknown"] * 2
    assert stall.live.state is SessionState.ENDED


async def test_a_file_is_sent_in_parts_and_never_more_than_asked(client, stall):
    url = (await client.get(f"{stall.path}/replay")).json()["files"][0]["url"]

    whole = await client.get(url)
    size = len(whole.content)
    ranges = ("bytes=0-3", "bytes=4-7", f"bytes={size - 2}-", "bytes=-2", f"bytes={size}-", "lines=1-2", "bytes=9-3")
    replies = [await client.get(url, headers={"range": asked}) for asked in ranges]

    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    assert whole.headers["content-length"] == str(size)
    assert [reply.status_code for reply in replies] == [206, 206, 206, 206, 416, 200, 200]
    assert replies[1].content == b"ftyp"
    assert replies[2].content == replies[3].content == whole.content[-2:]
    assert replies[0].headers["content-range"] == f"bytes 0-3/{size}"
    assert replies[4].headers["content-range"] == f"bytes */{size}"
