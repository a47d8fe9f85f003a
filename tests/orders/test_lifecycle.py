import asyncio
import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from shop.catalog.models import Product
from shop.core.errors import Conflict
from shop.core.ids import read_code
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.delivery.choose import Address, DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.confirm import confirm_order
from shop.orders.errors import HoldExpired, OrderUnknown
from shop.orders.expire import expire_holds
from shop.orders.models import Order, OrderHistory, OrderStatus, Parcel
from shop.orders.move import move_parcels
from shop.orders.release_unsaleable import release_unsaleable
from shop.payments.models import Payment, PaymentState
from tests.make import catalog
from tests.make.inventory import goods, level
from tests.make.orders import TERMS, placed, staff_of

S = OrderStatus


async def test_a_delivery_leaves_the_books_when_it_ships_and_is_paid_when_it_arrives(session):
    bowl, clerk, order = await _shipped(session)

    left = await level(session, bowl)
    await deliver_order(session, clerk, order.code)
    await session.flush()

    assert left == (3, 0)
    assert await _payment(session, order) is PaymentState.COLLECTED
    assert await audit_books(session) == []


async def test_a_refused_delivery_is_on_sale_again_and_never_paid(session):
    bowl, clerk, order = await _shipped(session)

    await refuse_order(session, clerk, order.code, "không nghe máy")
    await refuse_order(session, clerk, order.code, "không nghe máy")
    await session.flush()

    assert await level(session, bowl) == (5, 0)
    assert await _payment(session, order) is PaymentState.REFUSED
    assert await audit_books(session) == []


async def test_a_packed_pickup_nobody_fetches_is_on_sale_again(session):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    order = await placed(session, bowl)
    await confirm_order(session, await _id(session, order))
    await pack_order(session, clerk, order.code)

    await refuse_order(session, clerk, order.code, "không đến nhận")
    await session.flush()

    assert await level(session, bowl) == (5, 0)
    assert await audit_books(session) == []


async def test_a_cancelled_order_gives_its_stock_back_at_once_and_only_once(session):
    bowl = await goods(session, 5)
    order = await placed(session, bowl, quantity=3)

    await cancel_order(session, await _id(session, order), "buyer")
    await cancel_order(session, await _id(session, order), "buyer")
    await session.flush()

    assert await level(session, bowl) == (5, 0)
    assert await _payment(session, order) is PaymentState.CANCELLED
    assert await audit_books(session) == []


async def test_a_packed_order_cannot_be_cancelled(session):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    order = await placed(session, bowl)
    await confirm_order(session, await _id(session, order))
    await pack_order(session, clerk, order.code)
    await session.flush()

    with pytest.raises(IllegalMove):
        await cancel_order(session, await _id(session, order), "buyer")

    assert await level(session, bowl) == (5, 1)


async def test_a_hold_runs_out_by_the_databases_clock(session, warp):
    bowl = await goods(session, 5)
    order = await placed(session, bowl, quantity=3)
    await session.commit()
    early = await expire_holds(session)
    await warp(session, timedelta(minutes=16))

    late, again = await expire_holds(session), await expire_holds(session)

    assert (early, late, again) == (0, 1, 0)
    assert await level(session, bowl) == (5, 0)
    assert not await confirm_order(session, await _id(session, order))
    with pytest.raises(HoldExpired):
        await cancel_order(session, await _id(session, order), "buyer")
    assert await audit_books(session) == []


async def test_a_hold_whose_time_is_over_is_not_confirmed_before_the_sweep_either(session, warp):
    order = await placed(session, await goods(session, 5))
    await session.commit()
    await warp(session, timedelta(minutes=15))

    assert not await confirm_order(session, await _id(session, order))


async def test_of_confirming_and_expiring_exactly_one_wins(sessions, warp):
    for _ in range(6):
        async with sessions() as session, session.begin():
            bowl = await goods(session, 5)
            order = await placed(session, bowl)
            order_id = await _id(session, order)
        async with sessions() as session:
            await warp(session, timedelta(minutes=14, seconds=59, milliseconds=990))

        confirmed, expired = await asyncio.gather(
            _alone(sessions, confirm_order, order_id), _until_expired(sessions, order_id)
        )

        assert confirmed != expired
        async with sessions() as session, session.begin():
            await session.execute(text("DELETE FROM clock_warp"))
            assert await audit_books(session) == []


async def test_of_cancelling_and_packing_exactly_one_wins(sessions):
    for _ in range(5):
        async with sessions() as session, session.begin():
            bowl = await goods(session, 5)
            clerk = await staff_of(session, bowl.place_id)
            order = await placed(session, bowl)
            order_id = await _id(session, order)
            await confirm_order(session, order_id)

        results = await asyncio.gather(
            _alone(sessions, cancel_order, order_id, "buyer"),
            _alone(sessions, pack_order, clerk, order.code),
            return_exceptions=True,
        )

        assert sum(isinstance(result, Conflict) for result in results) == 1
        async with sessions() as session:
            assert await audit_books(session) == []


async def test_a_cancel_after_packing_and_a_hand_over_never_both_happen(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 5)
        clerk = await staff_of(session, bowl.place_id)
        order = await placed(session, bowl)
        order_id = await _id(session, order)
        await confirm_order(session, order_id)
        await pack_order(session, clerk, order.code)

    results = await asyncio.gather(
        _alone(sessions, refuse_order, clerk, order.code, "không đến"),
        _alone(sessions, hand_over, clerk, order.code, order.pickup_code, TERMS),
        return_exceptions=True,
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1, results
    async with sessions() as session:
        assert await audit_books(session) == []


async def test_a_lost_certificate_lets_go_what_is_only_held(session):
    bowl = await goods(session, 5)
    held, confirmed = await placed(session, bowl), await placed(session, bowl, quantity=2)
    await confirm_order(session, await _id(session, confirmed))
    registered = await session.scalar(select(Product.registered_product_id).where(Product.id == bowl.product_id))

    first = await release_unsaleable(session, registered, "revoked")
    again = await release_unsaleable(session, registered, "revoked")
    await session.flush()

    assert (first, again) == (1, 0)
    assert await level(session, bowl) == (5, 2)
    assert await _status(session, held) is S.CANCELLED
    told = await session.scalar(select(OutboxEvent.payload).where(OutboxEvent.kind == "orders.cancelled"))
    assert (told["code"], told["reason"]) == (held.code, "not_on_sale")


async def test_only_the_staff_of_the_point_may_work_on_an_order(session):
    bowl = await goods(session, 5)
    elsewhere = await staff_of(session, (await catalog.place(session, "quay-ha-dong")).id)
    order = await placed(session, bowl)
    await confirm_order(session, await _id(session, order))

    with pytest.raises(OrderUnknown):
        await pack_order(session, elsewhere, order.code)
    with pytest.raises(OrderUnknown):
        await pack_order(session, elsewhere, "CM-2222-2222")


@pytest.mark.parametrize(
    ("delivery", "current", "to"), list(itertools.product(DeliveryMethod, OrderStatus, OrderStatus))
)
async def test_every_state_takes_exactly_the_moves_of_the_table(session, delivery, current, to):
    order = Order(status=current, delivery=delivery, version=1)
    parcel = Parcel(status=current, version=1)

    def move_order(to):
        move_parcels(session, order, [parcel], [parcel], to, actor="test")

    if current is S.EXPIRED:
        with pytest.raises(HoldExpired):
            move_order(to)
    elif (current, to) in _TABLE[delivery]:
        move_order(to)
        assert (order.status, order.version, parcel.status, parcel.version) == (to, 2, to, 2)
    else:
        with pytest.raises(IllegalMove):
            move_order(to)
    session.expunge_all()


_COMMON = {
    (S.HELD, S.CONFIRMED),
    (S.HELD, S.CANCELLED),
    (S.HELD, S.EXPIRED),
    (S.CONFIRMED, S.PACKED),
    (S.CONFIRMED, S.CANCELLED),
}
_TABLE = {
    DeliveryMethod.PICKUP: _COMMON | {(S.PACKED, S.HANDED_OVER), (S.PACKED, S.REFUSED)},
    DeliveryMethod.SHIP: _COMMON | {(S.PACKED, S.SHIPPED), (S.SHIPPED, S.DELIVERED), (S.SHIPPED, S.REFUSED)},
}


async def _shipped(session):
    bowl = await goods(session, 5)
    clerk = await staff_of(session, bowl.place_id)
    commune = await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    wish = DeliveryWish(method=DeliveryMethod.SHIP, address=Address(line="1 phố Huế", commune=commune.slug))
    order = await placed(session, bowl, quantity=2, delivery=wish)
    await confirm_order(session, await _id(session, order))
    await pack_order(session, clerk, order.code)
    await ship_order(session, clerk, order.code)
    await session.flush()
    return bowl, clerk, order


async def _alone(sessions, verb, *args):
    """Run one use case in a transaction of its own."""
    async with sessions() as session, session.begin():
        return await verb(session, *args)


async def _until_expired(sessions, order_id):
    """Sweep until the order is no longer held; whether the sweep ended it."""
    while True:
        swept = await _alone(sessions, expire_holds)
        async with sessions() as session:
            status = await session.scalar(select(Order.status).where(Order.id == order_id))
        if swept or status is not S.HELD:
            return bool(swept)


async def _id(session, order):
    return await session.scalar(select(Order.id).where(Order.code == read_code("CM", order.code)))


async def _status(session, order):
    return await session.scalar(select(Order.status).where(Order.code == order.code))


async def _payment(session, order):
    order_id = await _id(session, order)
    return await session.scalar(select(Payment.state).where(Payment.reference == order_id))


async def _history(session, order):
    order_id = await _id(session, order)
    rows = await session.scalars(
        select(OrderHistory.status).where(OrderHistory.order_id == order_id).order_by(OrderHistory.id)
    )
    return list(rows)
