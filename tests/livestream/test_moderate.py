"""A room kept in order: taken down, muted, in the shadow, slow; and the sender is told why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.livestream.models import Comment, RoomBan
from tests.make import accounts, livestream


def said(text, client_id=None, **more):
    return {"text": text, "client_id": client_id or f"client-{uuid4().hex}", **more}


async def post(client, stall, text, client_id=None, agent="browser", **more):
    return await client.post(
        f"{stall.path}/comments", json=said(text, client_id, **more), headers={"user-agent": agent}
    )


async def act(client, who, address, **body):
    """Do something signed in, and be a guest again."""
    await accounts.signed_in(client, who)
    reply = await client.post(address, json=body)
    client.cookies.clear()
    return reply


async def ban(client, stall, comment, kind="mute", **more):
    return await act(client, stall.host, f"{stall.path}/comments/{comment.json()['id']}/ban", kind=kind, **more)


async def texts(client, stall, agent="somebody else"):
    room = (await client.get(f"{stall.path}/snapshot", headers={"user-agent": agent})).json()
    return [line["text"] for line in room["comments"]]


async def test_what_is_taken_down_leaves_every_screen_and_is_kept(client, session):
    stall = await livestream.stall(session)
    kept = await post(client, stall, "ngon quá")
    gone = await post(client, stall, "hàng này dở")

    reply = await act(client, stall.host, f"{stall.path}/comments/{gone.json()['id']}/remove", why="sai sự thật")
    room = (await client.get(f"{stall.path}/snapshot")).json()

    assert reply.status_code == 204
    assert [line["id"] for line in room["comments"]] == [kept.json()["id"]]
    assert room["removed"] == [gone.json()["id"]]
    row = (await session.scalars(select(Comment).where(Comment.hidden_at.is_not(None)))).one()
    assert (row.text, row.hidden_by, row.hidden_why) == ("hàng này dở", stall.host.id, "sai sự thật")


async def test_each_act_is_logged_once_however_often_it_is_sent(client, session):
    stall = await livestream.stall(session)
    line = await post(client, stall, "hàng này dở")
    at = f"{stall.path}/comments/{line.json()['id']}"

    for _ in range(2):
        await act(client, stall.host, f"{at}/remove")
        await act(client, stall.host, f"{at}/ban", kind="mute")
        await act(client, stall.host, f"{stall.path}/slow", seconds=30)
    bans = (await session.scalars(select(RoomBan))).all()
    for _ in range(2):
        await act(client, stall.host, f"{stall.path}/bans/{bans[0].id}/lift")

    acts = await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == stall.live.slug))
    expected = ["livestream.lift", "livestream.mute", "livestream.remove", "livestream.slow"]
    assert (len(bans), sorted(acts)) == (1, expected)


async def test_a_muted_guest_is_told_until_when_and_why_and_nobody_else_is_muted(client, session, warp):
    stall = await livestream.stall(session)
    line = await post(client, stall, "hàng này dở", agent="loud")

    await ban(client, stall, line, minutes=5, why="nói xấu gian hàng")
    loud = await post(client, stall, "sao lại thế", agent="loud")
    quiet = await post(client, stall, "em ở cùng mạng", agent="quiet")
    await warp(session, timedelta(minutes=6))
    later = await post(client, stall, "xin lỗi shop", agent="loud")

    assert (loud.status_code, loud.json()["code"]) == (403, "comment_muted")
    assert "nói xấu gian hàng" in loud.json()["detail"]
    assert loud.json()["until"] is not None
    assert [quiet.status_code, later.status_code] == [201, 201]


async def test_a_person_muted_for_the_session_is_muted_in_every_browser_until_it_is_lifted(client, session):
    stall = await livestream.stall(session)
    loud = await accounts.person(session)
    line = await act(client, loud, f"{stall.path}/comments", **said("hàng này dở"))

    made = await ban(client, stall, line)
    refused = await act(client, loud, f"{stall.path}/comments", **said("sao lại thế"))
    await act(client, stall.host, f"{stall.path}/bans/{made.json()['id']}/lift")
    after = await act(client, loud, f"{stall.path}/comments", **said("cảm ơn shop"))

    assert (made.json()["until"], refused.status_code, after.status_code) == (None, 403, 201)
    assert "hết phiên" in refused.json()["detail"]


async def test_a_comment_sent_again_by_who_was_muted_since_is_the_comment_it_was(client, session):
    stall = await livestream.stall(session)
    line = await post(client, stall, "hàng này dở", "client-0001")
    await ban(client, stall, line)

    again = await post(client, stall, "hàng này dở", "client-0001")

    assert (again.status_code, again.json()["id"]) == (201, line.json()["id"])


async def test_who_is_in_the_shadow_speaks_to_themselves_and_their_host(client, session):
    stall = await livestream.stall(session)
    line = await post(client, stall, "câu đầu", agent="loud")
    await ban(client, stall, line, kind="shadow")

    reply = await post(client, stall, "câu sau", agent="loud")
    own, others = await texts(client, stall, "loud"), await texts(client, stall)
    await accounts.signed_in(client, stall.host)
    desk = (await client.get(f"{stall.path}/talk")).json()

    assert (reply.status_code, reply.json()["text"]) == (201, "câu sau")
    assert (own, others) == (["câu đầu", "câu sau"], ["câu đầu"])
    assert [(line["text"], line["shadow"], line["ban"]) for line in desk["lines"]] == [
        ("câu đầu", False, "shadow"),
        ("câu sau", True, "shadow"),
    ]
    assert [each["kind"] for each in desk["bans"]] == ["shadow"]


async def test_a_new_ban_takes_the_place_of_the_one_before(client, session):
    stall = await livestream.stall(session)
    line = await post(client, stall, "câu đầu")

    await ban(client, stall, line, minutes=5)
    await ban(client, stall, line, kind="shadow")

    rows = (await session.scalars(select(RoomBan).order_by(RoomBan.id))).all()
    assert [(row.kind, row.lifted_at is None) for row in rows] == [("mute", False), ("shadow", True)]


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICER, Role.ADMIN])
async def test_staff_and_officers_are_never_muted_and_never_slowed(client, session, role):
    stall = await livestream.stall(session)
    helper = await accounts.person(session, role)
    await act(client, stall.host, f"{stall.path}/slow", seconds=60)

    lines = [await act(client, helper, f"{stall.path}/comments", **said(f"câu {n}, xem a.com")) for n in range(2)]
    refused = await ban(client, stall, lines[0])

    assert [line.status_code for line in lines] == [201, 201]
    assert (refused.status_code, refused.json()["code"]) == (409, "speaker_exempt")


async def test_slow_mode_asks_each_sender_to_wait_and_says_how_long(client, session, warp):
    stall = await livestream.stall(session)
    await act(client, stall.host, f"{stall.path}/slow", seconds=30)

    first = await post(client, stall, "một")
    second = await post(client, stall, "hai")
    other = await post(client, stall, "của người khác", agent="other")
    await warp(session, timedelta(seconds=31))
    later = await post(client, stall, "ba")

    assert [first.status_code, second.status_code, other.status_code] == [201, 429, 201]
    assert second.json()["code"] == "comment_too_soon"
    assert 1 <= int(second.headers["retry-after"]) <= 30
    assert later.status_code == 201
    assert (await client.get(f"{stall.path}/snapshot")).json()["slow_seconds"] == 30


async def test_links_are_for_staff(client, session):
    stall = await livestream.stall(session)

    guest = await post(client, stall, "mua ở shop-khac.com rẻ hơn")
    named = await post(client, stall, "ngon", name="shop-khac.com")
    host = await act(client, stall.host, f"{stall.path}/comments", **said("xem chomay.vn/san-pham nhé"))

    assert [guest.json()["code"], named.json()["code"]] == ["comment_link", "comment_link"]
    assert host.status_code == 201


async def test_a_host_who_promises_healing_or_stars_is_warned_and_not_stopped(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id)})

    reply = await client.post(f"{stall.path}/comments", json=said("Ấm này trị dứt điểm mất ngủ, OCOP 5 sao"))
    plain = await client.post(f"{stall.path}/comments", json=said("Ấm này pha trà ngon lắm"))

    assert (reply.status_code, reply.json()["claims"]) == (201, ["healing", "stars"])
    assert plain.json()["claims"] == []
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "livestream.claim"))).one()
    assert entry.detail["claims"] == ["healing", "stars"]


async def test_moderation_is_for_the_host_officers_and_administrators_of_a_comment_of_the_room(client, session):
    stall, other = await livestream.stall(session), await livestream.stall(session)
    line = await post(client, stall, "câu đầu")
    officer = await accounts.person(session, Role.OFFICER)
    path = f"/comments/{line.json()['id']}/remove"

    elsewhere = await act(client, other.host, f"{other.path}{path}")
    stranger = await act(client, other.host, f"{stall.path}{path}")
    allowed = await act(client, officer, f"{stall.path}{path}")
    unknown = await act(client, officer, f"{stall.path}/bans/{uuid4()}/lift")

    assert [elsewhere.status_code, stranger.status_code, allowed.status_code] == [404, 403, 204]
    assert unknown.json()["code"] == "ban_unknown"


async def test_nobody_can_be_told_from_an_order_of_a_guest(client, session):
    stall = await livestream.stall(session)
    line = Comment(session_id=stall.live.id, client_id="order CM-1", name="Ngọc", text="đã chốt", order_code="CM-1")
    session.add(line)
    await session.flush()

    reply = await act(client, stall.host, f"{stall.path}/comments/{line.id}/ban", kind="mute")

    assert (reply.status_code, reply.json()["code"]) == (409, "speaker_unknown")


async def test_addresses_of_guests_stand_nowhere_and_differ_from_room_to_room(client, session):
    stall, other = await livestream.stall(session), await livestream.stall(session)

    for room in (stall, stall, other):
        await post(client, room, "chào")

    keys = (await session.scalars(select(Comment.guest_key).order_by(Comment.id))).all()
    assert [len(key) for key in keys] == [16, 16, 16]
    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)
