"""The one page "event -> who reacts", and what the shop's own reactions do."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text

from shop.catalog.models import CatalogChange
from shop.certification.events import CertificateLapsed
from shop.certification.lapse import lapse_certificates
from shop.core.db import short
from shop.core.events import every_event
from shop.core.outbox import OutboxDelivery, OutboxEvent
from shop.core.request_id import begin_request
from shop.invoices.models import SellerInvoice
from shop.notifications.models import Channel, Notice
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderStatus
from shop.returns.receive import Came, receive_return
from tests.make.catalog import certificate
from tests.make.inventory import goods, level
from tests.make.orders import placed
from tests.make.refunds import claimed
from tests.make.returns import RULES, accepted, bought
from tests.support import load_everything
from workers.app import celery
from workers.clock import PERIODIC
from workers.deliveries import work_deliveries
from workers.expand import expand_events
from workers.outbox import SUBSCRIPTIONS, reaction_to
from workers.runtime import run_sweep


async def _work_all(sessions) -> None:
    """What relay and workers do, until nothing is left."""
    for _ in range(5):
        async with short(sessions) as session:
            await expand_events(session)
        async with short(sessions) as session:
            ids = (await session.scalars(select(OutboxDelivery.id).where(OutboxDelivery.done_at.is_(None)))).all()
        if not ids:
            return
        assert await work_deliveries(sessions, ids, 8) == len(ids), "a delivery failed"
    raise AssertionError("events without end")


async def _status(sessions, code) -> OrderStatus:
    async with short(sessions) as session:
        return (await session.scalars(select(Order.status).where(Order.code == code))).one()


def test_every_event_stands_on_the_page():
    load_everything()

    ours = [kind for kind, event in every_event().items() if event.__module__.startswith("shop.")]
    assert [kind for kind in ours if reaction_to(kind) is None] == []
    assert len(ours) > 10


def test_no_two_subscribers_of_an_event_share_a_name():
    for event, reaction in SUBSCRIPTIONS.items():
        names = [one.name for one in reaction.work]
        assert len(set(names)) == len(names), event


async def test_what_is_owed_back_for_sold_goods_adjusts_their_invoice_once(sessions):
    async with short(sessions) as session:
        order = await bought(session)
    await _work_all(sessions)
    async with short(sessions) as session:
        made = await accepted(session, order, 1)
        await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=1)], RULES)
        await claimed(session, order, 50_000)

    await _work_all(sessions)

    async with short(sessions) as session:
        totals = await session.scalars(select(SellerInvoice.total).order_by(SellerInvoice.number))
        assert totals.all() == [750_000, -250_000, -50_000]


def test_every_periodic_task_exists():
    load_everything()
    from_celery = set(celery.tasks)

    assert [every.task for every in PERIODIC if every.task not in from_celery] == []


async def test_a_placed_order_is_confirmed_and_its_buyer_is_told_once(sessions):
    async with short(sessions) as session:
        order = await placed(session, await goods(session))

    await _work_all(sessions)

    assert await _status(sessions, order.code) is OrderStatus.CONFIRMED
    async with short(sessions) as session:
        subjects = (await session.scalars(select(Notice.subject).where(Notice.channel == Channel.IN_APP))).all()
    assert subjects == [f"Đơn {order.code} đã được xác nhận"]


async def test_the_request_id_reaches_what_workers_publish(sessions):
    begin_request("req-of-the-door")
    async with short(sessions) as session:
        await placed(session, await goods(session))
    begin_request("req-of-somebody-else")

    await _work_all(sessions)

    async with short(sessions) as session:
        confirmed = select(OutboxEvent.request_id).where(OutboxEvent.kind == "orders.confirmed")
        assert (await session.scalars(confirmed)).all() == ["req-of-the-door"]


async def test_a_lapsed_certificate_frees_what_is_only_held(sessions, warp):
    async with short(sessions) as session:
        bowl = await goods(session, 5)
        order = await placed(session, bowl, quantity=2)
        await session.execute(text("DELETE FROM outbox_event"))  # the order is not confirmed
        await session.execute(text("UPDATE certificate SET in_force_until = shop_today()"))
    await run_sweep(sessions, "certification.lapse", lapse_certificates, 500)

    await _work_all(sessions)

    assert await _status(sessions, order.code) is OrderStatus.CANCELLED
    async with short(sessions) as session:
        assert await level(session, bowl) == (5, 0)
        changed = (await session.scalars(select(CatalogChange.reason))).all()
        subjects = (await session.scalars(select(Notice.subject))).all()
    assert CertificateLapsed.kind in changed
    assert f"Đơn {order.code} đã dừng" in subjects


async def test_a_product_with_another_certificate_in_force_keeps_its_orders(sessions):
    async with short(sessions) as session:
        order = await placed(session, await goods(session))
        await session.execute(text("DELETE FROM outbox_event"))
        registered: UUID = (await session.scalars(text("SELECT registered_product_id FROM certificate"))).one()
        await session.execute(text("UPDATE certificate SET in_force_until = shop_today()"))
        await certificate(session, registered)
    await run_sweep(sessions, "certification.lapse", lapse_certificates, 500)

    await _work_all(sessions)

    assert await _status(sessions, order.code) is OrderStatus.HELD


async def test_a_purged_order_leaves_no_dead_letter(sessions):
    async with short(sessions) as session:
        await placed(session, await goods(session))
        gone = f'{{"order_id": "{UUID(int=7)}"}}'
        await session.execute(text("UPDATE outbox_event SET payload = payload || CAST(:gone AS jsonb)"), {"gone": gone})

    await _work_all(sessions)

    async with short(sessions) as session:
        assert (await session.scalars(select(Notice.id))).all() == []


async def test_a_sweep_goes_on_until_little_is_left(sessions, warp):
    async with short(sessions) as session:
        bowl = await goods(session, 9)
        for _ in range(5):
            await placed(session, bowl)
    async with short(sessions) as session:
        await warp(session, timedelta(hours=1))

    swept = await run_sweep(sessions, "orders.expire_holds", expire_holds, 2)

    assert swept == 5
    async with short(sessions) as session:
        assert await level(session, bowl) == (9, 0)


async def test_one_sweep_of_a_name_runs_at_a_time(sessions):
    entered = []

    async def nested(_session, _limit):
        entered.append(await run_sweep(sessions, "probe", inner, 1))
        return 0

    async def inner(_session, _limit):
        return 7

    await run_sweep(sessions, "probe", nested, 1)

    assert entered == [0]
