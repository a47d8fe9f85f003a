"""What hall, room and studio show. The room's frames over the wire are the same facts as JSON."""

from datetime import date, datetime

from shop.conduct.queries import StopSeen
from shop.conduct.shown import WarningSeen
from shop.core.money import Dong
from shop.games.seen import GamesSeen
from shop.livestream.results import Results
from shop.markets.rules import RoomState
from shop.payments.models import PaymentMethod
from shop.web.views.cards import MarketHead, ProductCard, StallCard
from shop.web.views.conduct import DeskConduct
from shop.web.views.games import StudioGames
from shop.web.views.keeping import Keeping
from shop.web.views.offers import DeskOffers
from shop.web.views.practice import PracticeDesk
from shop.web.views.programme import MoveView, Programme, SegmentView
from shop.web.views.reports import Beat
from shop.web.views.simulcast import DeskElsewhere
from shop.web.views.site import FieldError, Page, View
from shop.web.views.wishes import DeskOrdering, WishView


class MarketPage(Page, frozen=True, kw_only=True):
    """The hall: a market's stalls and its programme."""

    market: MarketHead
    stalls: tuple[StallCard, ...]  # by their start
    now: datetime
    viewers: int = 0
    stage: str | None = None  # slug of the stall that has the main stage
    off: str | None = None  # why it was called off
    teaser: str = ""
    teaser_art: int = 1  # which of the four drawn hosts, 1 to 4
    weekday: int | None = None  # 1 Monday … 7 Sunday, where it is held every week
    festival: tuple[str, str] | None = None  # address and name
    left: str = ""  # how long until it opens
    results: Results | None = None  # once something was sold


class PinView(View, frozen=True, kw_only=True):
    """The product pinned in a room, at the room's price."""

    variant: str  # id
    campaign: str = ""  # id of that price
    product_slug: str
    name: str
    price: Dong
    list_price: Dong
    unit: str
    available: int
    image: str
    min_age: int | None = None  # years its buyer must have
    stars: int | None
    potential_five: bool = False
    certificate: str = ""  # code
    expires_on: date | None = None
    left: int | None = None  # pieces at the room's price; None: as many as there are
    buyer_limit: int | None = None  # of them for one buyer
    policy: str = "hold"  # or first_paid, deposit
    hold_minutes: int = 15
    deposit_percent: int | None = None
    deposit_each: Dong | None = None  # a piece
    deposit_kept: bool = False


class CommentView(View, frozen=True, kw_only=True):
    """Something said in the room. `order` marks the line about a new order."""

    id: str
    name: str
    text: str
    at: datetime
    order: bool = False
    host: bool = False
    origin: str | None = None  # where it was said, when not here


class RoomView(View, frozen=True, kw_only=True):
    """The stall as its visitors and its host see it."""

    slug: str
    title: str
    place: str
    place_slug: str
    host: str
    state: RoomState
    starts_at: datetime
    ends_at: datetime
    market_slug: str
    seq: int = 0
    viewers: int = 0
    art: int = 1  # which of the four drawn hosts, 1 to 4
    slow_seconds: int = 0  # a sender waits between two lines; 0: no slow mode
    co_hosts: tuple[str, ...] = ()
    segment: SegmentView | None = None  # on air
    moved_to: MoveView | None = None  # where its viewers are taken
    warnings: tuple[WarningSeen, ...] = ()  # of what stands pinned
    stopped: StopSeen | None = None  # by the authority
    off: str | None = None  # why it was called off
    replay: bool = False  # it is over, and its replay is there or being built


class RoomForm(View, frozen=True, kw_only=True):
    """What the buyer typed in the sheet, shown again after a refusal."""

    variant: str = ""
    quantity: int = 1
    name: str = ""
    phone: str = ""
    age_confirmed: bool = False
    payment: str = "cod"


class RoomPage(Page, frozen=True, kw_only=True):
    """A room: what is pinned, what is said, what comes next."""

    room: RoomView
    pins: tuple[PinView, ...]  # the newest first; the page shows the first
    comments: tuple[CommentView, ...]  # oldest first, at most 50
    line_up: tuple[ProductCard, ...] = ()  # what will be shown
    others: tuple[StallCard, ...] = ()  # other stalls on air, offered when this one is not
    request_key: str = ""
    voucher: str = ""  # the code of one the reader kept in this room
    form: RoomForm = RoomForm()
    wishes: tuple[WishView, ...] = ()  # what the reader's own comments ordered, oldest first
    games: GamesSeen | None = None  # what the room plays
    game_told: str | None = None  # what came of a game's form, without a script
    practice: bool = False  # nothing is sold in it
    wholesale: str = ""  # the words, without marks, that ask for wholesale
    methods: tuple[PaymentMethod, ...] = ()  # how an order may be paid
    hold_minutes: int = 15  # how long goods are kept where a pin says nothing else
    say_problem: str | None = None  # why a line was not taken, without a script
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class LineUpItem(View, frozen=True, kw_only=True):
    """A variant in the host's line-up."""

    variant: str  # id
    code: str  # what the host calls it on air: A12
    name: str
    image: str
    unit: str
    list_price: Dong
    available: int
    pinned: bool = False
    price: Dong | None = None  # its price in the room while pinned
    quota: int | None = None  # pieces at that price
    left: int | None = None  # of them
    buyer_limit: int | None = None  # pieces at that price one buyer may have
    policy: str = "hold"  # or first_paid, deposit
    hold_minutes: int | None = None  # None: as the shop does
    deposit_percent: int | None = None
    deposit_each: Dong | None = None  # a piece
    deposit_kept: bool = False
    blocked: str | None = None  # why it cannot be pinned ("hết hạn 12/11/2026")


class StudioOrder(View, frozen=True, kw_only=True):
    """An order that came from the room."""

    code: str
    name: str  # shortened: Lê Thị Bích N.
    quantity: int
    total: Dong
    at: datetime
    place: str | None = None


class StudioPage(Page, frozen=True, kw_only=True):
    """The host's desk."""

    room: RoomView
    items: tuple[LineUpItem, ...]
    keeping: Keeping
    beat: Beat | None = None
    games: StudioGames = StudioGames()
    conduct: DeskConduct = DeskConduct()
    orders: tuple[StudioOrder, ...]
    takings: Dong
    programme: Programme = Programme()
    ordering: DeskOrdering = DeskOrdering()
    key_hint: str = ""  # last signs of the stream key in use; empty: there is none
    practice: PracticeDesk | None = None  # a rehearsal or training run; None: the session itself
    offers: DeskOffers = DeskOffers()
    elsewhere: DeskElsewhere = DeskElsewhere()
    problem: str | None = None
    lacks: str | None = None  # what still keeps the host off air on that day, in words
