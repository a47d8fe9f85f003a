"""The drop: what all buyers of a process want in its rooms, placed together."""

from functools import partial

from config.settings import Settings
from shop.core.coalescer import Coalescer
from shop.core.db import Sessions
from shop.livestream.order import RoomAsk, order_in_rooms
from shop.orders.terms import order_terms
from shop.orders.wish import Placed

RoomDrop = Coalescer[RoomAsk, Placed]


def make_drop(settings: Settings, sessions: Sessions) -> RoomDrop:
    """The drop of one process; `sessions` have connections of their own, one for each flusher."""
    work = partial(order_in_rooms, terms=order_terms(settings))
    return Coalescer(sessions, work, flushers=settings.drop_flushers, patience=settings.drop_patience)
