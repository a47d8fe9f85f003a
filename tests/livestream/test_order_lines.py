"""That an order stands is never crowded out of a room: not by talk, nor by other orders."""

from sqlalchemy import insert

from shop.core.db import short
from shop.livestream.models import Comment
from tests.make import accounts, livestream
from tests.make.comment_orders import PHONE, room, say


def _line(stall, number, *, order=False, **more):
    said = {"session_id": stall.live.id, "client_id": f"line {number} {order}", "name": "Ngọc", "text": f"câu {number}"}
    return said | {"order_code": f"CM-{number}" if order else None} | more


async def _written(sessions, *lines):
    async with short(sessions) as session:
        for line in lines:
            await session.execute(insert(Comment).values(line))


async def test_talk_does_not_crowd_out_orders_nor_orders_talk(live_client, sessions):
    async with short(sessions) as session:
        stall = await livestream.stall(session)
    await _written(sessions, *(_line(stall, number, order=True) for number in range(25)))
    await _written(sessions, *(_line(stall, number) for number in range(25)))

    frame = (await live_client.get(f"{stall.path}/snapshot")).json()

    orders = [comment["text"] for comment in frame["comments"] if comment["order"]]
    talk = [comment["text"] for comment in frame["comments"] if not comment["order"]]
    newest = [f"câu {number}" for number in range(5, 25)]
    assert (orders, talk) == (newest, newest)
    assert frame["orders"] == 25


async def test_a_room_without_talk_has_no_orders(live_client, sessions):
    async with short(sessions) as session:
        stall = await livestream.stall(session)

    frame = (await live_client.get(f"{stall.path}/snapshot")).json()

    assert (frame["orders"], frame["comments"]) == (0, [])


async def test_the_writer_is_told_the_rooms_line_at_once(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))

    said = await say(live_client, stall, f"chốt A1 {PHONE}")

    line = said["wish"]["line"]
    assert line["order"] is True
    assert said["wish"]["order"]["code"][-2:] in line["text"]


async def test_so_is_one_whose_lines_nobody_else_reads(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))
    first = await say(live_client, stall, "đẹp quá shop ơi")
    await accounts.signed_in(live_client, stall.host)
    banned = await live_client.post(f"{stall.path}/comments/{first['id']}/ban", json={"kind": "shadow", "why": "spam"})
    live_client.cookies.clear()

    said = await say(live_client, stall, f"chốt A1 {PHONE}")
    others = (await live_client.get(f"{stall.path}/snapshot")).json()

    assert banned.status_code < 300, banned.text
    assert said["wish"]["line"]["order"] is True
    assert others["orders"] == 0
