"""The drop of a process: what is bought in its rooms by tap and by comment, placed together."""

from functools import partial

from config.settings import Settings
from shop.comment_orders.settle import order_and_settle
from shop.core.coalescer import Coalescer
from shop.core.db import Sessions
from shop.livestream.drop import RoomDrop
from shop.orders.terms import order_terms


def make_drop(settings: Settings, sessions: Sessions) -> RoomDrop:
    """The drop of one process; `sessions` have connections of their own, one for each flusher."""
    work = partial(order_and_settle, terms=order_terms(settings))
    return Coalescer(sessions, work, flushers=settings.drop_flushers, patience=settings.drop_patience)
