"""What is not clear or not known is asked, with one tap to answer; an answer counts once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop.catalog.models import Product
from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.sweep import lapse_wishes
from shop.livestream.models import Comment
from shop.orders.models import Order
from tests.make import accounts
from tests.make.comment_orders import PHONE, answer, room, say, wished


async def orders(sessions):
    """How many orders there are."""
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(Order))


async def test_who_gave_no_telephone_is_asked_for_it_and_the_order_is_placed(live_client, sessions):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, "chốt a1 x2")
    assert (wish["state"], wish["ask"]["asked"], wish["order"]) == ("asked", "phone", None)
    assert await orders(sessions) == 0

    placed = await answer(live_client, stall, wish, phone=PHONE, name="Trần Minh Đức")

    assert placed["state"] == "placed"
    async with sessions() as session:
        assert (await session.scalars(select(Order.contact_name))).one() == "Trần Minh Đức"
        assert "đã chốt 2 ×" in (await session.scalars(select(Comment.text).order_by(Comment.id.desc()))).first()
    assert (await wished(live_client, stall, "chốt a2"))["state"] == "placed", "the telephone is known now"


async def test_a_telephone_written_next_is_the_answer(live_client, sessions):
    stall = await room(live_client, sessions)
    asked = await wished(live_client, stall, "chốt a1 x2")

    wish = await wished(live_client, stall, "0912345678 nha shop")

    assert (wish["id"], wish["state"]) == (asked["id"], "placed")


async def test_the_telephone_of_the_account_is_enough(live_client, sessions):
    stall = await room(live_client, sessions)
    async with sessions() as session, session.begin():
        buyer = await accounts.person(session, phone="+84912345678")
    await accounts.signed_in(live_client, buyer)

    assert (await wished(live_client, stall, "chốt a1"))["state"] == "placed"


@pytest.mark.parametrize(
    ("text", "asked", "taps"),
    [
        ("chốt a1 25 bộ", "quantity", [("A1", 25)]),
        ("chốt a1 nửa bộ", "quantity", [("A1", 1)]),
        ("chốt A9", "code", None),
        ("lấy bát gốm", "code", [("A1", 1), ("A2", 1), ("A3", 1)]),
        ("A1 còn không shop, còn thì lấy 1", "wish", [("A1", 1)]),
        ("A1 hay A2 nhỉ, chốt A1 hoặc A2", "code", [("A1", 1), ("A2", 1)]),
    ],
)
async def test_what_is_not_clear_is_asked_and_never_guessed(live_client, sessions, text, asked, taps):
    stall = await room(live_client, sessions)

    wish = await wished(live_client, stall, f"{text} {PHONE}")

    assert wish["state"] == "asked"
    assert wish["ask"]["asked"] == asked
    if taps is not None:
        found = [(tap["wants"][0]["code"], tap["wants"][0]["quantity"]) for tap in wish["ask"]["choices"]]
        assert found == taps
    assert await orders(sessions) == 0


async def test_a_tap_places_the_order_once_however_often_it_is_tapped(live_client, sessions):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"lấy bát gốm {PHONE}")

    answers = await asyncio.gather(*(answer(live_client, stall, wish, choice=1) for _ in range(6)))
    late = await answer(live_client, stall, wish, choice=0)

    assert {one["state"] for one in [*answers, late]} <= {"placed", "pending"}
    assert late["state"] == "placed"
    assert await orders(sessions) == 1
    async with sessions() as session:
        assert (await session.scalars(select(Comment.text).where(Comment.order_code.is_not(None)))).one().count("-1 ")


async def test_one_question_comes_after_another(live_client, sessions):
    stall = await room(live_client, sessions)
    async with sessions() as session, session.begin():
        await session.execute(update(Product).values(min_age=18))
    wish = await wished(live_client, stall, "chốt a1 30 bộ")

    seen = [wish["ask"]["asked"]]
    for said in ({"choice": 0}, {"phone": PHONE}, {"age_confirmed": True}):
        wish = await answer(live_client, stall, wish, **said)
        seen.append(wish["ask"]["asked"] if wish["ask"] else wish["why"])

    assert seen == ["quantity", "phone", "age", "out_of_stock"]


@pytest.mark.parametrize(
    ("said", "code"),
    [({"choice": 9}, "validation"), ({}, "validation"), ({"choice": None, "phone": PHONE}, "validation")],
)
async def test_what_is_no_answer_leaves_the_question(live_client, sessions, said, code):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"lấy bát gốm {PHONE}")

    reply = await live_client.post(f"{stall.path}/asks/{wish['id']}", json={"step": 0, **said})

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    [still] = (await live_client.get(f"{stall.path}/asks")).json()["items"]
    assert still["ask"] == wish["ask"]


async def test_a_wrong_telephone_is_asked_again(live_client, sessions):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, "chốt a1")

    reply = await live_client.post(f"{stall.path}/asks/{wish['id']}", json={"step": 0, "phone": "0912"})

    assert (reply.status_code, reply.json()["field"]) == (422, "phone")


async def test_questions_stand_after_the_page_is_loaded_again_and_for_their_writer_alone(live_client, sessions):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, "chốt a1")
    assert (await live_client.get(f"{stall.path}/asks")).json()["items"] == [wish]
    live_client.cookies.clear()

    others = (await live_client.get(f"{stall.path}/asks")).json()["items"]
    reply = await live_client.post(f"{stall.path}/asks/{wish['id']}", json={"step": 0, "phone": PHONE})

    assert others == []
    assert (reply.status_code, reply.json()["code"]) == (404, "comment_wish_unknown")


async def test_who_thinks_better_of_it_orders_nothing(live_client, sessions):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"lấy bát gốm {PHONE}")

    assert (await answer(live_client, stall, wish, drop=True))["state"] == "dropped"
    assert (await answer(live_client, stall, wish, choice=0))["state"] == "dropped"
    assert await orders(sessions) == 0


async def test_an_answer_that_comes_too_late_orders_nothing(live_client, sessions, warp):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"lấy bát gốm {PHONE}")
    async with sessions() as session:
        await warp(session, timedelta(minutes=11))

    reply = await live_client.post(f"{stall.path}/asks/{wish['id']}", json={"step": 0, "choice": 0})
    async with sessions() as session, session.begin():
        assert await lapse_wishes(session, 10) == 1

    assert (reply.status_code, reply.json()["code"]) == (409, "wish_lapsed")
    async with sessions() as session:
        assert (await session.scalars(select(CommentWish.state))).one() is WishState.LAPSED
    assert await orders(sessions) == 0


async def test_a_question_stands_among_the_hosts_questions_also_with_an_order(live_client, sessions):
    stall = await room(live_client, sessions)
    await say(live_client, stall, "A1 nung bao lâu vậy shop?")
    await say(live_client, stall, f"chốt A2 {PHONE}, ship bao nhiêu shop?", name="Trần Minh Đức")
    await say(live_client, stall, "đẹp quá")
    await accounts.signed_in(live_client, stall.host)

    desk = (await live_client.get(f"{stall.path}/wishes")).json()
    assert [question["text"][:2] for question in desk["questions"]] == ["A1", "ch"]
    [wish] = desk["wishes"]
    assert (wish["state"], wish["name"], wish["phone"]) == ("placed", "Trần Minh Đ.", "•••• 678")
    assert "345" not in wish["text"]

    path = f"{stall.path}/wishes/{desk['questions'][0]['id']}/answered"
    assert [(await live_client.post(path)).status_code for _ in range(2)] == [204, 204]
    after = (await live_client.get(f"{stall.path}/wishes")).json()
    assert [question["id"] for question in after["questions"]] == [desk["questions"][1]["id"]]
