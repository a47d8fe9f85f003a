"""The first page: what is on air, what sells, what is new; few statements, and never what may not be sold."""

import re

from sqlalchemy import update

from shop.catalog.airing import put_on_air, take_off_air
from shop.catalog.models import Product
from tests.make import catalog, livestream
from tests.web.pages import look


def shelf(page, name):
    """The products of a shelf by their order."""
    found = re.search(rf'<section class="sec" aria-labelledby="{name}">.*?</section>', page.text, re.DOTALL)
    return re.findall(r'<h3 class="h3"><a href="/san-pham/([^"]+)"', found.group(0)) if found else []


async def test_what_is_on_air_stands_first_and_leads_into_its_room(client, session):
    stall = await livestream.stall(session)
    product = await session.get(Product, stall.variants[0].product_id)
    before = await look(client, "/")
    await put_on_air(session, stall.live.id, [product.id])
    during = await look(client, "/")
    await take_off_air(session, stall.live.id)
    after = await look(client, "/")

    assert [shelf(page, "on_air") for page in (before, during, after)] in (
        [[], [product.slug], []],
        [[product.slug], [product.slug], []],  # the stall began on air
    )
    assert during.text.index('aria-labelledby="on_air"') < during.text.index('aria-labelledby="newest"')


async def test_only_what_was_bought_is_said_to_sell(client, session):
    much, little, never = [await catalog.product(session, name) for name in ("Chè lam", "Bánh gio", "Cốm khô")]
    for product, pieces in ((much, 9), (little, 2)):
        await session.execute(update(Product).where(Product.id == product.id).values(sold=pieces))

    page = await look(client, "/")

    assert shelf(page, "sold") == [much.slug, little.slug]
    assert set(shelf(page, "newest")) == {much.slug, little.slug, never.slug}


async def test_the_shelves_hold_nothing_that_may_not_be_sold(client, session):
    gone = await catalog.product(session, "Giò lụa", hidden=True)
    unstarred = await catalog.product(session, "Nem chua", stars=None)
    await session.execute(update(Product).where(Product.id.in_([gone.id, unstarred.id])).values(sold=5))

    page = await look(client, "/")

    assert gone.slug not in page.text
    assert unstarred.slug not in page.text


async def test_the_first_page_takes_few_statements(client, session, max_queries):
    for number in range(12):
        await catalog.product(session, f"Trà sen {number}", stars=5)
    await session.commit()

    with max_queries(12):
        await look(client, "/")
