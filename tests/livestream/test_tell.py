"""What rooms are told: which rooms, and a `seq` that grows by one a fact."""

import asyncio
from uuid import uuid4

import msgspec
from sqlalchemy import select

from shop.catalog.models import Product
from shop.certification.events import CertificateLapsed
from shop.core.db import short
from shop.inventory.events import StockReceived, StockTaken
from shop.livestream.events import CommentPosted, SessionStarted
from shop.livestream.tell import room_facts
from shop.markets.models import LiveSession
from shop.orders.events import LineFact, OrderExpired, OrderPlaced
from shop.producers.events import ProducerSuspended
from tests.make import livestream


def order_of(kind, stall, *, bought_in=None, place=None):
    line = LineFact(variant_id=stall.variants[0].id, place_id=(place or stall.place).id, quantity=1)
    return kind(
        order_id=uuid4(),
        code="CM-7F3K-92PM",
        version=1,
        session_id=bought_in,
        person_id=None,
        total=250_000,
        lines=(line,),
    )


async def rooms(session, event):
    return {fact.session_id for fact in await room_facts(session, event)}


async def test_seq_grows_by_one_with_every_fact(session):
    stall = await livestream.stall(session)
    event = SessionStarted(session_id=stall.live.id)

    facts = [fact for _ in range(3) for fact in await room_facts(session, event)]

    assert [msgspec.json.decode(fact.payload) for fact in facts] == [
        {"seq": n, "kind": "livestream.started"} for n in (1, 2, 3)
    ]


async def test_order_of_the_ordinary_shop_tells_the_room_that_shares_its_stock(session):
    stall = await livestream.stall(session)
    elsewhere = await livestream.stall(session)

    placed = await rooms(session, order_of(OrderPlaced, stall))
    expired = await rooms(session, order_of(OrderExpired, stall))
    other_place = await rooms(session, order_of(OrderPlaced, stall, place=elsewhere.place))

    assert placed == expired == {stall.live.id}
    assert other_place == set()


async def test_order_bought_in_a_room_tells_it_even_after_its_end(session):
    stall = await livestream.stall(session, on_air=False)

    assert await rooms(session, order_of(OrderPlaced, stall, bought_in=stall.live.id)) == {stall.live.id}


async def test_lapse_tells_the_rooms_that_show_the_product(session):
    stall = await livestream.stall(session)
    await livestream.stall(session)
    registered = await session.scalar(
        select(Product.registered_product_id).where(Product.id == stall.variants[0].product_id)
    )
    event = CertificateLapsed(certificate_id=uuid4(), registered_product_id=registered, version=2)

    assert await rooms(session, event) == {stall.live.id}


async def test_stock_that_comes_or_goes_and_a_producer_who_is_stopped_tell_the_room(session):
    stall = await livestream.stall(session)
    producer = await session.scalar(select(Product.producer_id).where(Product.id == stall.variants[0].product_id))
    received = StockReceived(variant_id=stall.variants[0].id, place_id=stall.place.id, pieces=3)

    taken = StockTaken(variant_id=stall.variants[0].id, place_id=stall.place.id, pieces=3)

    assert await rooms(session, received) == {stall.live.id}
    assert await rooms(session, taken) == {stall.live.id}
    assert await rooms(session, ProducerSuspended(producer_id=producer)) == {stall.live.id}


async def test_events_no_room_cares_about_tell_nothing(session):
    stall = await livestream.stall(session)
    elsewhere = StockReceived(variant_id=stall.variants[0].id, place_id=uuid4(), pieces=3)

    assert await room_facts(session, elsewhere) == []
    assert await room_facts(session, SessionStarted(session_id=uuid4())) == []


async def test_two_relays_never_give_one_seq_twice(sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        await session.commit()

    async def turn():
        async with short(sessions) as session:
            [fact] = await room_facts(session, CommentPosted(session_id=stall.live.id, comment_id=uuid4()))
            return msgspec.json.decode(fact.payload)["seq"]

    told = await asyncio.gather(*(turn() for _ in range(10)))

    assert sorted(told) == list(range(1, 11))
    async with sessions() as session:
        assert await session.scalar(select(LiveSession.seq)) == 10
