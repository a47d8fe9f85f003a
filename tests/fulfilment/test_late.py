"""A producer is told once of a parcel that is not packed in time."""

from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.outbox import OutboxEvent
from shop.fulfilment.note_late import note_late
from shop.fulfilment.pack import pack_order
from shop.notifications.models import Notice
from shop.notifications.notify_late import tell_late
from shop.orders.events import OrderLate
from shop.orders.models import Parcel
from shop.producers.models import Producer
from tests.make.accounts import person
from tests.make.parcels import HERE, clerk_at, two_parcels
from tests.make.producers import join


async def _told(session):
    await session.flush()
    rows = await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == OrderLate.kind).order_by(OutboxEvent.id))
    return rows.all()


async def test_each_late_parcel_is_told_once_and_only_while_it_waits(session):
    _, _, order = await two_parcels(session)
    clerk = await clerk_at(session, HERE)
    await pack_order(session, Actor(person_id=clerk.id, roles=frozenset({Role.STAFF})), order.code)

    early = await note_late(session, 10, 24)
    first = await note_late(session, 10, 0)
    await session.flush()
    again = await note_late(session, 10, 0)

    assert (early, first, again) == (0, 1, 0)
    (event,) = await _told(session)
    assert (event.payload["code"], event.payload["parcel"]) == (order.code, 2)


async def test_the_producers_people_read_of_it(session):
    _, _, order = await two_parcels(session)
    parcel = await session.scalar(select(Parcel).where(Parcel.number == 2))
    maker = await person(session, Role.PRODUCER)
    await join(session, await session.get(Producer, parcel.producer_id), maker)
    await note_late(session, 10, 0)
    event = (await _told(session))[-1]
    late = OrderLate(
        **{name: event.payload[name] for name in ("order_id", "code", "version", "session_id", "person_id", "total")},
        lines=(),
        parcel=2,
        producer_id=parcel.producer_id,
        place_id=parcel.place_id,
    )

    for _ in range(2):
        await tell_late(session, event.id, late)
    await session.flush()

    notices = (await session.scalars(select(Notice).where(Notice.person_id == maker.id))).all()
    assert {f"Kiện 2 của đơn {order.code}" in each.body_text for each in notices} == {True}
    assert len({each.channel for each in notices}) == len(notices)
