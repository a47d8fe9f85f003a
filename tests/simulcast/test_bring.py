"""Comments from elsewhere: shown with their origin, once, moderated like any, never an order by themselves."""

from sqlalchemy import func, select

from shop.comment_orders.models import CommentWish
from shop.livestream.models import Comment
from shop.orders.models import Order
from shop.simulcast.bring import bring_token
from tests.conftest import SECRET
from tests.make import accounts, livestream


def said(text="Còn màu xanh không?", external_id="fb-1", **more):
    return {"platform": "facebook", "external_id": external_id, "name": "Trần Văn Lan", "text": text, **more}


async def bring(client, stall, token=None, **more):
    headers = {"X-Bring-Token": token or bring_token(SECRET, stall.live.id)}
    return await client.post(f"{stall.path}/comments/import", json=said(**more), headers=headers)


async def as_host(client, stall, method, path, json=None):
    await accounts.signed_in(client, stall.host)
    reply = await client.request(method, f"{stall.path}/{path}", json=json)
    client.cookies.clear()
    return reply


async def test_a_comment_from_elsewhere_is_shown_with_its_origin_and_its_phone_hidden(client, session):
    stall = await livestream.stall(session)

    reply = await bring(client, stall, text="mua 1 bộ, gọi 0912345678 nhé")
    room = (await client.get(f"{stall.path}/snapshot")).json()

    assert reply.status_code == 201, reply.text
    assert [(line["origin"], line["name"]) for line in room["comments"]] == [("facebook", "Trần Văn Lan")]
    assert "0912345678" not in room["comments"][0]["text"]


async def test_the_same_id_of_a_platform_is_one_comment_and_another_platform_another(client, session):
    stall = await livestream.stall(session)

    again = [await bring(client, stall) for _ in range(3)]
    other = await bring(client, stall, platform="youtube")
    changed = await bring(client, stall, text="lời khác")

    assert len({reply.json()["id"] for reply in again}) == 1
    assert other.json()["id"] != again[0].json()["id"]
    assert changed.json()["code"] == "key_reused"
    assert await session.scalar(select(func.count()).select_from(Comment)) == 2


async def test_nobody_in_the_room_can_take_the_place_of_a_comment_to_come(client, session):
    stall = await livestream.stall(session)
    body = {"text": "chiếm chỗ", "client_id": "facebook fb-1", "name": "Ai đó"}

    taken = await client.post(f"{stall.path}/comments", json=body)
    brought = await bring(client, stall)

    assert (taken.status_code, brought.status_code) == (422, 201)


async def test_a_line_that_orders_becomes_no_order_and_stands_apart_for_the_host(client, session):
    stall = await livestream.stall(session)

    await bring(client, stall, text="chốt A1 x 2, 0912345678")
    await bring(client, stall, text="đẹp quá", external_id="fb-2")
    seen = (await as_host(client, stall, "GET", "simulcast")).json()

    assert [(wish["name"], wish["wants"]) for wish in seen["wishes"]] == [("Trần Văn Lan", ["A1 × 2"])]
    assert "0912345678" not in seen["wishes"][0]["text"]
    assert await session.scalar(select(func.count()).select_from(Order)) == 0
    assert await session.scalar(select(func.count()).select_from(CommentWish)) == 0


async def test_its_writer_is_muted_like_any_guest_and_taken_down_like_any(client, session):
    stall = await livestream.stall(session)
    first = (await bring(client, stall, text="mua 1")).json()

    ban = await as_host(client, stall, "POST", f"comments/{first['id']}/ban", {"kind": "mute"})
    gone = await as_host(client, stall, "POST", f"comments/{first['id']}/remove", {"why": "rác"})
    muted = await bring(client, stall, external_id="fb-2")
    other = await bring(client, stall, external_id="fb-3", name="Người khác")
    seen = (await as_host(client, stall, "GET", "simulcast")).json()

    assert (ban.status_code, gone.status_code) == (200, 204)
    assert muted.json()["code"] == "comment_muted"
    assert other.status_code == 201
    assert seen["wishes"] == []


async def test_links_are_refused_as_in_the_room(client, session):
    stall = await livestream.stall(session)

    reply = await bring(client, stall, text="xem ở http://lua-dao.example nhé")

    assert reply.json()["code"] == "comment_link"


async def test_only_who_runs_the_session_or_holds_its_token_brings_comments(client, session):
    stall, other = await livestream.stall(session), await livestream.stall(session)

    guest = await client.post(f"{stall.path}/comments/import", json=said())
    wrong = await bring(client, stall, token=bring_token(SECRET, other.live.id))
    host = await as_host(client, stall, "POST", "comments/import", said())
    stranger = await as_host(client, other, "GET", "simulcast")
    await accounts.signed_in(client, other.host)
    foreign = await client.post(f"{stall.path}/comments/import", json=said())

    assert (guest.status_code, guest.json()["code"]) == (401, "sign_in_first")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "bring_token_wrong")
    assert (host.status_code, stranger.status_code, foreign.status_code) == (201, 200, 403)


async def test_a_room_that_is_not_on_air_takes_none(client, session):
    stall = await livestream.stall(session, on_air=False)

    reply = await bring(client, stall)

    assert reply.json()["code"] == "not_on_air"
