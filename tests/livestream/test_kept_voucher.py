"""A voucher kept in a room comes off what is bought there by tap and by comment, once."""

import asyncio

from sqlalchemy import func, select

from shop.core.db import short
from shop.orders.audit import audit_books
from shop.orders.models import Order
from shop.promotions.models import Allowance, PromotionUse
from tests.make import accounts, games, livestream
from tests.make.offers import contact


async def _room(live_client, sessions, *, limit=1, **voucher):
    """A stall whose first product stands pinned at 200.000 đồng, and a voucher of 10.000 dropped into its room."""
    async with short(sessions) as session:
        stall = await livestream.stall(session, stock=20)
        drop = await games.drop(session, stall, buyer_limit=limit, **voucher)
    await accounts.signed_in(live_client, stall.host)
    pin = {"variant": str(stall.variants[0].id), "price": 200_000}
    assert (await live_client.post(f"{stall.path}/pin", json=pin)).status_code == 200
    live_client.cookies.clear()
    return stall, drop


async def _kept(live_client, stall, drop):
    return (await live_client.post(f"{stall.path}/drops/{drop.id}/keep")).json()["code"]


async def _buy(live_client, stall, key, number=1, **more):
    body = {"variant": str(stall.variants[0].id), "quantity": 1, "contact": contact(number), **more}
    headers = {"Idempotency-Key": f"kept-voucher-{key:04d}"}
    return (await live_client.post(f"{stall.path}/orders", json=body, headers=headers)).json()


async def _sums(sessions):
    async with sessions() as session:
        assert await audit_books(session) == []
        return sorted(await session.scalars(select(Order.total)))


async def test_a_person_who_kept_one_pays_less_once(live_client, sessions):
    stall, drop = await _room(live_client, sessions)
    async with short(sessions) as session:
        buyer = await accounts.person(session)
    await accounts.signed_in(live_client, buyer)
    code = await _kept(live_client, stall, drop)

    page = (await live_client.get(f"/phien/{stall.live.slug}")).text
    first = await _buy(live_client, stall, 1)
    again = await _buy(live_client, stall, 1)
    second = await _buy(live_client, stall, 2)

    assert f'name="voucher" value="{code}"' in page
    assert (first["discount"], first["total"], again["code"]) == (10_000, 190_000, first["code"])
    assert (second["discount"], second["total"]) == (0, 200_000)
    assert await _sums(sessions) == [190_000, 200_000]


async def test_a_guest_names_the_code_that_was_told(live_client, sessions):
    stall, drop = await _room(live_client, sessions)
    code = await _kept(live_client, stall, drop)

    plain = await _buy(live_client, stall, 1, number=1)
    named = await _buy(live_client, stall, 2, number=2, voucher=code)
    wrong = await _buy(live_client, stall, 3, number=3, voucher="KHONG-CO")

    assert [order["discount"] for order in (plain, named, wrong)] == [0, 10_000, 0]
    assert await _sums(sessions) == [190_000, 200_000, 200_000]


async def test_below_its_minimum_the_order_stands_without_it(live_client, sessions):
    stall, drop = await _room(live_client, sessions, minimum=300_000)
    code = await _kept(live_client, stall, drop)

    small = await _buy(live_client, stall, 1, voucher=code)
    large = await _buy(live_client, stall, 2, voucher=code, quantity=2)

    assert [order["discount"] for order in (small, large)] == [0, 10_000]


async def test_of_ten_orders_at_once_one_has_it_and_all_stand(live_client, sessions):
    stall, drop = await _room(live_client, sessions)
    code = await _kept(live_client, stall, drop)

    orders = await asyncio.gather(*(_buy(live_client, stall, number, 1, voucher=code) for number in range(10)))

    assert sorted(order["discount"] for order in orders) == [0] * 9 + [10_000]
    assert await _sums(sessions) == [190_000] + [200_000] * 9


async def test_the_last_use_goes_to_one_of_ten_buyers_and_all_orders_stand(live_client, sessions):
    stall, drop = await _room(live_client, sessions, quota=1, voucher_quota=1)
    code = await _kept(live_client, stall, drop)

    orders = await asyncio.gather(*(_buy(live_client, stall, number, number, voucher=code) for number in range(10)))

    assert sorted(order["discount"] for order in orders) == [0] * 9 + [10_000]
    async with sessions() as session:
        assert (
            await session.scalar(select(func.sum(PromotionUse.pieces)).where(PromotionUse.voucher_id.is_not(None))) == 1
        )
        assert await session.scalar(select(Allowance.taken).where(Allowance.quota == 1)) == 1
    await _sums(sessions)


async def test_a_comment_has_it_too(live_client, sessions):
    stall, drop = await _room(live_client, sessions)
    async with short(sessions) as session:
        buyer = await accounts.person(session, phone="+84912000777")
    await accounts.signed_in(live_client, buyer)
    await _kept(live_client, stall, drop)

    body = {"text": "chốt A1", "client_id": "kept-0001"}
    said = (await live_client.post(f"{stall.path}/comments", json=body)).json()

    assert said["wish"]["state"] == "placed"
    assert await _sums(sessions) == [190_000]
