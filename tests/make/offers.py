"""A pinned product, its buyers, and those who wait for it."""

from shop.core.actor import Actor
from shop.core.db import short
from shop.core.i18n import DEFAULT
from shop.offers.serve import WaitTerms, serve_waiting
from tests.make import accounts, livestream
from tests.make.orders import TERMS

WAIT = WaitTerms(hold_minutes=10, after_minutes=10)


def contact(number):
    """Buyer `number`."""
    return {"name": "Lê Thị Bích Ngọc", "phone": f"0912{number:06d}"}


async def pinned(client, sessions, *, stock=5, price=200_000, offer=None, **bounds):
    """A stall whose first product stands pinned, kept as `offer` says; the client is a guest again."""
    async with short(sessions) as session:
        stall = await livestream.stall(session, stock=stock)
    await accounts.signed_in(client, stall.host)
    variant = str(stall.variants[0].id)
    if offer:
        reply = await client.put(f"{stall.path}/offers/{variant}", json=offer)
        assert reply.status_code == 204, reply.text
    reply = await client.post(f"{stall.path}/pin", json={"variant": variant, "price": price, **bounds})
    assert reply.status_code == 200, reply.text
    client.cookies.clear()
    return stall


async def as_host(client, stall, method, path, json=None):
    """One act of the stall's host; the client is a guest again."""
    await accounts.signed_in(client, stall.host)
    reply = await client.request(method, f"{stall.path}/{path}", json=json)
    client.cookies.clear()
    return reply


def host_of(stall):
    """The host as an actor."""
    return Actor(person_id=stall.host.id, locale=DEFAULT)


async def buy(client, stall, number, quantity=1, **more):
    """Buyer `number` presses the button."""
    body = {"variant": str(stall.variants[0].id), "quantity": quantity, "contact": contact(number), **more}
    headers = {"Idempotency-Key": f"offers-buyer-{number:04d}-{quantity}"}
    return await client.post(f"{stall.path}/orders", json=body, headers=headers)


async def wait(client, stall, number, quantity=1, **more):
    """Buyer `number` joins the waiting list."""
    body = {"variant": str(stall.variants[0].id), "quantity": quantity, "contact": contact(number), **more}
    return await client.post(f"{stall.path}/waiting", json=body)


async def serve(sessions, **more):
    """A turn of the sweep over waiting lists."""
    async with short(sessions) as session:
        return await serve_waiting(session, TERMS, WAIT, **more)
