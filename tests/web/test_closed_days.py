"""While a producer is closed every page on the way to an order says so, with the day it opens."""

from datetime import timedelta

import pytest

from shop.core.clock import today
from shop.web.formats import day
from tests.make.inventory import goods
from tests.make.producers import closure
from tests.make.reviews import maker
from tests.web.pages import check_out, fill_basket, look


@pytest.mark.parametrize(("start", "locale"), [("", "vi"), ("/en", "en")])
async def test_product_basket_and_checkout_say_the_day_it_opens(client, session, start, locale):
    bowl = await goods(session)
    await fill_basket(client, bowl.variant_id)
    await closure(session, await maker(session, bowl), 0, 3)
    opens = await today(session) + timedelta(days=4)

    pages = [
        await look(client, f"{start}{path}") for path in (f"/san-pham/{bowl.product_slug}", "/gio-hang", "/thanh-toan")
    ]
    refused = await check_out(client, sales_point=bowl.point)

    assert [day(locale, opens) in page.text for page in pages] == [True] * 3
    assert refused.status_code == 409
    assert f"{opens:%d/%m/%Y}" in refused.text
