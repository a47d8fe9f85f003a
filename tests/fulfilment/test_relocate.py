import asyncio

import pytest
from sqlalchemy import select

from shop.core.actor import Actor, Role
from shop.core.errors import Conflict, Refusal
from shop.core.money import Dong
from shop.core.transitions import IllegalMove
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.errors import FetchedHere, NotInParcel
from shop.fulfilment.pack import pack_order
from shop.fulfilment.relocate import relocate
from shop.fulfilment.ship import deliver_order, ship_order
from shop.inventory.errors import OutOfStock
from shop.inventory.receive import receive_stock
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.models import Order, OrderLine, OrderStatus, ParcelHistory
from shop.places.errors import PlaceUnknown
from tests.make import catalog
from tests.make.inventory import Goods, goods, level
from tests.make.orders import placed
from tests.make.parcels import HERE, clerk_at, confirmed, parcels_of, to_the_door, two_parcels
from tests.make.promotions import voucher

S = OrderStatus
THIRD = "quay-tay-ho"


def actor(clerk) -> Actor:
    return Actor(person_id=clerk.id, roles=frozenset({Role.STAFF}))


async def test_a_parcel_comes_from_the_place_that_was_chosen_instead(session):
    bowl, _, order = await two_parcels(session)
    clerk = actor(await clerk_at(session, HERE))
    target = await stocked(session, bowl, THIRD, 2)

    await relocate(session, clerk, order.code, 1, THIRD)
    await relocate(session, clerk, order.code, 1, THIRD)
    await session.flush()

    assert (await level(session, bowl), await level(session, target)) == ((5, 0), (2, 2))
    assert [(row[0], row[2]) for row in await parcels_of(session, order)] == [
        (S.CANCELLED, 0),
        (S.CONFIRMED, 208_571),
        (S.CONFIRMED, 521_429),
    ]
    assert await audit_books(session) == []
    reasons = set(await session.scalars(select(ParcelHistory.reason)))
    assert reasons == {None, "to parcel 3", "from parcel 1"}


async def test_some_lines_of_a_parcel_come_from_elsewhere_and_their_money_with_them(session):
    bowl, tea = await goods(session, 5, point=HERE), await goods(session, 5, point=HERE, name="Đĩa", price=100_000)
    order = await placed(session, bowl, tea, quantity=2, delivery=await to_the_door(session))
    await confirmed(session, order)
    clerk = actor(await clerk_at(session, HERE, THIRD))
    await stocked(session, tea, THIRD, 2)

    await relocate(session, clerk, order.code, 1, THIRD, variants=[tea.variant_id])
    await relocate(session, clerk, order.code, 1, THIRD, variants=[tea.variant_id])
    for verb in (pack_order, ship_order, deliver_order):
        await verb(session, clerk, order.code)
    await session.flush()

    assert [(row[0], row[2]) for row in await parcels_of(session, order)] == [
        (S.DELIVERED, 521_429),
        (S.DELIVERED, 208_571),
    ]
    assert (await level(session, bowl), await level(session, tea)) == ((3, 0), (5, 0))
    assert await audit_books(session) == []


async def test_a_voucher_goes_with_the_lines_it_was_for(session):
    bowl, tea = await goods(session, 5, point=HERE), await goods(session, 5, point=HERE, name="Đĩa", price=100_000)
    off = await voucher(session, amount=Dong(35_000))
    door = await to_the_door(session)
    order = await placed(session, bowl, tea, delivery=door, vouchers=(off.code,))
    await confirmed(session, order)
    await stocked(session, tea, THIRD, 1)

    await relocate(session, actor(await clerk_at(session, HERE)), order.code, 1, THIRD, variants=[tea.variant_id])
    await session.flush()

    rows = await session.execute(select(OrderLine.total - OrderLine.discount).order_by(OrderLine.id))
    worths, amounts = list(rows.scalars()), [row[2] for row in await parcels_of(session, order)]
    shares = [amount - worth for amount, worth in zip(amounts, worths, strict=True)]
    assert (sum(worths), sum(shares), min(shares) > 0) == (350_000 - 35_000, 30_000, True)
    assert await audit_books(session) == []


async def test_goods_may_come_back_to_where_they_were_first(session):
    bowl, _, order = await two_parcels(session)
    both = actor(await clerk_at(session, HERE, THIRD))
    await stocked(session, bowl, THIRD, 2)

    await relocate(session, both, order.code, 1, THIRD)
    await relocate(session, both, order.code, 3, HERE)
    await session.flush()

    assert await level(session, bowl) == (5, 2)
    assert [row[0] for row in await parcels_of(session, order)] == [S.CANCELLED, S.CONFIRMED, S.CANCELLED, S.CONFIRMED]
    assert await audit_books(session) == []


async def test_an_order_with_a_relocated_parcel_can_still_be_cancelled(session):
    bowl, _, order = await two_parcels(session)
    target = await stocked(session, bowl, THIRD, 2)
    await relocate(session, actor(await clerk_at(session, HERE)), order.code, 1, THIRD)

    await cancel_order(session, await _id(session, order), "buyer")
    await session.flush()

    assert await level(session, target) == (2, 0)
    assert await audit_books(session) == []


async def test_what_cannot_be_is_refused_and_nothing_changes(session):
    bowl, tea, order = await two_parcels(session)
    clerk = actor(await clerk_at(session, HERE))
    await stocked(session, bowl, THIRD, 1)

    for refusal, to, variants in (
        (OutOfStock, THIRD, None),
        (PlaceUnknown, "khong-co", None),
        (NotInParcel, THIRD, [tea.variant_id]),
    ):
        with pytest.raises(refusal):
            async with session.begin_nested():
                await relocate(session, clerk, order.code, 1, to, variants=variants)
    await pack_order(session, clerk, order.code)
    with pytest.raises(IllegalMove):
        await relocate(session, clerk, order.code, 1, THIRD)

    assert await level(session, bowl) == (5, 2)
    assert await audit_books(session) == []


async def test_what_is_fetched_at_a_point_stays_there(session):
    pickup = DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=HERE)
    bowl, _, order = await two_parcels(session, there=HERE, delivery=pickup)
    await stocked(session, bowl, THIRD, 9)

    with pytest.raises(FetchedHere):
        await relocate(session, actor(await clerk_at(session, HERE)), order.code, 1, THIRD)


async def test_of_packing_and_relocating_exactly_one_wins(sessions):
    for _ in range(4):
        async with sessions() as session, session.begin():
            bowl, _, order = await two_parcels(session)
            clerk = actor(await clerk_at(session, HERE))
            await stocked(session, bowl, THIRD, 2)

        results = await asyncio.gather(
            alone(sessions, pack_order, clerk, order.code, 1),
            alone(sessions, relocate, clerk, order.code, 1, THIRD),
            return_exceptions=True,
        )

        assert sum(isinstance(result, Conflict) for result in results) == 1, results
        async with sessions() as session:
            assert await audit_books(session) == []


async def test_the_last_pieces_of_the_other_place_go_to_one(sessions):
    for _ in range(4):
        async with sessions() as session, session.begin():
            bowl, _, order = await two_parcels(session)
            clerk = actor(await clerk_at(session, HERE))
            target = await stocked(session, bowl, THIRD, 2)

        results = await asyncio.gather(
            alone(sessions, relocate, clerk, order.code, 1, THIRD),
            alone(sessions, placed, target, quantity=2),
            return_exceptions=True,
        )

        assert [type(result) for result in results if isinstance(result, Refusal)] == [OutOfStock], results
        async with sessions() as session:
            assert await level(session, target) == (2, 2)
            assert await audit_books(session) == []


async def test_two_parcels_that_change_places_do_not_wait_for_each_other(sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 20, point=HERE)
        target = await stocked(session, bowl, THIRD, 20)
        delivery = await to_the_door(session)
        orders = [await placed(session, bowl, quantity=2, delivery=delivery) for _ in range(6)]
        for order in orders:
            await confirmed(session, order)
        both = actor(await clerk_at(session, HERE, THIRD))
        starts = [order.parcels[0].sales_point.slug for order in orders]
        for order, start in list(zip(orders, starts, strict=True))[:3]:
            await relocate(session, both, order.code, 1, THIRD if start == HERE else HERE)

    await asyncio.gather(
        *(
            alone(sessions, relocate, both, order.code, 2 if at < 3 else 1, other(start) if at >= 3 else start)
            for at, (order, start) in enumerate(zip(orders, starts, strict=True))
        )
    )

    async with sessions() as session:
        assert sum([(await level(session, bowl))[1], (await level(session, target))[1]]) == 12
        assert await audit_books(session) == []


def other(place):
    return THIRD if place == HERE else HERE


async def stocked(session, of, point, pieces) -> Goods:
    """`pieces` of the same goods at another point."""
    place = await catalog.place(session, point)
    await receive_stock(session, of.variant_id, place.id, pieces, "test")
    return Goods(of.variant_id, place.id, point, of.price, of.product_id, of.product_slug)


async def alone(sessions, verb, *args, **named):
    async with sessions() as session, session.begin():
        return await verb(session, *args, **named)


async def _id(session, order):
    return await session.scalar(select(Order.id).where(Order.code == order.code))
