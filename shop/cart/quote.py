"""Price lines as they stand at this moment: list and live prices, where each is taken from, delivery, total."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.discount import Base, Discount, Discounts, Share, VoucherFault, discount
from shop.cart.loads import shipping_of
from shop.cart.rules import UNSALEABLE, LineProblem, Road, Source, Take, Want, allocate, distance
from shop.catalog.queries import Offer, offers
from shop.core.money import Dong
from shop.delivery.choose import ChosenDelivery
from shop.delivery.models import DeliveryMethod
from shop.inventory.queries import PlaceStock, available
from shop.promotions.queries import LivePrice, VoucherOffer, live_prices, vouchers_by_code
from shop.promotions.rules import read_code


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
    live: LivePrice | None = None  # the live price it has
    share: Share = Share()  # of the vouchers' discount

    @property
    def total(self) -> Dong:
        """đồng for the line."""
        return Dong(self.price * self.want.quantity)


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What an order of the lines would cost now; amounts are đồng. Lines that cannot be sold count nothing.

    `way_gone` says that the way of delivery chosen was quoted for other goods, is over or taken: the flat fee counts.
    """

    lines: tuple[QuotedLine, ...]
    subtotal: Dong
    shipping: Dong
    discount: Dong
    total: Dong
    discounts: tuple[Discount, ...] = ()  # what vouchers take off, one by one
    faults: tuple[VoucherFault, ...] = ()  # typed codes that do not count
    way_gone: bool = False

    @property
    def saved(self) -> Dong:
        """What live prices save against the list prices; it is in `subtotal` already."""
        sold = [line for line in self.lines if line.offer is not None and line.problem not in UNSALEABLE]
        return Dong(sum((line.offer.price - line.price) * line.want.quantity for line in sold if line.offer))


class Facts(msgspec.Struct, frozen=True):
    """What prices are made of at one moment.

    Offers by variant, stock by variant and place, live prices by campaign, vouchers by code.
    """

    offers: Mapping[UUID, Offer]
    stock: Mapping[UUID, list[PlaceStock]]
    live: Mapping[UUID, LivePrice]
    vouchers: Mapping[str, VoucherOffer]


async def quote_lines(
    session: AsyncSession,
    wants: Sequence[Want],
    delivery: ChosenDelivery | None,
    ship_fee: Dong,
    codes: Sequence[str] = (),
) -> Quote:
    """Price `wants` with the vouchers of `codes`. Refuses nothing: what is in the way stands on each line and code."""
    return price_lines(await read_facts(session, wants, codes), wants, delivery, ship_fee, codes)


async def read_facts(session: AsyncSession, wants: Sequence[Want], codes: Sequence[str] = ()) -> Facts:
    """What is known about `wants` and `codes`, of however many orders.

    Two statements, one more for live prices, one more for vouchers.
    """
    variants = list(dict.fromkeys(want.variant_id for want in wants))
    campaigns = dict.fromkeys(want.campaign_id for want in wants if want.campaign_id is not None)
    return Facts(
        await offers(session, variants),
        await available(session, variants),
        await live_prices(session, campaigns),
        await vouchers_by_code(session, filter(None, map(read_code, codes))),
    )


def price_lines(
    facts: Facts,
    wants: Sequence[Want],
    delivery: ChosenDelivery | None,
    ship_fee: Dong,
    codes: Sequence[str] = (),
) -> Quote:
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
    shipping, way_gone = shipping_of(lines, delivery, ship_fee)
    off = _discounts(lines, None if delivery is None else shipping, codes, facts.vouchers)
    return Quote(
        lines=tuple(msgspec.structs.replace(line, share=share) for line, share in zip(lines, off.shares, strict=True))
        if off.given
        else lines,
        subtotal=Dong(subtotal),
        shipping=shipping,
        discount=off.total,
        total=Dong(subtotal + shipping - off.total),
        discounts=off.given,
        faults=off.faults,
        way_gone=way_gone,
    )


def _discounts(
    lines: Sequence[QuotedLine], shipping: Dong | None, codes: Sequence[str], known: Mapping[str, VoucherOffer]
) -> Discounts:
    """What the vouchers of `codes` take off; lines that cannot be sold count nothing."""
    if not codes:
        return Discounts((), (), ())
    bases = [
        Base(
            Dong(0) if line.problem in UNSALEABLE else line.total,
            None if line.offer is None else line.offer.producer_id,
        )
        for line in lines
    ]
    return discount(bases, shipping, codes, known)


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
    campaign = _campaign(want, facts.live)
    listed = Dong(0) if offer is None else offer.price
    known = {one.place_id: one for one in facts.stock.get(want.variant_id, [])}
    return QuotedLine(
        want=want,
        offer=offer,
        price=listed if campaign is None else campaign.price,
        place=place,
        takes=tuple((known[take.place_id], take) for take in source.takes),
        available=source.available,
        problem=_problem(source, offer),
        price_gone=want.campaign_id is not None and campaign is None,
        live=campaign,
    )


def _problem(source: Source, offer: Offer | None) -> LineProblem | None:
    if offer is None or not offer.on_sale:
        return LineProblem.NOT_ON_SALE
    return source.problem if offer.closed_until is None else LineProblem.PRODUCER_CLOSED


def _campaign(want: Want, live: Mapping[UUID, LivePrice]) -> LivePrice | None:
    """The live price of a piece, where a campaign was named that gives one."""
    campaign = None if want.campaign_id is None else live.get(want.campaign_id)
    return campaign if campaign is not None and campaign.variant_id == want.variant_id else None
