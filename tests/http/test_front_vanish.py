"""What an officer takes off sale is gone everywhere one look later, with answers kept in front of it all."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.catalog.learn import keep_words
from shop.catalog.models import Product
from shop.certification.models import Certificate
from shop.core.actor import Role
from shop.core.db import short
from shop.core.outbox import OutboxDelivery
from shop.producers.models import Producer
from tests.make import accounts, livestream
from tests.make.orders import CONTACT
from workers.deliveries import work_deliveries
from workers.expand import expand_events

HTML = {"accept": "text/html"}
OURS = {"origin": "https://chomay.test"}
NAME = "bat gom"


@pytest.fixture
async def shown(sessions):
    """A stall on air with one product in its line-up, an officer, and how both are addressed."""
    async with short(sessions) as session:
        stall = await livestream.stall(session)
        product = await session.get_one(Product, stall.variants[0].product_id)
        maker = await session.get_one(Producer, product.producer_id)
        code = await session.scalar(
            select(Certificate.code).where(Certificate.registered_product_id == product.registered_product_id)
        )
        await keep_words(session)
        officer = await accounts.person(session, Role.OFFICER)
    return {"stall": stall, "slug": product.slug, "maker": maker.slug, "code": code, "officer": officer}


async def everywhere(kept, reader, shown, cart):
    """Where the product is still found, by place; refusals by their code."""
    slug, stall = shown["slug"], shown["stall"]
    variant = str(stall.variants[0].id)
    href, link = f'href="/san-pham/{slug}"', f"/san-pham/{slug}<"

    async def has(path, words, **headers):
        return words in (await reader.get(path, headers=headers)).text

    order = {
        "lines": [{"variant": variant, "quantity": 1}],
        "contact": CONTACT,
        "delivery": {"method": "pickup", "sales_point": stall.place.slug},
        "payment": "cod",
        "expected_total": stall.variants[0].price,
    }
    in_cart = (await kept.client.get(f"/api/v1/carts/{cart}")).json()["lines"]
    facets = (await reader.get(f"/api/v1/products/facets?q={NAME}")).json()
    quoted = await kept.client.post(
        f"/api/v1/carts/{cart}/quote", json={"delivery": {"method": "pickup", "sales_point": stall.place.slug}}
    )
    key = {"idempotency-key": uuid4().hex}
    placed = await kept.client.post("/api/v1/orders", json=order, headers=key | OURS)
    return {
        "list": await has("/api/v1/products", slug),
        "list page": await has("/san-pham", href, **HTML),
        "search": await has(f"/api/v1/products?q={NAME}", slug),
        "search page": await has(f"/san-pham?q={NAME}", href, **HTML),
        "suggest": await has(f"/api/v1/products/suggest?q={NAME}", slug),
        "suggest page": await has(f"/goi-y?q={NAME}", slug, **HTML),
        "facets": facets["total"] > 0,
        "product": (await reader.get(f"/api/v1/products/{slug}")).json().get("on_sale", False),
        "product page": await has(f"/san-pham/{slug}", "/gio-hang/them", **HTML),
        "cart": bool(in_cart) and all(line.get("problem") is None for line in in_cart),
        "quote": quoted.json()["total"] > 0,
        "order": placed.status_code == 201,
        "room": bool((await reader.get(f"{stall.path}/snapshot")).json()["pins"]),
        "verification": await has(f"/xac-thuc/{shown['code']}", href, **HTML),
        "sitemap": await has("/sitemap/1.xml", link),
    }


async def react(sessions):
    """What relay and worker do with the events told so far."""
    async with short(sessions) as session:
        await expand_events(session)
    async with short(sessions) as session:
        ids = (await session.scalars(select(OutboxDelivery.id))).all()
    await work_deliveries(sessions, ids, 8)


def slug_in(reply, shown):
    """Whether a list still shows the product."""
    return shown["slug"] in reply.text


@pytest.mark.parametrize("act", ["revoke", "suspend"])
async def test_it_is_gone_everywhere_one_look_later(front, shown, sessions, act):
    async with front() as kept, kept.stranger() as reader:
        kept.client.headers.update(OURS)
        stall = shown["stall"]
        await accounts.signed_in(kept.client, stall.host)
        variant = str(stall.variants[0].id)
        pinned = await kept.client.post(f"{stall.path}/pin", json={"variant": variant})
        assert pinned.status_code == 200, pinned.text
        kept.client.cookies.clear()
        cart = (await kept.client.post("/api/v1/carts", json={"lines": [{"variant": variant, "quantity": 1}]})).json()
        before = await everywhere(kept, reader, shown, cart["id"])

        await accounts.signed_in(kept.client, shown["officer"])
        path, form = {
            "revoke": (f"/van-phong/chung-nhan/{shown['code']}", {"act": "revoke", "step": "confirmed"}),
            "suspend": (f"/van-phong/chu-the/{shown['maker']}", {"act": "suspend"}),
        }[act]
        done = await kept.client.post(path, data=form | {"reason": "Sai hồ sơ"}, headers=HTML)
        kept.client.cookies.clear()
        stale = slug_in(await reader.get("/api/v1/products"), shown)
        await react(sessions)
        await kept.look()
        after = await everywhere(kept, reader, shown, cart["id"])

    assert done.status_code == 303
    assert stale, "the answer was not kept: this test would prove nothing"
    assert [place for place, found in before.items() if not found] == []
    assert [place for place, found in after.items() if found] == []
