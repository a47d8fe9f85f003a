"""More, another number, less, nothing: what was ordered by comment and by tap is changed by comment."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.inventory.models import StockLevel
from shop.livestream.models import Comment
from shop.orders.audit import audit_books
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from tests.make import accounts
from tests.make.comment_orders import PHONE, answer, room, say, wished


async def held(sessions):
    """What stands ordered: code of the variant's place in the line-up -> pieces, over all orders that stand."""
    async with sessions() as session:
        rows = await session.execute(
            select(OrderLine.product_name, OrderLine.quantity)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.status.in_((OrderStatus.HELD, OrderStatus.CONFIRMED)))
            .order_by(OrderLine.product_name)
        )
        found = {}
        for name, pieces in rows:
            code = f"A{int(name.rpartition('-')[2]) + 1}"
            found[code] = found.get(code, 0) + pieces
        assert await audit_books(session) == []
        return found


async def ordered(client, sessions, *texts, **facts):
    """A room in which a guest ordered by these comments."""
    stall = await room(client, sessions, **facts)
    for text in texts:
        assert (await wished(client, stall, text))["state"] == "placed"
    return stall


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("lấy thêm 1 a1 nữa", "placed", {"A1": 3, "A2": 1}),
        ("đổi a1 thành 5", "changed", {"A1": 5, "A2": 1}),
        ("bớt 1 a1", "changed", {"A1": 1, "A2": 1}),
        ("hủy a1", "changed", {"A2": 1}),
        ("không lấy A1 nữa", "changed", {"A2": 1}),
        ("hủy a1 lấy a3", "changed", {"A2": 1, "A3": 1}),
        ("hủy hết", "cancelled", {}),
        ("hủy a2, hủy a1", "cancelled", {}),
    ],
)
async def test_a_comment_changes_what_was_ordered(live_client, sessions, text, state, expected):
    stall = await ordered(live_client, sessions, f"chốt a1 x2, a2 1 {PHONE}")

    wish = await wished(live_client, stall, text)

    assert (wish["state"], wish["told"]) == (state, None)
    assert await held(sessions) == expected


async def test_the_change_is_answered_in_the_room_as_the_order_was(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 x3 {PHONE}")

    await wished(live_client, stall, "bớt 1 a1")
    await wished(live_client, stall, "hủy a1")

    seen = (await live_client.get(f"{stall.path}/snapshot")).json()["comments"]
    answers = [line["text"].split(" ×")[0] for line in seen if line["order"]]
    assert answers == ["đã chốt 3", "đã đổi còn 2", "đã hủy 2"]


async def test_what_was_tapped_is_cancelled_by_comment(live_client, sessions):
    stall = await room(live_client, sessions, pinned=(0,))
    tap = {"variant": str(stall.variants[0].id), "quantity": 2, "contact": {"name": "Ngọc", "phone": PHONE}}
    headers = {"Idempotency-Key": "tapped-before-0001"}
    assert (await live_client.post(f"{stall.path}/orders", json=tap, headers=headers)).status_code == 201

    wish = await wished(live_client, stall, "hủy a1")

    assert wish["state"] == "cancelled"
    assert await held(sessions) == {}


async def test_who_orders_the_same_goods_again_is_asked_for_more_or_another_number(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 {PHONE}")

    wish = await wished(live_client, stall, "chốt a1 x3")
    assert (wish["state"], wish["ask"]["asked"]) == ("asked", "again")
    more, other = wish["ask"]["choices"]
    assert [more["wants"][0]["act"], other["wants"][0]["act"]] == ["add", "change"]
    assert await held(sessions) == {"A1": 1}

    assert (await answer(live_client, stall, wish, choice=other["choice"]))["state"] == "changed"
    assert await held(sessions) == {"A1": 3}


async def test_cancelling_without_a_name_offers_what_is_held(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 x2 {PHONE}", "chốt a3")

    wish = await wished(live_client, stall, "hủy")
    taps = wish["ask"]["choices"]
    assert [[want["code"] for want in tap["wants"]] for tap in taps] == [["A1"], ["A3"], []]
    assert [tap["everything"] for tap in taps] == [False, False, True]

    assert (await answer(live_client, stall, wish, choice=1))["state"] == "cancelled"
    assert await held(sessions) == {"A1": 2}


async def test_a_change_that_cannot_be_keeps_the_old_order(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 x2 {PHONE}", goods=2, stock=4)

    wish = await wished(live_client, stall, "đổi a1 thành 9")

    assert (wish["state"], wish["why"]) == ("refused", "out_of_stock")
    assert await held(sessions) == {"A1": 2}


async def test_all_that_is_left_can_be_had_by_who_holds_the_rest(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 x3 {PHONE}", goods=1, stock=4)

    assert (await wished(live_client, stall, "đổi a1 thành 4"))["state"] == "changed"

    async with sessions() as session:
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (4, 4)


@pytest.mark.parametrize("text", ["hủy a2", "hủy hết", "đổi a2 thành 3"])
async def test_who_holds_nothing_of_it_is_told_so(live_client, sessions, text):
    stall = await room(live_client, sessions)

    wish = await wished(live_client, stall, text)

    assert (wish["state"], wish["why"]) == ("refused", "nothing_held")


async def test_what_is_packed_stays(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 {PHONE}")
    async with sessions() as session, session.begin():
        await session.execute(update(Order).values(status=OrderStatus.PACKED, hold_expires_at=None))
        await session.execute(update(Parcel).values(status=OrderStatus.PACKED))

    wish = await wished(live_client, stall, "hủy a1")

    assert (wish["state"], wish["why"]) == ("refused", "packed_already")


async def test_nobody_takes_back_what_somebody_else_ordered(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 {PHONE}")
    live_client.cookies.clear()

    wish = await wished(live_client, stall, "hủy hết")

    assert (wish["state"], wish["why"]) == ("refused", "nothing_held")
    assert await held(sessions) == {"A1": 1}


async def test_two_changes_at_once_leave_one_order(live_client, sessions):
    stall = await ordered(live_client, sessions, f"chốt a1 x5 {PHONE}")

    wishes = await asyncio.gather(*(wished(live_client, stall, f"đổi a1 thành {count}") for count in (2, 3, 4)))

    assert {wish["state"] for wish in wishes} == {"changed"}
    [pieces] = (await held(sessions)).values()
    assert pieces in {2, 3, 4}


async def test_a_person_is_known_in_every_browser(live_client, sessions):
    stall = await room(live_client, sessions)
    async with sessions() as session, session.begin():
        buyer = await accounts.person(session, phone="+84912345678")
    await accounts.signed_in(live_client, buyer)
    await wished(live_client, stall, "chốt a1 x2")
    live_client.cookies.clear()
    await accounts.signed_in(live_client, buyer)

    assert (await wished(live_client, stall, "bớt 1 a1"))["state"] == "changed"
    assert await held(sessions) == {"A1": 1}


async def test_an_order_taken_wrongly_goes_with_one_tap(live_client, sessions):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"chốt a1 {PHONE}")

    replies = [await live_client.post(f"{stall.path}/asks/{wish['id']}/undo") for _ in range(2)]

    assert [reply.json()["state"] for reply in replies] == ["cancelled"] * 2
    assert await held(sessions) == {}
    async with sessions() as session:
        gone = select(Comment.text).where(Comment.text.startswith("đã hủy"))
        assert len((await session.scalars(gone)).all()) == 1


async def test_the_same_words_count_again_after_a_minute(live_client, sessions, warp):
    stall = await ordered(live_client, sessions, f"chốt a1 {PHONE}")
    assert (await wished(live_client, stall, f"chốt a1 {PHONE}"))["state"] == "repeated"
    async with sessions() as session:
        await warp(session, timedelta(seconds=61))

    assert (await say(live_client, stall, f"chốt a1 {PHONE}"))["wish"]["ask"]["asked"] == "again"
