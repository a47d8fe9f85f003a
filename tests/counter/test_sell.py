from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from shop.batches.models import Batch
from shop.cart.errors import NotOnSale
from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Product
from shop.certification.models import Certificate, CertificateStatus
from shop.core.clock import today
from shop.core.errors import Forbidden, Invalid
from shop.core.idempotency import KeyReused
from shop.core.ids import new_code
from shop.counter.drawer import cash_in, open_shift
from shop.counter.errors import BatchOfOther, BatchWithdrawn, DrawerClosed, GivenTooLittle
from shop.counter.models import CounterSale, PaidBy
from shop.counter.queries import sale_shown
from shop.counter.sell import Wanted, sell
from shop.inventory.errors import OutOfStock
from shop.inventory.models import Movement, MovementKind
from shop.orders.audit import audit_books
from shop.orders.errors import AgeUnconfirmed, PriceChanged
from shop.producers.models import Producer, ProducerState
from tests.make.counter import FLOAT, fresh_key, sale_of, sold, till
from tests.make.inventory import goods, level
from tests.make.orders import placed, staff_of


async def test_a_sale_takes_goods_from_the_shelf_and_puts_the_price_into_the_drawer(session):
    at = await till(session, 5)
    tea = await goods(session, 4, name="Chè sen", price=90_000)
    sale = sale_of((at.goods, 2), (tea, 1), given=1_000_000)

    sale_id = await sell(session, at.clerk, at.point, sale, fresh_key())

    shown = await sale_shown(session, sale_id)
    assert (shown.total, shown.given, shown.change) == (590_000, 1_000_000, 410_000)
    assert [(line.quantity, line.total) for line in shown.lines] == [(2, 500_000), (1, 90_000)]
    assert (await level(session, at.goods), await level(session, tea)) == ((3, 0), (3, 0))
    assert await drawer(session, at) == FLOAT + 590_000
    kinds = await session.execute(
        select(Movement.kind, Movement.on_hand).where(Movement.reference == sale_id).order_by(Movement.on_hand)
    )
    assert [tuple(row) for row in kinds] == [(MovementKind.SELL, -2), (MovementKind.SELL, -1)]
    assert await audit_books(session) == []


async def test_the_same_key_sells_once(session):
    at, key = await till(session, 5), fresh_key()

    first, second = [await sold(session, at, 2, key=key) for _ in range(2)]

    assert first.id == second.id
    assert await level(session, at.goods) == (3, 0)
    assert await drawer(session, at) == FLOAT + 500_000
    with pytest.raises(KeyReused):
        await sold(session, at, 1, key=key)


async def test_what_is_promised_to_an_order_is_not_sold(session):
    at = await till(session, 3)
    await placed(session, at.goods, quantity=2)

    with pytest.raises(OutOfStock) as refused:
        async with session.begin_nested():
            await sold(session, at, 2)

    assert refused.value.extra["available"] == 1
    await sold(session, at, 1)
    assert await level(session, at.goods) == (2, 2)


async def test_only_goods_that_may_be_sold_are_sold(session):
    at = await till(session, 5)
    lapsed, taken_off, suspended = [
        await goods(session, 5, name=name, producer=name) for name in ("Nón Chuông", "Cốm Vòng", "Lụa Vạn Phúc")
    ]
    registered = select(Product.registered_product_id).where(Product.id == lapsed.product_id).scalar_subquery()
    await session.execute(
        update(Certificate)
        .where(Certificate.registered_product_id == registered)
        .values(status=CertificateStatus.REVOKED)
    )
    await session.execute(update(Product).where(Product.id == taken_off.product_id).values(hidden=True))
    await session.execute(update(Producer).where(Producer.name == "Lụa Vạn Phúc").values(state=ProducerState.SUSPENDED))

    for unsaleable in (lapsed, taken_off, suspended):
        with pytest.raises(NotOnSale):
            async with session.begin_nested():
                await sell(session, at.clerk, at.point, sale_of((unsaleable, 1)), fresh_key())
        assert await level(session, unsaleable) == (5, 0)


async def test_a_label_of_a_recalled_or_old_batch_is_not_sold_and_the_batch_of_a_sale_is_known(session):
    at = await till(session, 5)
    tea = await goods(session, 5, name="Chè sen")
    day = await today(session)
    fresh = await batch(session, at, day, lot="1")
    past = await batch(session, at, day, lot="2", best_before=day - timedelta(days=1))
    recalled = await batch(session, at, day, lot="3", recall_reason="vỡ men", recalled_at=func.shop_now())

    def labelled(code, of=at.goods):
        return sale_of((of, 1), lines=[Wanted(variant_id=of.variant_id, quantity=1, batch=code)])

    for withdrawn in (past, recalled):
        with pytest.raises(BatchWithdrawn):
            async with session.begin_nested():
                await sell(session, at.clerk, at.point, labelled(withdrawn.code), fresh_key())
    for wrong in (labelled(fresh.code, tea), labelled("LO-2222-2222")):
        with pytest.raises(BatchOfOther):
            async with session.begin_nested():
                await sell(session, at.clerk, at.point, wrong, fresh_key())

    await sell(session, at.clerk, at.point, labelled(fresh.code), fresh_key())

    assert await level(session, at.goods) == (4, 0)


async def test_spirits_are_sold_once_the_seller_has_asked_for_the_age(session):
    at = await till(session, 5)
    await session.execute(update(Product).where(Product.id == at.goods.product_id).values(min_age=18))

    with pytest.raises(AgeUnconfirmed):
        async with session.begin_nested():
            await sold(session, at)
    sale_id = await sell(session, at.clerk, at.point, sale_of((at.goods, 1), age_confirmed=True), fresh_key())

    assert (await session.get_one(CounterSale, sale_id)).confirmed_age == 18


async def test_cash_needs_an_open_drawer_and_a_transfer_needs_none(session):
    at = await till(session, 5, float_=None)

    with pytest.raises(DrawerClosed):
        async with session.begin_nested():
            await sold(session, at)
    paid = await sold(session, at, paid_by=PaidBy.TRANSFER)

    assert (paid.given, await level(session, at.goods)) == (None, (4, 0))
    assert await audit_books(session) == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"expected_total": 1}, PriceChanged),
        ({"given": 249_999}, GivenTooLittle),
        ({"lines": []}, Invalid),
        ({"lines": [Wanted(variant_id=uuid4(), quantity=1)]}, NoSuchVariant),
    ],
)
async def test_what_cannot_be_sold_so_changes_nothing(session, change, refusal):
    at = await till(session, 5)

    with pytest.raises(refusal):
        async with session.begin_nested():
            await sell(session, at.clerk, at.point, sale_of((at.goods, 1), **change), fresh_key())

    assert await level(session, at.goods) == (5, 0)
    assert await drawer(session, at) == FLOAT


async def test_only_the_staff_of_the_point_sells_there(session):
    at = await till(session, 5)
    other = await goods(session, 5, point="quay-ha-dong")
    stranger = await staff_of(session, other.place_id)

    with pytest.raises(Forbidden):
        await sell(session, stranger, at.point, sale_of((at.goods, 1)), fresh_key())


async def drawer(session, at):
    shift = await open_shift(session, at.goods.place_id)
    return await cash_in(session, shift.id)


async def batch(session, at, day: date, *, lot, **fields):
    made = Batch(
        code=new_code("LO"),
        variant_id=at.goods.variant_id,
        lot=lot,
        produced_on=day - timedelta(days=30),
        made_by=at.clerk.person_id,
        **fields,
    )
    session.add(made)
    await session.flush()
    return made
