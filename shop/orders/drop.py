"""The drop of checkouts: what all buyers of a process order at the same moment, placed together."""

from functools import partial

import msgspec

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.coalescer import Coalescer
from shop.core.db import Sessions
from shop.core.i18n import DEFAULT
from shop.core.key_batch import claim_of
from shop.core.request_id import current_request_id
from shop.orders.place import ROUTE, key_scope
from shop.orders.place_many import place_many
from shop.orders.terms import order_terms
from shop.orders.wish import Ask, Placed, PlaceOrder

OrderDrop = Coalescer[Ask, Placed]


def make_order_drop(settings: Settings, sessions: Sessions) -> OrderDrop:
    """The drop of one process; `sessions` have connections of their own, one for each flusher."""
    work = partial(place_many, terms=order_terms(settings))
    return Coalescer(sessions, work, flushers=settings.drop_flushers, patience=settings.drop_patience)


def goes_along(request: PlaceOrder) -> bool:
    """Whether an order may stand among others: one for lines alone. A basket is locked, a quoted way is taken."""
    return request.cart is None and bool(request.lines) and request.delivery.quote is None


def order_ask(actor: Actor, request: PlaceOrder, key: str) -> Ask:
    """An order of this request, under the key `place_order` would give it."""
    plain = msgspec.structs.replace(request, locale=DEFAULT)  # the language is no part of the request
    claim = claim_of(key_scope(request, actor), ROUTE, key, plain)
    return Ask(request=request, actor=actor, claim=claim, request_id=current_request_id())
