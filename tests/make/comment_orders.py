"""Rooms in which people order by comment: a stall with known codes, and what they write there."""

from itertools import count

from tests.make import accounts, livestream

PHONE = "0912 345 678"
_numbers = count(1)


async def room(client, sessions, *, goods=3, stock=10, pinned=(), price=200_000, **facts):
    """A stall on air with `goods` lines A1, A2, … of which those at `pinned` (their places) stand pinned."""
    async with sessions() as session, session.begin():
        stall = await livestream.stall(session, goods=goods, stock=stock, **facts)
    await accounts.signed_in(client, stall.host)
    for place in pinned:
        body = {"variant": str(stall.variants[place].id), "price": price}
        reply = await client.post(f"{stall.path}/pin", json=body)
        assert reply.status_code == 200, reply.text
    client.cookies.clear()
    return stall


async def say(client, stall, text, *, client_id=None, name="Lê Thị Ngọc", **more):
    """Write a comment; returns the reply's body."""
    body = {"text": text, "client_id": client_id or f"comment-{next(_numbers):06}", "name": name}
    reply = await client.post(f"{stall.path}/comments", json=body, **more)
    assert reply.status_code == 201, reply.text
    return reply.json()


async def wished(client, stall, text, **more):
    """Write a comment; returns what came of it."""
    return (await say(client, stall, text, **more))["wish"]


async def answer(client, stall, wish, **said):
    """Answer what a wish asks now; returns the wish."""
    body = {"step": wish["ask"]["step"], **said}
    reply = await client.post(f"{stall.path}/asks/{wish['id']}", json=body)
    assert reply.status_code == 200, reply.text
    return reply.json()
