"""Vouchers dropped into a room: exactly so many are kept, and they count at the checkout."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from shop.catalog.models import Product
from shop.games.models import KeptDrop, VoucherDrop
from shop.producers.models import MemberRole, Producer, ProducerMember
from shop.promotions.models import Allowance, Voucher, VoucherKind
from tests.make import accounts, games, livestream, promotions

BODY = {"client_id": "drop-0001", "quota": 20, "minutes": 5}


async def keep(client, stall, drop, number=0):
    headers = {"User-Agent": f"browser {number}"}
    return await client.post(f"{stall.path}/drops/{drop.id}/keep", headers=headers)


async def seen(client, stall):
    return (await client.get(f"{stall.path}/snapshot")).json()["games"]["drop"]


async def producer_of(session, stall, *, role=None):
    """The producer of the stall's goods; its host becomes a member with `role`."""
    producer = Producer(slug=f"chu-the-{uuid4().hex[:8]}", name="HTX Gốm", kind="cooperative")
    session.add(producer)
    await session.flush()
    product = await session.get(Product, stall.variants[0].product_id)
    product.producer_id = producer.id
    if role is not None:
        session.add(ProducerMember(producer_id=producer.id, person_id=stall.host.id, role=role))
    await session.flush()
    return producer


async def test_a_hundred_tap_for_twenty_vouchers_and_twenty_keep_one(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        drop = await games.drop(session, stall, quota=20)
        await session.commit()

    replies = await asyncio.gather(*(keep(live_client, stall, drop, number) for number in range(100)))

    assert Counter(reply.status_code for reply in replies) == {200: 20, 409: 80}
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"drop_gone"}
    async with sessions() as session:
        assert await session.scalar(select(VoucherDrop.taken)) == 20
        assert await session.scalar(select(func.count()).select_from(KeptDrop)) == 20


async def test_who_taps_ten_times_at_once_keeps_one(live_client, sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        drop = await games.drop(session, stall, quota=5)
        await session.commit()

    replies = await asyncio.gather(*(keep(live_client, stall, drop) for _ in range(10)))

    assert {reply.status_code for reply in replies} == {200}
    assert (await seen(live_client, stall))["left"] == 4


async def test_the_room_says_what_it_is_worth_and_never_its_code(client, session):
    stall = await livestream.stall(session)
    drop = await games.drop(session, stall, quota=3, minimum=50_000)

    room = (await client.get(f"{stall.path}/snapshot")).text
    kept = (await keep(client, stall, drop)).json()

    shown = await seen(client, stall)
    assert (shown["amount"], shown["minimum"], shown["quota"], shown["left"]) == (10_000, 50_000, 3, 2)
    assert kept["code"] not in room


async def test_a_drop_is_never_larger_than_what_its_voucher_has_left(session):
    stall = await livestream.stall(session)

    drop = await games.drop(session, stall, quota=50)
    small = await games.drop(session, await livestream.stall(session), quota=50, voucher_quota=7)

    assert (drop.quota, small.quota) == (50, 7)


async def test_a_drop_ends_by_the_databases_clock(live_client, sessions, warp):
    async with sessions() as session:
        stall = await livestream.stall(session)
        drop = await games.drop(session, stall, minutes=1)
        await session.commit()
        await warp(session, timedelta(seconds=61))

    reply = await keep(live_client, stall, drop)

    assert (reply.status_code, reply.json()["code"]) == (409, "drop_over")


async def test_what_the_host_took_back_is_over_and_another_may_be_dropped(client, session):
    stall = await livestream.stall(session)
    drop = await games.drop(session, stall)
    voucher = await promotions.voucher(session, public=True)
    await accounts.signed_in(client, stall.host)

    refused = await client.post(f"{stall.path}/drops", json=BODY | {"code": voucher.code})
    closed = [await client.post(f"{stall.path}/drops/{drop.id}/close") for _ in range(2)]
    second = await client.post(f"{stall.path}/drops", json=BODY | {"code": voucher.code})

    assert (refused.status_code, refused.json()["code"]) == (409, "drop_open")
    assert [reply.status_code for reply in closed] == [204, 204]
    assert second.status_code == 201


async def test_a_secret_voucher_of_somebody_else_is_not_dropped(client, session):
    stall = await livestream.stall(session)
    secret = await promotions.voucher(session, public=False)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/drops", json=BODY | {"code": secret.code})

    assert (reply.status_code, reply.json()["code"]) == (409, "drop_not_allowed")


async def test_an_editor_of_the_producer_makes_a_voucher_of_exactly_so_many_uses(client, session):
    stall = await livestream.stall(session)
    producer = await producer_of(session, stall, role=MemberRole.EDITOR)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(
        f"{stall.path}/drops", json=BODY | {"producer": str(producer.id), "amount": 15_000, "name": "Đêm nay"}
    )

    assert reply.status_code == 201
    made, allowance = (
        await session.execute(select(Voucher, Allowance).join(Allowance, Allowance.id == Voucher.allowance_id))
    ).one()
    assert (made.kind, made.amount, made.public) == (VoucherKind.PRODUCER, 15_000, False)
    assert (allowance.quota, allowance.buyer_limit) == (20, 1)


async def test_a_host_who_is_no_editor_spends_nobodys_money(client, session):
    stall = await livestream.stall(session)
    producer = await producer_of(session, stall, role=MemberRole.VIEWER)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/drops", json=BODY | {"producer": str(producer.id), "amount": 15_000})

    assert reply.status_code == 403
    assert await session.scalar(select(func.count()).select_from(Voucher)) == 0
