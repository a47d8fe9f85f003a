from datetime import timedelta

import pytest
from sqlalchemy import update

from shop.core.clock import shop_now
from shop.core.errors import Invalid
from shop.core.money import Dong
from shop.promotions.end_campaign import end_campaign
from shop.promotions.models import Campaign
from shop.promotions.open_campaign import open_campaign
from shop.promotions.queries import live_prices
from tests.make.inventory import goods


async def test_a_live_price_is_there_while_its_campaign_is_open(session):
    bowl = await goods(session)
    campaign = await open_campaign(session, bowl.variant_id, Dong(199_000))

    before = await live_prices(session, [campaign])
    ended, again = await end_campaign(session, campaign), await end_campaign(session, campaign)

    assert (before[campaign].variant_id, before[campaign].price) == (bowl.variant_id, 199_000)
    assert (ended, again) == (True, False)
    assert await live_prices(session, [campaign]) == {}


async def test_a_campaign_that_has_not_begun_gives_no_price(session):
    bowl = await goods(session)
    campaign = await open_campaign(session, bowl.variant_id, Dong(199_000))
    await session.execute(update(Campaign).values(starts_at=shop_now() + timedelta(minutes=1)))

    assert await live_prices(session, [campaign]) == {}


@pytest.mark.parametrize("price", [-1, 10**13 + 1])
async def test_no_impossible_price_is_opened(session, price):
    bowl = await goods(session)

    with pytest.raises(Invalid):
        await open_campaign(session, bowl.variant_id, Dong(price))
