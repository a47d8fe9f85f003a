"""Goods that run low are told of once, until they are refilled."""

from uuid import uuid4

from sqlalchemy import select

from shop.accounts.models import Person
from shop.batches.events import BatchRecalled
from shop.batches.recall_batch import recall_batch
from shop.catalog.models import Variant
from shop.core.outbox import OutboxEvent
from shop.inventory.consume import consume_stock
from shop.inventory.counter import sell_at_counter
from shop.inventory.events import StockRunsLow
from shop.inventory.keep import run_low_at
from shop.inventory.note_low import note_low_stock
from shop.inventory.receive import Arrival, receive_all, receive_stock
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_recall import tell_recall
from shop.notifications.notify_stock import tell_low_stock
from shop.orders.models import Order, Parcel
from shop.orders.wish import Contact
from tests.make.batches import batch
from tests.make.inventory import goods
from tests.make.orders import CONTACT, placed, staff_of


async def test_goods_are_told_of_once_until_they_are_refilled(session):
    bowl = await goods(session, 5)
    pair = (bowl.variant_id, bowl.place_id)

    enough = await note_low_stock(session, 10, 3)
    await sell_at_counter(session, uuid4(), {pair: 2}, "test")
    low = await note_low_stock(session, 10, 3)
    await sell_at_counter(session, uuid4(), {pair: 1}, "test")
    still = await note_low_stock(session, 10, 3)
    await receive_stock(session, *pair, 5, "test")
    await note_low_stock(session, 10, 3)
    await sell_at_counter(session, uuid4(), {pair: 5}, "test")
    again = await note_low_stock(session, 10, 3)

    assert (enough, low, still, again) == (0, 1, 0, 1)
    assert [event["pieces"] for event in await _told(session)] == [3, 2]


async def test_a_level_may_say_its_own_number(session):
    bowl = await goods(session, 5)
    await run_low_at(session, bowl.variant_id, bowl.place_id, 10)

    assert await note_low_stock(session, 10, 3) == 1
    await run_low_at(session, bowl.variant_id, bowl.place_id, None)
    assert await note_low_stock(session, 10, 3) == 1, "refilled by the new number"
    assert len(await _told(session)) == 1


async def test_staff_and_producer_hear_of_it_in_their_language(session):
    bowl = await goods(session, 1)
    clerk = await staff_of(session, bowl.place_id)
    person = await session.get_one(Person, clerk.person_id)
    person.email, person.locale = "hoa@chomay.test", "en"
    await session.flush()
    event = StockRunsLow(variant_id=bowl.variant_id, place_id=bowl.place_id, producer_id=None, pieces=1)
    event_id = uuid4()

    first, second = [await tell_low_stock(session, event_id, event) for _ in range(2)]

    assert (first, second) == (2, 0)
    mail = await session.scalar(select(Notice).where(Notice.channel == Channel.EMAIL))
    assert mail.subject.startswith("Bát gốm men lam runs low at ")
    assert f"$base/en/quay/kho?place={bowl.point}" in mail.body_text


async def test_a_recall_names_the_buyer_whose_goods_are_of_the_batch(session):
    bowl = await goods(session, 0)
    variant = await session.get(Variant, bowl.variant_id)
    lot, other = await batch(session, variant, lasts=100), await batch(session, variant, lasts=300)
    for one in (lot, other):
        await receive_all(session, [Arrival(bowl.variant_id, bowl.place_id, 1, one.id)], "test")
    contact = Contact(**CONTACT, email="minh@chomay.test")
    bought, spared = [await _bought(session, bowl, contact) for _ in range(2)]
    await recall_batch(session, lot.made_by, lot.code, "men bong")

    event = BatchRecalled(batch_id=lot.id, producer_id=None, place_id=None)
    await tell_recall(session, uuid4(), event)

    told = (await session.scalars(select(Notice.subject).where(Notice.channel == Channel.EMAIL))).all()
    readers = set(await session.scalars(select(Notice.order_id)))
    assert told == [f"Hàng bạn mua thuộc lô {lot.lot} đã bị thu hồi"]
    assert bought in readers
    assert spared not in readers


async def _bought(session, bowl, contact):
    from_buyer = await placed(session, bowl, contact=contact)
    order_id = await session.scalar(select(Order.id).where(Order.code == from_buyer.code))
    parcels = await session.scalars(select(Parcel.id).where(Parcel.order_id == order_id))
    await consume_stock(session, parcels.all(), "test")
    return order_id


async def _told(session):
    rows = await session.scalars(
        select(OutboxEvent.payload).where(OutboxEvent.kind == StockRunsLow.kind).order_by(OutboxEvent.id)
    )
    return list(rows)
