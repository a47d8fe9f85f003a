"""Runs of show for tests."""

from shop.core.actor import Actor, Role
from shop.programme.edit import Draft, Good, add_segment


def host_of(stall):
    """The stall's host as an actor."""
    return Actor(person_id=stall.host.id, roles=frozenset({Role.HOST}))


async def segments(session, stall, *goods, minutes=8):
    """A segment for each of `goods`, which are rows of (number of the variant in the line-up, live price)."""
    made = []
    for number, shown in enumerate(goods, 1):
        wanted = [Good(variant_id=stall.variants[at].id, price=price) for at, price in shown]
        draft = Draft(title=f"Phần {number}", minutes=minutes, presenter="Hà", script=f"Lời {number}", goods=wanted)
        made.append(await add_segment(session, host_of(stall), stall.live.slug, draft, f"segment-{number:04}"))
    return made
