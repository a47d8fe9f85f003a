"""Place a pre-order: an order of one variant that waits for its harvest instead of holding stock."""

from typing import NamedTuple

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.quote import Facts, Quote, price_lines
from shop.cart.rules import Want
from shop.catalog.queries import offers
from shop.core.actor import Actor
from shop.core.i18n import DEFAULT
from shop.core.idempotency import draw_key
from shop.core.money import Dong
from shop.core.pause import Pause, go_on
from shop.core.request_id import current_request_id
from shop.delivery.choose import ChosenDelivery, choose_delivery
from shop.http.errors import BadInput
from shop.inventory.queries import PlaceStock
from shop.orders.check_cod import cash_histories, check_cod
from shop.orders.draft import agree, draft_order, read_contact
from shop.orders.place import key_scope, placed_before
from shop.orders.receipt import receipt
from shop.orders.terms import OrderTerms
from shop.orders.wish import Placed, PlaceOrder
from shop.orders.write import write_orders
from shop.preorders.claim import claim_pieces
from shop.preorders.errors import PreorderClosed, PreorderFull
from shop.preorders.queries import OpenWindow, open_windows
from shop.promotions.buyer import buyer_digests

ROUTE = "orders.preorder"


class Prepared(NamedTuple):
    """A pre-order as it would be: its window, its delivery and what it costs."""

    window: OpenWindow
    delivery: ChosenDelivery
    quote: Quote


async def place_preorder(
    session: AsyncSession, request: PlaceOrder, actor: Actor, key: str, terms: OrderTerms, *, pause: Pause = go_on
) -> Placed:
    """Place an order for one variant out of its open window. Safe to repeat with the same `key`.

    It is one parcel at the window's place and holds no stock: its pieces are guarded by what the window has taken,
    whose row is locked last.

    Raises:
        InProgress, KeyReused, BadInput: as `place_order`.
        PreorderClosed, PreorderFull, PreorderLimit: it is not to be had ahead.
        And what `agree` and `check_cod` refuse.
    """
    plain = msgspec.structs.replace(request, locale=DEFAULT)  # the language is no part of the request
    drawn = await draw_key(session, key_scope(request, actor), ROUTE, key, plain)
    if drawn.replayed:
        return await placed_before(session, drawn.reference, terms)
    read_contact(request.contact)
    window, delivery, quote = await prepare(session, request, terms)
    agree(quote, request, terms)
    check_cod(await cash_histories(session, [request], terms.cod), request, quote.total, terms.cod)
    draft = draft_order(request, actor, delivery, quote, order_id=drawn.reference, at=drawn.at, terms=terms)
    await write_orders(session, [draft], "buyer", [current_request_id()])
    await pause("order written")
    buyers = buyer_digests(terms.secret, actor.person_id, draft.order.contact_phone)
    wanted = request.lines[0].quantity
    await claim_pieces(session, window.window.id, draft.parcels[0].id, wanted, buyers)
    await pause("pieces claimed")
    return Placed(receipt(draft, terms.secret), replayed=False)


async def prepare(session: AsyncSession, request: PlaceOrder, terms: OrderTerms) -> Prepared:
    """What the pre-order would be: priced as any order, from what its window has left.

    Raises:
        BadInput: it is not one variant, or the delivery cannot be meant.
        PreorderClosed, PreorderFull: no window is open, or it has fewer pieces left.
    """
    if len(request.lines) != 1 or request.cart is not None:
        raise BadInput("variant", "orders.cart_or_lines")
    line = request.lines[0]
    window = (await open_windows(session, [line.variant])).get(line.variant)
    if window is None:
        raise PreorderClosed(field="variant")
    if window.left < line.quantity:
        raise PreorderFull(field="quantity", left=window.left)
    delivery = await choose_delivery(session, request.delivery, quoted=False)
    quote = await quote_preorder(session, window, line.quantity, delivery, terms.ship_fee)
    return Prepared(window, delivery, quote)


async def quote_preorder(
    session: AsyncSession, window: OpenWindow, pieces: int, delivery: ChosenDelivery, ship_fee: Dong
) -> Quote:
    """What so many pieces of the window cost, as if it stood on a shelf of its place."""
    place, variant = window.place, window.window.variant_id
    supply = PlaceStock(place.id, place.slug, place.name, place.kind, window.left, place.lat, place.lon)
    facts = Facts(await offers(session, [variant]), {variant: [supply]}, {}, {})
    want = Want(variant_id=variant, quantity=pieces, place_id=place.id)
    return price_lines(facts, [want], delivery, ship_fee)
