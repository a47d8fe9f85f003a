"""Nobody is asked again for what was paid before: at the counter, on labels, by carriers, without the net."""

from sqlalchemy import func, select, update

from shop.carriers.models import CarrierName
from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.counter.collect import collect_order
from shop.counter.day import day_shown
from shop.counter.models import CashMovement
from shop.dispatch.consign import consign
from shop.dispatch.label import labels_of
from shop.fulfilment.give_up import give_up
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.offline.take_along import take_along
from shop.orders.audit import audit_books
from shop.orders.models import Order
from shop.orders.settle import settle_order
from shop.payments.models import PaymentMethod, PaymentState, Refund
from shop.payments.queries import payment_of
from shop.payments.receive import Money, receive_money
from tests.conftest import SECRET
from tests.counter.test_api import as_staff
from tests.make.counter import till
from tests.make.dispatch import carried, carriers_of, shipment_of
from tests.make.inventory import goods
from tests.make.orders import TERMS, placed
from tests.make.parcels import HERE, THERE, clerk_at, to_the_door


async def _paid(session, *wares, **how):
    """An order of these, paid by transfer and confirmed; returns what its buyer has, and its row."""
    shown = await placed(session, *wares, payment=PaymentMethod.VIETQR, **how)
    order = await session.scalar(select(Order).where(Order.code == shown.code))
    await receive_money(session, order.id, Money(PaymentMethod.VIETQR, f"ft-{order.code}", order.total), "bank")
    await settle_order(session, order.id)
    await session.flush()
    return shown, order


async def _two_parcels(session):
    bowl = await goods(session, 5, point=HERE)
    tea = await goods(session, 5, point=THERE, name="Chè sen", price=100_000, producer="Hợp tác xã Chè")
    _, order = await _paid(session, bowl, tea, delivery=await to_the_door(session))
    person = await clerk_at(session, HERE, THERE)
    return order, Actor(person_id=person.id, roles=frozenset({Role.STAFF}))


async def test_a_pickup_is_handed_over_without_cash(session):
    at = await till(session)
    shown, order = await _paid(session, at.goods)
    await pack_order(session, at.clerk, shown.code)
    taken = await take_along(session, at.clerk, at.point, secret=SECRET, hours=12)

    await hand_over(session, at.clerk, shown.code, shown.pickup_code, TERMS)
    await session.flush()
    await collect_order(session, order.id)

    assert [one.total for one in taken.orders] == [0]
    of_order = select(func.count()).select_from(CashMovement).where(CashMovement.order_id == order.id)
    assert await session.scalar(of_order) == 0
    day = await day_shown(session, at.goods.place_id, await today(session))
    assert (day.orders.count, day.orders.total) == (1, 0)
    payment = await payment_of(session, order.id)
    assert (payment.state, payment.collected) == (PaymentState.PAID, order.total)
    assert await audit_books(session) == []


async def test_the_counter_says_that_it_was_paid(client, session):
    at = await till(session)
    shown, _ = await _paid(session, at.goods)
    await pack_order(session, at.clerk, shown.code)
    await as_staff(client, session, at.clerk)

    page = await client.get(f"/quay?place={at.point}")

    assert "Đã trả trước" in page.text
    assert "Giao hàng, đã thu" not in page.text


async def test_labels_ask_for_no_cash(session):
    order, clerk = await _two_parcels(session)
    await pack_order(session, clerk, order.code)

    labels = await labels_of(session, clerk, order.code, None)

    assert [label.cash for label in labels] == [0, 0]


async def test_a_carrier_is_told_to_collect_nothing(session, settings):
    _, _, shown, clerk = await carried(session)
    await session.execute(update(Order).values(payment_method=PaymentMethod.VIETQR))
    await pack_order(session, clerk, shown.code)
    async with carriers_of(settings) as carriers:
        asked = await consign(session, carriers.get(CarrierName.GHTK), await shipment_of(session, shown))

    assert asked.consignment.cash == 0
    assert asked.consignment.value > 0


async def test_what_is_brought_is_not_paid_twice_and_what_is_refused_goes_back(session):
    order, clerk = await _two_parcels(session)
    await pack_order(session, clerk, order.code)
    await ship_order(session, clerk, order.code)

    await deliver_order(session, clerk, order.code, 1)
    await refuse_order(session, clerk, order.code, "đi vắng", 2)
    await session.flush()

    payment = await payment_of(session, order.id)
    [refund] = await session.scalars(select(Refund))
    assert (payment.state, payment.collected, payment.refunded) == (PaymentState.PAID, order.total, refund.amount)
    assert await audit_books(session) == []


async def test_a_parcel_that_cannot_be_supplied_goes_back_and_so_does_the_rest(session):
    order, clerk = await _two_parcels(session)
    total = order.total

    await give_up(session, clerk, order.code, "vỡ hết", 1)
    await session.flush()
    half = await payment_of(session, order.id)
    await give_up(session, clerk, order.code, "vỡ hết", 2)
    await session.flush()

    assert 0 < half.refunded < total
    assert (await payment_of(session, order.id)).refunded == total
    assert await audit_books(session) == []
