"""Stream keys and takes for tests."""

from shop.broadcast.keys import make_key
from shop.broadcast.models import Source
from shop.broadcast.publish import open_take
from shop.core.actor import Actor, Role

SECRET = "a secret of the tests, long enough to sign with"


def host_of(stall) -> Actor:
    """The stall's host as an actor."""
    return Actor(person_id=stall.host.id, name=stall.host.name, roles=frozenset({Role.HOST}))


async def key(session, stall) -> str:
    """A new stream key of the stall; the one before is revoked."""
    made = await make_key(session, host_of(stall), stall.live.slug, secret=SECRET)
    await session.flush()
    return made.key


async def take(session, stall, *, made=None, source=Source.BROWSER, **said):
    """An open take of the stall, with its key or a new one."""
    made = made or await key(session, stall)
    return await open_take(session, stall.live.slug, made, source, **said)
