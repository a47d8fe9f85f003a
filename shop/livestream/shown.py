"""Markets, stalls and acts as programs see and send them. Amounts are đồng."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from shop.cart.api import VoucherCode
from shop.core.text import Body, DongAmount, Quantity
from shop.delivery.choose import DeliveryWish
from shop.livestream.results import Results
from shop.livestream.room import AtPlace, CertificateSeen, LineUpItem, Named
from shop.livestream.room_orders import RoomOrder
from shop.markets.models import Festival, MarketState
from shop.markets.queries import Hall, Stall
from shop.markets.rules import RoomState, room_state
from shop.orders.wish import Contact
from shop.payments.models import PaymentMethod
from shop.promotions.rules import MOST_TAKEN

Bound = Annotated[int, Meta(ge=1, le=MOST_TAKEN)]


class PinBody(Body):
    """Pin a variant at a price of the room; without one at its list price.

    `quota` pieces go at that price in all, `buyer_limit` to one buyer; without them there is no bound.
    """

    variant: UUID
    price: DongAmount | None = None
    quota: Bound | None = None
    buyer_limit: Bound | None = None


class UnpinBody(Body):
    """Take a variant down."""

    variant: UUID


class OrderBody(Body):
    """Buy what is pinned. Without `delivery` it is fetched at the stall's place; `expected_total` is what was seen.

    With `flash` it is bought in that flash drop, at its price. `voucher` is a code kept in the room: it comes off where
    it counts, else the order stands without it. One kept with an account comes off by itself.
    """

    variant: UUID
    quantity: Quantity
    contact: Contact
    delivery: DeliveryWish | None = None
    expected_total: DongAmount | None = None
    age_confirmed: bool = False
    payment: PaymentMethod = PaymentMethod.COD
    flash: UUID | None = None
    voucher: VoucherCode | None = None


class MarketItem(msgspec.Struct, kw_only=True):
    """A night market in the list; `on_air` counts its stalls that sell now."""

    slug: str
    name: str
    starts_at: datetime
    ends_at: datetime
    stalls: int
    on_air: int
    state: MarketState
    sample: bool


class MarketList(msgspec.Struct):
    """Night markets, those to come first."""

    items: list[MarketItem]

    @classmethod
    def of(cls, halls: list[Hall], away_after: int) -> "MarketList":
        """The halls as the list shows them."""
        return cls([_market(hall, [_state(stall, away_after) for stall in hall.stalls]) for hall in halls])


class MarketName(msgspec.Struct, frozen=True):
    """A market by address and name."""

    slug: str
    name: str


class StallShown(msgspec.Struct, kw_only=True):
    """A stall of a market; times are UTC."""

    slug: str
    title: str
    state: RoomState
    starts_at: datetime
    ends_at: datetime
    place: AtPlace
    host: Named
    viewers: int
    sample: bool

    @classmethod
    def of(cls, stall: Stall, viewers: int, away_after: int) -> "StallShown":
        """The stall as visitors see it."""
        live = stall.live
        return cls(
            slug=live.slug,
            title=live.title,
            state=_state(stall, away_after),
            starts_at=live.starts_at,
            ends_at=live.ends_at,
            place=AtPlace(stall.place_slug, stall.place_name),
            host=Named(stall.host_name),
            viewers=viewers,
            sample=live.sample,
        )


class MarketShown(msgspec.Struct, kw_only=True):
    """A night market and its stalls by their start."""

    slug: str
    name: str
    starts_at: datetime
    ends_at: datetime
    stalls: list[StallShown]
    state: MarketState
    called_off_reason: str | None
    teaser: str
    sample: bool

    @classmethod
    def of(cls, hall: Hall, viewers: Mapping[UUID, int], away_after: int) -> "MarketShown":
        """The hall as visitors see it."""
        market = hall.market
        return cls(
            slug=market.slug,
            name=market.name,
            starts_at=market.starts_at,
            ends_at=market.ends_at,
            stalls=[StallShown.of(stall, viewers[stall.live.id], away_after) for stall in hall.stalls],
            state=market.state,
            called_off_reason=market.called_off_reason,
            teaser=market.teaser,
            sample=market.sample,
        )


class FestivalShown(msgspec.Struct, kw_only=True):
    """A festival: its markets by their start, each with its stalls, and what was sold in all of them."""

    slug: str
    name: str
    story: str
    markets: list[MarketShown]
    results: Results
    sample: bool

    @classmethod
    def of(
        cls, festival: Festival, halls: list[Hall], viewers: Mapping[UUID, int], away_after: int, results: Results
    ) -> "FestivalShown":
        """The festival as visitors see it."""
        return cls(
            slug=festival.slug,
            name=festival.name,
            story=festival.story,
            markets=[MarketShown.of(hall, viewers, away_after) for hall in halls],
            results=results,
            sample=festival.sample,
        )


class LineUpShown(msgspec.Struct, kw_only=True):
    """A variant of the line-up under the code its host calls it by; `price` is the room's while it is pinned."""

    variant: UUID
    code: str
    product_slug: str
    name: str
    price: int
    list_price: int
    unit: str
    available: int
    image: str
    pinned: bool
    on_sale: bool
    certificate: CertificateSeen | None

    @classmethod
    def of(cls, item: LineUpItem) -> "LineUpShown":
        """The item as visitors see it."""
        return cls(
            variant=item.variant_id,
            code=item.code,
            product_slug=item.product_slug,
            name=item.name,
            price=item.price,
            list_price=item.list_price,
            unit=item.unit,
            available=item.available,
            image=item.image,
            pinned=item.pinned and item.on_sale,
            on_sale=item.on_sale,
            certificate=item.certificate.seen() if item.on_sale and item.certificate else None,
        )


class SessionShown(StallShown, kw_only=True):
    """A stall with its market and its line-up."""

    seq: int
    market: MarketName
    line_up: list[LineUpShown]

    @classmethod
    def whole(cls, stall: Stall, items: list[LineUpItem], viewers: int, away_after: int) -> "SessionShown":
        """The stall as its page shows it."""
        head = StallShown.of(stall, viewers, away_after)
        return cls(
            **msgspec.structs.asdict(head),
            seq=stall.live.seq,
            market=MarketName(stall.market_slug, stall.market_name),
            line_up=[LineUpShown.of(item) for item in items],
        )


class HostOrders(msgspec.Struct):
    """The newest orders of a session, for its host."""

    items: list[RoomOrder]


def _market(hall: Hall, states: list[RoomState]) -> MarketItem:
    market = hall.market
    return MarketItem(
        slug=market.slug,
        name=market.name,
        starts_at=market.starts_at,
        ends_at=market.ends_at,
        stalls=len(states),
        on_air=sum(state in {RoomState.ON_AIR, RoomState.AWAY} for state in states),
        state=market.state,
        sample=market.sample,
    )


def _state(stall: Stall, away_after: int) -> RoomState:
    return room_state(stall.live.state, stall.live.host_seen_at, stall.now, away_after)
