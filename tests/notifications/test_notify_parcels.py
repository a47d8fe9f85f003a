"""Who waits for two parcels is told which of them the news is about."""

from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.events import read_event
from shop.core.outbox import OutboxEvent
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.relocate import relocate
from shop.fulfilment.ship import deliver_order, ship_order
from shop.inventory.receive import receive_stock
from shop.notifications.models import Channel, Notice
from shop.notifications.notify import tell_order
from tests.make import catalog
from tests.make.parcels import HERE, THERE, clerk_at, two_parcels


async def test_news_of_one_parcel_of_two_names_it_and_news_of_all_do_not(session):
    _, _, order = await two_parcels(session)
    clerk = Actor(person_id=(await clerk_at(session, HERE, THERE)).id, roles=frozenset({Role.STAFF}))
    await pack_order(session, clerk, order.code)
    for number in (1, 2):
        await ship_order(session, clerk, order.code, number)
    await deliver_order(session, clerk, order.code, 1)
    await refuse_order(session, clerk, order.code, "đi vắng", 2)
    await session.flush()

    events = await session.scalars(
        select(OutboxEvent)
        .where(OutboxEvent.kind.in_(("orders.packed", "orders.shipped", "orders.delivered", "orders.refused")))
        .order_by(OutboxEvent.id)
    )
    for event in events.all():
        await tell_order(session, event.id, read_event(event.kind, event.payload))

    subjects = await session.scalars(select(Notice.subject).where(Notice.channel == Channel.IN_APP).order_by(Notice.id))
    assert [subject.removesuffix(f" của đơn {order.code} đang trên đường") for subject in subjects][1:3] == [
        "Kiện 1",
        "Kiện 2",
    ]
    texts = (await session.scalars(select(Notice.body_text).where(Notice.channel == Channel.IN_APP))).all()
    assert len(set(texts)) == len(texts) == 5
    assert sum("Kiện 1" in text or "kiện 1" in text for text in texts) == 2


async def test_who_waits_hears_that_goods_come_from_another_place(session):
    bowl, _, order = await two_parcels(session)
    await receive_stock(session, bowl.variant_id, (await catalog.place(session, THERE)).id, 5, "test")
    clerk = Actor(person_id=(await clerk_at(session, HERE, THERE)).id, roles=frozenset({Role.STAFF}))
    await relocate(session, clerk, order.code, 1, THERE)
    await session.flush()

    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.kind == "orders.relocated"))
    for _ in range(2):
        await tell_order(session, event.id, read_event(event.kind, event.payload))

    subjects = await session.scalars(select(Notice.subject).where(Notice.channel == Channel.IN_APP))
    assert list(subjects) == [f"Hàng của đơn {order.code} đến từ điểm khác"]
