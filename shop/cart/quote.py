"""Price lines as they stand at this moment: list and live prices, where each is taken from, delivery, total."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.rules import UNSALEABLE, LineProblem, Road, Source, Take, Want, allocate, distance
from shop.catalog.queries import Offer, offers
from shop.core.money import Dong
from shop.delivery.choose import ChosenDelivery
from shop.delivery.models import DeliveryMethod
from shop.delivery.rules import shipping_fee
from shop.inventory.queries import PlaceStock, available
from shop.promotions.queries import LivePrice, live_prices


class QuotedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line with its offer (None: no such variant), its price (đồng a piece) and the places it is taken from.

    `place` is the first of them; `takes` says how much comes from which, and why. `price_gone` says that the live
    price asked for is over.
    """

    want: Want
    offer: Offer | None
    price: Dong
    place: PlaceStock | None
    takes: tuple[tuple[PlaceStock, Take], ...] = ()
    available: int
    problem: LineProblem | None
    price_gone: bool

    @property
    def total(self) -> Dong:
        """đồng for the line."""
        return Dong(self.price * self.want.quantity)


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What an order of the lines would cost now; amounts are đồng. Lines that cannot be sold count nothing."""

    lines: tuple[QuotedLine, ...]
    subtotal: Dong
    shipping: Dong
    discount: Dong
    total: Dong


class Facts(msgspec.Struct, frozen=True):
    """What prices are made of at one moment: offers by variant, stock by variant and place, live prices by campaign."""

    offers: Mapping[UUID, Offer]
    stock: Mapping[UUID, list[PlaceStock]]
    live: Mapping[UUID, LivePrice]


async def quote_lines(
    session: AsyncSession, wants: Sequence[Want], delivery: ChosenDelivery | None, ship_fee: Dong
) -> Quote:
    """Price `wants`. Refuses nothing: what is in the way stands on each line."""
    return price_lines(await read_facts(session, wants), wants, delivery, ship_fee)


async def read_facts(session: AsyncSession, wants: Sequence[Want]) -> Facts:
    """What is known about `wants`, of however many orders. Three statements."""
    variants = list(dict.fromkeys(want.variant_id for want in wants))
    campaigns = dict.fromkeys(want.campaign_id for want in wants if want.campaign_id is not None)
    return Facts(
        await offers(session, variants), await available(session, variants), await live_prices(session, campaigns)
    )


def price_lines(facts: Facts, wants: Sequence[Want], delivery: ChosenDelivery | None, ship_fee: Dong) -> Quote:
    """`quote_lines` from what is known. Pure."""
    stock = facts.stock
    free = {
        want.variant_id: {place.place_id: place.available for place in stock.get(want.variant_id, [])} for want in wants
    }
    sources = allocate(wants, free, None if delivery is None else delivery.place_id, _road(facts, delivery))
    places = [
        _place(want, source, stock, decided=delivery is not None) for want, source in zip(wants, sources, strict=True)
    ]
    lines = tuple(_line(want, source, place, facts) for want, source, place in zip(wants, sources, places, strict=True))
    subtotal = sum(line.total for line in lines if line.problem not in UNSALEABLE)
    shipping = Dong(0) if delivery is None else shipping_fee(delivery.method, ship_fee)
    return Quote(
        lines=lines,
        subtotal=Dong(subtotal),
        shipping=shipping,
        discount=Dong(0),
        total=Dong(subtotal + shipping),
    )


def _place(want: Want, source: Source, stock: Mapping[UUID, list[PlaceStock]], *, decided: bool) -> PlaceStock | None:
    """Where the line is taken from; nothing is said before a place is named or delivery is chosen."""
    if not decided and want.place_id is None:
        return None
    return next((place for place in stock.get(want.variant_id, []) if place.place_id == source.place_id), None)


def _road(facts: Facts, delivery: ChosenDelivery | None) -> Road | None:
    """The ways from every place to the buyer's commune; None for what is not brought."""
    if delivery is None or delivery.method is not DeliveryMethod.SHIP:
        return None
    producers = {variant: offer.producer_id for variant, offer in facts.offers.items()}
    places = {place.place_id: place for found in facts.stock.values() for place in found}.values()
    if delivery.lat is None or delivery.lon is None:
        return Road({}, producers)
    away = {
        place.place_id: distance(delivery.lat, delivery.lon, place.lat, place.lon)
        for place in places
        if place.lat is not None and place.lon is not None
    }
    return Road(away, producers)


def _line(want: Want, source: Source, place: PlaceStock | None, facts: Facts) -> QuotedLine:
    offer = facts.offers.get(want.variant_id)
    price, price_gone = _price(want, offer, facts.live)
    known = {one.place_id: one for one in facts.stock.get(want.variant_id, [])}
    return QuotedLine(
        want=want,
        offer=offer,
        price=price,
        place=place,
        takes=tuple((known[take.place_id], take) for take in source.takes),
        available=source.available,
        problem=_problem(source, offer),
        price_gone=price_gone,
    )


def _problem(source: Source, offer: Offer | None) -> LineProblem | None:
    if offer is None or not offer.on_sale:
        return LineProblem.NOT_ON_SALE
    return source.problem if offer.closed_until is None else LineProblem.PRODUCER_CLOSED


def _price(want: Want, offer: Offer | None, live: Mapping[UUID, LivePrice]) -> tuple[Dong, bool]:
    """The price of a piece, and whether a campaign was named that gives none."""
    listed = Dong(0) if offer is None else offer.price
    if want.campaign_id is None:
        return listed, False
    campaign = live.get(want.campaign_id)
    if campaign is None or campaign.variant_id != want.variant_id:
        return listed, True
    return campaign.price, False
