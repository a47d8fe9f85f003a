"""Polls, draws and dropped vouchers for tests."""

from itertools import count

from shop.core.actor import Actor, Role
from shop.core.clock import now
from shop.games.draw import NewDraw, announce_draw
from shop.games.drop import DropWish, drop_voucher
from shop.games.poll import NewPoll, open_poll
from tests.make import promotions

SECRET = "a secret of the tests, long enough to sign with"

_numbers = count(1)


def host_of(stall) -> Actor:
    """The stall's host as an actor."""
    return Actor(person_id=stall.host.id, name=stall.host.name, roles=frozenset({Role.HOST}))


async def poll(session, stall, *, seconds=60, options=("Men lam", "Men rạn", "Men ngọc")):
    """An open poll in the stall's room."""
    wish = NewPoll(
        client_id=f"poll-of-tests-{next(_numbers)}", question="Bạn thích men nào?", options=options, seconds=seconds
    )
    return await open_poll(session, host_of(stall), stall.live.slug, wish)


async def draw(session, stall, *, winners=2, seconds=60):
    """A draw announced in the stall's room."""
    wish = NewDraw(
        client_id=f"draw-of-tests-{next(_numbers)}", prize="Một bộ ấm chén", winners=winners, seconds=seconds
    )
    return await announce_draw(session, host_of(stall), stall.live.slug, wish, SECRET)


async def drop(session, stall, *, quota=20, minutes=5, voucher_quota=None, **voucher):
    """A public voucher of the platform dropped into the stall's room."""
    voucher = await promotions.voucher(session, public=True, quota=voucher_quota, **voucher)
    wish = DropWish(client_id=f"drop-of-tests-{next(_numbers)}", quota=quota, minutes=minutes, code=voucher.code)
    return await drop_voucher(session, host_of(stall), stall.live.slug, wish)


async def moment(session):
    """Now, as the database has it."""
    return await now(session)
