"""What a room shows: the struct of the snapshot and of every frame on the wire. Amounts are đồng."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from shop.broadcast.seen import CaptionSeen, VideoSeen
from shop.certification.models import CertificateStatus
from shop.conduct.queries import StopSeen
from shop.conduct.rules import GoodsKind
from shop.conduct.shown import WarningSeen
from shop.core.money import Dong
from shop.games.rules import ReactionKind
from shop.games.seen import GamesSeen
from shop.livestream.claims_rules import Graded
from shop.livestream.models import Platform
from shop.markets.rules import RoomState
from shop.offers.seen import FlashSeen, OfferSeen
from shop.programme.stage import MovedTo, SegmentSeen


class Named(msgspec.Struct, frozen=True):
    """Somebody in the room's heading."""

    name: str


class AtPlace(msgspec.Struct, frozen=True):
    """The sales point a stall stands at."""

    slug: str
    name: str


class CertificateSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate shown at a pin; it holds until the day before `expires_on`."""

    code: str
    stars: int
    potential_five: bool
    decision_no: str | None
    expires_on: date
    sample: bool


class PinSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A pinned variant at its price in the room; `available` units are free at the stall's place.

    `left` pieces go at that price, `buyer_limit` to one buyer (null: without bound). `offer` is how it is kept
    (null: as the shop does).
    """

    variant: UUID
    product_slug: str
    name: str
    price: int
    list_price: int
    unit: str
    available: int
    image: str
    min_age: int | None  # years its buyer must have
    left: int | None
    buyer_limit: int | None
    certificate: CertificateSeen
    campaign: UUID | None = None  # the room's price, to put it into a basket at
    offer: OfferSeen | None = None


class CommentSeen(msgspec.Struct, frozen=True):
    """A line of the room, its telephone numbers hidden. `order` marks the room's own line about a new order.

    `origin` is where it was said when it was not here.
    """

    id: UUID
    name: str
    text: str
    at: datetime
    order: bool = False
    origin: Platform | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A room at one moment.

    A snapshot carries the newest 20 comments and the newest 20 lines about orders, the oldest first; a frame on the
    wire only those its room has not sent yet. `orders` counts all of the latter, so that a reader knows of more than
    were sent. `removed` names the 20 taken down last: a reader shows them no more. Everything
    else is always whole, so a reader who missed a frame needs no other. In slow mode a sender waits
    `slow_seconds` between two comments. `seq` never falls; frames of one `seq` differ in viewers, in a host
    going away or in `reactions`, running totals that only grow while the shop remembers them.
    `slow_seconds` between two comments. `seq` never falls; frames of one `seq` differ in viewers or in a host
    going away. `waiting` counts who waits for each variant, `flash` is the drop to come, open or just over.
    """

    seq: int
    state: RoomState
    pins: list[PinSeen]
    stock: dict[UUID, int]
    viewers: int
    comments: list[CommentSeen]
    host: Named
    place: AtPlace
    title: str
    starts_at: datetime
    ends_at: datetime
    server_time: datetime
    sample: bool
    slow_seconds: int = 0
    orders: int = 0
    removed: list[UUID] = msgspec.field(default_factory=list)
    segment: SegmentSeen | None = None
    co_hosts: list[str] = msgspec.field(default_factory=list)
    moved_to: MovedTo | None = None
    reactions: dict[ReactionKind, int] = msgspec.field(default_factory=dict)
    games: GamesSeen | None = None
    warnings: list[WarningSeen] = msgspec.field(default_factory=list)  # of what stands pinned
    stopped: StopSeen | None = None  # by the authority: then nothing of the talk is shown
    waiting: dict[UUID, int] = msgspec.field(default_factory=dict)
    flash: FlashSeen | None = None
    video: VideoSeen | None = None
    caption: CaptionSeen | None = None


def sameness(frame: Frame) -> bytes:
    """What two frames share when nothing but the clock has moved: the base of the tag and of keeping quiet."""
    return msgspec.json.encode(msgspec.structs.replace(frame, server_time=frame.starts_at))


class GradedItem(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate that counts for an item: the best one in force, else the last there was."""

    code: str
    stars: int | None
    potential_five: bool
    decision_no: str | None
    expires_on: date | None
    status: CertificateStatus
    in_force: bool
    sample: bool

    def seen(self) -> CertificateSeen:
        """As visitors see it, for what is on sale: then the sale predicate vouches for stars and dates."""
        assert self.stars is not None
        assert self.expires_on is not None
        return CertificateSeen(
            code=self.code,
            stars=self.stars,
            potential_five=self.potential_five,
            decision_no=self.decision_no,
            expires_on=self.expires_on,
            sample=self.sample,
        )


class LineUpItem(msgspec.Struct, frozen=True, kw_only=True):
    """A variant in a session's line-up, amounts in đồng. `price` is the room's while pinned, else the list price."""

    variant_id: UUID
    code: str
    product_slug: str
    product_name: str
    producer: str | None
    variant_name: str
    unit: str
    image: str
    min_age: int | None
    list_price: Dong
    available: int
    on_sale: bool
    price: Dong
    pinned_at: datetime | None
    certificate: GradedItem | None
    campaign_id: UUID | None = None  # of the pin
    quota: int | None = None  # pieces at the room's price while pinned, in all
    left: int | None = None  # of them
    buyer_limit: int | None = None
    kinds: tuple[GoodsKind, ...] = ()  # what buyers have to be warned of

    @property
    def pinned(self) -> bool:
        """Whether the host has it pinned."""
        return self.pinned_at is not None

    @property
    def name(self) -> str:
        """Product and variant as one line."""
        return " · ".join(part for part in (self.product_name, self.variant_name) if part)


def pinned_grades(items: Sequence[LineUpItem]) -> list[Graded]:
    """The certificates of what stands pinned."""
    grades = [item.certificate for item in items if item.pinned and item.on_sale]
    return [Graded(grade.stars, grade.potential_five) for grade in grades if grade is not None and grade.stars]


def pins_of(items: Sequence[LineUpItem]) -> list[PinSeen]:
    """What stands pinned, the newest first. What is not on sale is gone, whether or not its pin was closed yet."""
    pinned = [item for item in items if item.pinned_at is not None and item.on_sale]
    pinned.sort(key=lambda item: (item.pinned_at, item.variant_id), reverse=True)
    return [_pin(item, item.certificate) for item in pinned if item.certificate is not None]


def _pin(item: LineUpItem, grade: GradedItem) -> PinSeen:
    return PinSeen(
        variant=item.variant_id,
        campaign=item.campaign_id,
        product_slug=item.product_slug,
        name=item.name,
        price=item.price,
        list_price=item.list_price,
        unit=item.unit,
        available=item.available,
        image=item.image,
        min_age=item.min_age,
        left=item.left,
        buyer_limit=item.buyer_limit,
        certificate=grade.seen(),
    )
