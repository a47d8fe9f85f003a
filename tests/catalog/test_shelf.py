"""The shelf, and the changes it tells."""

from sqlalchemy import select

from shop.catalog.models import CatalogChange
from shop.catalog.queries import offers
from shop.catalog.set_price import set_price
from shop.catalog.shelf import put_on_shelf, take_off_shelf
from shop.core.money import Dong
from tests.make import catalog as make


async def told(session):
    await session.flush()
    return list(await session.scalars(select(CatalogChange.reason).order_by(CatalogChange.id)))


async def test_only_the_first_and_the_last_shelf_of_a_product_are_told(session):
    product = await make.product(session, variants={"nhỏ": 10_000, "to": 20_000})
    variant = await make.variant_of(session, product)
    one, two = await make.place(session, "diem-mot"), await make.place(session, "diem-hai")
    before = len(await told(session))

    for place in (one, one, two):
        await put_on_shelf(session, [(variant.id, place.id)])
    for place in (one, one, two):
        await take_off_shelf(session, variant.id, place.id)

    assert (await told(session))[before:] == ["in_stock", "out_of_stock"]


async def test_the_cheapest_variant_is_the_price_of_the_list(session):
    product = await make.product(session, variants={"nhỏ": 10_000, "to": 20_000})
    small = await make.variant_of(session, product)

    await set_price(session, small.id, Dong(50_000))

    await session.refresh(product)
    assert product.min_price == 20_000
    assert (await told(session))[-1] == "price"


async def test_an_offer_says_whether_it_is_on_sale(session, max_queries):
    good = await make.product(session, "Tương Đường Lâm")
    hidden = await make.product(session, "Chè lam", hidden=True)
    unstated = await make.product(session, "Bánh tẻ", stars=None)
    variants = [(await make.variant_of(session, product)).id for product in (good, hidden, unstated)]

    with max_queries(1):
        found = await offers(session, variants)

    assert [found[variant].on_sale for variant in variants] == [True, False, False]
    assert found[variants[0]].product_name == "Tương Đường Lâm"
