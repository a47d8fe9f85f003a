"""Orders by comment: what is clear is ordered at once, once, and answered in the room."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from shop.inventory.models import StockLevel
from shop.livestream.models import Comment
from shop.orders.audit import audit_books
from shop.orders.models import Order, OrderLine
from tests.make import accounts
from tests.make.comment_orders import PHONE, room, say, wished


async def lines(sessions):
    """What is ordered: (pieces, price) of each line of orders that stand."""
    async with sessions() as session:
        rows = await session.execute(
            select(OrderLine.quantity, OrderLine.price)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.status != "cancelled")
            .order_by(OrderLine.id)
        )
        return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a1 2 bộ 0912.345.678", [(2, 200_000)]),
        ("chốt em mã 1 nhé 0912345678", [(1, 200_000)]),
        ("lay 2 bo a2, 0912345678", [(2, 250_000)]),
        ("chốt 3 bộ 0912345678", [(3, 200_000)]),
        ("Chốt A1, A2 mỗi loại 2. 0912345678", [(2, 200_000), (2, 250_000)]),
        ("chốt A1 x2, ship về Cầu Giấy bao nhiêu shop? 0912345678", [(2, 200_000)]),
    ],
)
async def test_a_clear_comment_is_an_order_at_the_price_of_the_room(live_client, sessions, text, expected):
    stall = await room(live_client, sessions, pinned=(0,))

    wish = await wished(live_client, stall, text)

    assert (wish["state"], wish["ask"], wish["why"]) == ("placed", None, None)
    assert await lines(sessions) == expected
    headers = {"X-Order-Token": wish["order"]["token"]}
    order = (await live_client.get(f"/api/v1/orders/{wish['order']['code']}", headers=headers)).json()
    assert order["total"] == sum(pieces * price for pieces, price in expected)
    assert order["contact"] == {"name": "Lê Thị Ngọc", "phone": "+84912345678", "email": None}
    assert order["delivery"]["sales_point"]["slug"] == stall.place.slug


@pytest.mark.parametrize(
    "text", ["A1 đẹp quá", "hôm qua em lấy A1 rồi", "đừng chốt A1 vội", "ai chốt A1 chưa", "xin chào shop"]
)
async def test_talk_orders_nothing(live_client, sessions, text):
    stall = await room(live_client, sessions, pinned=(0,))

    assert (await wished(live_client, stall, f"{text} 0912345678")) is None or await lines(sessions) == []
    assert await lines(sessions) == []


async def test_the_order_is_answered_in_the_room_with_its_telephone_masked(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))

    wish = await wished(live_client, stall, f"chốt a1 x2 {PHONE}")

    seen = (await live_client.get(f"{stall.path}/snapshot")).json()["comments"]
    assert [(line["name"], line["order"]) for line in seen] == [("Lê Thị Ngọc", False), ("Ngọc", True)]
    assert seen[0]["text"] == "chốt a1 x2 •••• 678"
    assert seen[1]["text"].startswith("đã chốt 2 × ")
    assert wish["order"]["code"] not in seen[1]["text"]


async def test_the_same_comment_sent_again_is_the_same_order(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))

    first, *others = [
        await wished(live_client, stall, f"chốt a1 {PHONE}", client_id="comment-sent-twice") for _ in range(3)
    ]

    assert [other["order"] for other in others] == [first["order"]] * 2
    assert await lines(sessions) == [(1, 200_000)]


async def test_the_same_comment_many_times_at_once_is_one_order(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))

    said = [wished(live_client, stall, f"chốt a1 {PHONE}", client_id="comment-at-once") for _ in range(8)]
    codes = {(await one)["comment"] for one in asyncio.as_completed(said)}

    assert len(codes) == 1
    assert await lines(sessions) == [(1, 200_000)]


async def test_the_same_words_of_one_speaker_eight_times_at_once_are_one_order(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))

    wishes = await asyncio.gather(*(wished(live_client, stall, f"chốt a1 x2 {PHONE}") for _ in range(8)))

    assert Counter(wish["state"] for wish in wishes) == {"placed": 1, "repeated": 7}
    assert await lines(sessions) == [(2, 200_000)]


async def test_the_same_words_of_two_people_are_two_orders(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))
    async with sessions() as session, session.begin():
        buyers = [await accounts.person(session, phone=f"+8491234567{n}") for n in range(2)]

    for buyer in buyers:
        await accounts.signed_in(live_client, buyer)
        assert (await wished(live_client, stall, "chốt a1"))["state"] == "placed"

    assert await lines(sessions) == [(1, 200_000)] * 2


async def test_fifty_who_comment_for_twenty_pieces_get_twenty(live_client, sessions):
    stall = await room(live_client, sessions, goods=1, stock=20, pinned=(0,))

    wishes = await asyncio.gather(
        *(
            wished(live_client, stall, f"chốt a1 09123{number:05}", headers={"user-agent": f"phone {number}"})
            for number in range(50)
        )
    )

    assert Counter((wish["state"], wish["why"]) for wish in wishes) == {
        ("placed", None): 20,
        ("refused", "out_of_stock"): 30,
    }
    async with sessions() as session:
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (20, 20)
        answers = select(func.count()).select_from(Comment).where(Comment.order_code.is_not(None))
        assert await session.scalar(answers) == 20
        assert await audit_books(session) == []


async def test_who_finds_nothing_left_is_told_alone(live_client, sessions):
    stall = await room(live_client, sessions, goods=1, stock=1)

    wish = await wished(live_client, stall, f"chốt a1 x2 {PHONE}")

    assert (wish["state"], wish["why"], wish["order"]) == ("refused", "out_of_stock", None)
    assert "1" in wish["told"]
    seen = (await live_client.get(f"{stall.path}/snapshot")).json()["comments"]
    assert [line["order"] for line in seen] == [False]


async def test_a_room_that_is_not_on_air_takes_neither_comment_nor_order(live_client, sessions):
    stall = await room(live_client, sessions, on_air=False)

    reply = await live_client.post(
        f"{stall.path}/comments", json={"text": f"chốt a1 {PHONE}", "client_id": "too-early"}
    )

    assert (reply.status_code, reply.json()["code"]) == (409, "not_on_air")
    assert await lines(sessions) == []


async def test_what_a_host_says_in_their_own_room_orders_nothing(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))
    await accounts.signed_in(live_client, stall.host)

    assert await wished(live_client, stall, f"chốt A1 x2 {PHONE}") is None
    assert await lines(sessions) == []


async def test_who_stands_in_the_shadow_still_buys_and_is_answered_alone(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))
    loud = {"user-agent": "loud"}
    line = await say(live_client, stall, "hàng này dở", headers=loud)
    guest = dict(live_client.cookies)
    live_client.cookies.clear()
    await accounts.signed_in(live_client, stall.host)
    await live_client.post(f"{stall.path}/comments/{line['id']}/ban", json={"kind": "shadow"})
    live_client.cookies.clear()
    live_client.cookies.update(guest)

    wish = await wished(live_client, stall, f"chốt a1 {PHONE}", headers=loud)

    assert wish["state"] == "placed"
    seen = (await live_client.get(f"{stall.path}/snapshot")).json()["comments"]
    assert [comment["text"] for comment in seen] == ["hàng này dở"]


async def test_a_price_that_was_just_taken_down_is_not_swapped_for_another(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))
    await accounts.signed_in(live_client, stall.host)
    await live_client.post(f"{stall.path}/unpin", json={"variant": str(stall.variants[0].id)})
    live_client.cookies.clear()

    wish = await wished(live_client, stall, f"chốt a1 {PHONE}")

    assert (wish["state"], wish["why"]) == ("refused", "price_changed")
    assert await lines(sessions) == []
