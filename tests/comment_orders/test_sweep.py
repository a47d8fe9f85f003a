"""What was left half done is finished under the same key, and what sockets hear of it."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop.comment_orders.models import CommentWish, WishState
from shop.comment_orders.sweep import finish_wish
from shop.core.clock import shop_now
from shop.orders.models import Order, OrderStatus
from shop.orders.terms import order_terms
from tests.livestream.conftest import PATIENCE, serve, tell
from tests.make.comment_orders import PHONE, room, wished

__all__ = ["serve", "tell"]


async def left_pending(sessions, wish):
    """The wish as a process leaves it that dies before it has ordered."""
    async with sessions() as session, session.begin():
        await session.execute(
            update(CommentWish)
            .where(CommentWish.id == wish["id"])
            .values(state=WishState.PENDING, ask_until=None, created_at=shop_now() - timedelta(minutes=1))
        )


async def finished(sessions, settings):
    async with sessions() as session, session.begin():
        return await finish_wish(session, order_terms(settings))


async def states(sessions):
    async with sessions() as session:
        wishes = (await session.scalars(select(CommentWish.state).order_by(CommentWish.id))).all()
        orders = (await session.scalars(select(Order.status).order_by(Order.id))).all()
        return wishes, orders


async def test_an_order_that_was_left_is_placed_once(live_client, sessions, settings):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"chốt a1 25 bộ {PHONE}")
    async with sessions() as session, session.begin():
        plan = {"wants": [{"act": "order", "code": "A1", "quantity": 2}]}
        await session.execute(update(CommentWish).values(plan=json.dumps(plan)))
    await left_pending(sessions, wish)

    assert [await finished(sessions, settings) for _ in range(2)] == [1, 0]

    assert await states(sessions) == ([WishState.PLACED], [OrderStatus.HELD])


async def test_an_order_that_was_placed_is_found_again(live_client, sessions, settings):
    stall = await room(live_client, sessions)
    wish = await wished(live_client, stall, f"chốt a1 {PHONE}")
    await left_pending(sessions, wish)

    assert await finished(sessions, settings) == 1

    assert await states(sessions) == ([WishState.PLACED], [OrderStatus.HELD])
    async with sessions() as session:
        assert (
            await session.scalar(select(func.count()).select_from(CommentWish).where(CommentWish.order_id.is_(None)))
            == 0
        )


@pytest.mark.parametrize(("text", "ends"), [("hủy hết", WishState.CANCELLED), ("hủy a3", WishState.REFUSED)])
async def test_a_change_that_was_left_is_done_or_refused(live_client, sessions, settings, text, ends):
    stall = await room(live_client, sessions)
    await wished(live_client, stall, f"chốt a1 {PHONE}")
    wish = await wished(live_client, stall, "hủy")
    async with sessions() as session, session.begin():
        plan = {"everything": True} if text == "hủy hết" else {"wants": [{"act": "cancel", "code": "A3"}]}
        values = {"plan": json.dumps(plan)}
        await session.execute(update(CommentWish).where(CommentWish.id == wish["id"]).values(values))
    await left_pending(sessions, wish)

    assert await finished(sessions, settings) == 1

    wishes, orders = await states(sessions)
    assert wishes[-1] is ends
    assert orders == [OrderStatus.CANCELLED if ends is WishState.CANCELLED else OrderStatus.HELD]


async def test_sockets_hear_the_comment_masked_and_its_answer(live_client, sessions, serve, tell):
    stall = await room(live_client, sessions)
    async with serve() as running, running.hear(stall) as viewer:
        await wished(live_client, stall, f"chốt a1 x2 {PHONE}")
        await tell()
        texts = []
        async with asyncio.timeout(PATIENCE):
            while not any(text.startswith("đã chốt 2 ×") for text in texts):
                texts += [line["text"] for line in json.loads(await viewer.text())["comments"]]

    assert "chốt a1 x2 •••• 678" in texts
