"""Edits over the API that nobody can mean: refused by the field, nothing staged, never a fault."""

import pytest
from sqlalchemy import func, select

from shop.listings.models import ListingEdit
from tests.make import listings as make
from tests.make.accounts import signed_in

NAME = "Bát gốm men lam"
HUGE = 10**30


@pytest.fixture
async def shop(session, client):
    shop = await make.shop(session)
    await signed_in(client, shop.editor)
    return shop


BAD = {
    "no content": {},
    "fifty-one prices": {"content": {"name": NAME}, "prices": {f"S{number}": 1000 for number in range(51)}},
    "a price of nothing": {"content": {"name": NAME}, "prices": {"S": 0}},
    "a huge price": {"content": {"name": NAME}, "prices": {"S": HUGE}},
    "a SKU without an end": {"content": {"name": NAME}, "prices": {"S" * 500: 1000}},
    "a NUL": {"content": {"name": "Bát\0"}},
    "a name without an end": {"content": {"name": "x" * 121}},
    "a story without an end": {"content": {"name": NAME, "texts": {"vi": {"story": "x" * 8001}}}},
    "French": {"content": {"name": NAME, "texts": {"fr": {"story": "Un bol"}}}},
    "a picture that is no id": {"content": {"name": NAME, "pictures": [{"asset_id": "x", "alt_vi": "Bát"}]}},
    "a negative weight": {
        "content": {"name": NAME, "variants": [{"sku": "S", "name": "", "unit": "x", "net_weight_g": -1}]}
    },
    "a version before the first": {"content": {"name": NAME}, "version": -1},
    "an unknown field": {"content": {"name": NAME}, "price": 1},
}


@pytest.mark.parametrize("kind", BAD)
async def test_an_edit_nobody_can_mean_is_refused_and_stages_nothing(client, session, shop, kind):
    reply = await client.patch(f"{shop.path}/edit", json={"version": 0} | BAD[kind])

    assert reply.status_code == 422, reply.text
    assert reply.json()["code"] == "validation"
    assert reply.json().get("field") or kind == "no content"
    assert await session.scalar(select(func.count()).select_from(ListingEdit)) == 0


@pytest.mark.parametrize("pieces", [0, -1, HUGE, 1.5, "năm", None])
async def test_pieces_nobody_can_mean_are_refused(client, session, shop, pieces):
    variant = (await client.get(shop.path)).json()["variants"][0]["id"]

    reply = await client.post(
        f"{shop.path}/variants/{variant}/stock", json={"pieces": pieces}, headers={"Idempotency-Key": "k" * 12}
    )

    assert reply.status_code == 422
    assert reply.json()["field"] == "pieces"


async def test_a_price_is_live_at_once_over_the_api_too(client, session, shop):
    variant = (await client.get(shop.path)).json()["variants"][0]["id"]

    reply = await client.put(f"{shop.path}/variants/{variant}/price", json={"price": 199_000})

    assert reply.status_code == 200
    assert (await client.get(f"/api/v1/products/{shop.product.slug}")).json()["variants"][0]["price"] == 199_000
