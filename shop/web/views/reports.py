"""What reports of live sessions show."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class ChartBar(View, frozen=True, kw_only=True):
    """One bar, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float


class ChartRow(View, frozen=True, kw_only=True):
    """What a bar stands for, in the table beside the drawing."""

    at: datetime
    viewers: int
    comments: int
    orders: int
    pieces: int
    value: Dong


class ChartView(View, frozen=True, kw_only=True):
    """Orders as bars and viewers as a line over time, drawn on the server; `title` and `desc` say what is seen."""

    title: str
    desc: str
    bars: tuple[ChartBar, ...]
    line: str  # points of the viewers' line; empty where nobody counted them
    top_orders: int
    top_viewers: int
    step: int  # minutes a bar stands for
    end: float  # where the last bar ends
    rows: tuple[ChartRow, ...]


class SumView(View, frozen=True, kw_only=True):
    """What came of a session or of a part of it."""

    orders: int = 0
    pieces: int = 0
    value: Dong = Dong(0)
    dropped: int = 0
    expired: int = 0
    lost: Dong = Dong(0)
    had: Dong = Dong(0)


class PartRow(View, frozen=True, kw_only=True):
    """A product, a place or a number of stars with what was bought of it."""

    name: str
    more: str = ""  # whose it is, or where
    path: str = ""
    sums: SumView


class WaitedView(View, frozen=True, kw_only=True):
    """What waiting lists were worth; `missed` is what neither got an order nor waits still."""

    turns: int
    pieces: int
    value: Dong
    served: int
    served_value: Dong
    open: int
    open_value: Dong
    missed: int
    missed_value: Dong


class FiguresView(View, frozen=True, kw_only=True):
    """The figures of a session as its report shows them."""

    sums: SumView
    now: int | None = None  # who watches at this moment, while it is on air
    peak: int = 0
    seen: int = 0
    counted: bool = False  # whether viewers were counted at all
    comments: int | None = None  # None: not shown to this reader
    conversion: str = ""  # orders for a hundred viewers
    chart: ChartView | None = None
    products: tuple[PartRow, ...] = ()
    places: tuple[PartRow, ...] = ()
    stars: tuple[PartRow, ...] = ()
    segments: tuple[PartRow, ...] = ()
    waited: WaitedView | None = None  # None: nobody waited
    booked: Dong = Dong(0)
    back: Dong = Dong(0)


class AlarmView(View, frozen=True):
    """A warning at the host's desk: `key` stays the same as long as what it warns of does."""

    key: str
    kind: str  # class of a note: bad, warn or none
    head: str
    advice: str


class Beat(View, frozen=True, kw_only=True):
    """How a session sells, at its desk."""

    figures: FiguresView
    alarms: tuple[AlarmView, ...] = ()


class LiveHead(View, frozen=True, kw_only=True):
    """Which session a report is of."""

    slug: str
    title: str
    market: str
    place: str
    host: str
    state: str
    begun: datetime
    ended: datetime | None


class SessionReportPage(Page, frozen=True, kw_only=True):
    """The report of a session, for its host, its point and the office."""

    head: LiveHead
    figures: FiguresView
    files: tuple[tuple[str, str], ...]  # address of a sheet, key of its words
    packs: bool = False  # whether the reader may see the packing list


class LiveRow(View, frozen=True, kw_only=True):
    """A session in a list, with what came of it."""

    path: str
    head: LiveHead
    unit: str
    sums: SumView
    peak: int
    seen: int
    conversion: str


class LivesView(View, frozen=True, kw_only=True):
    """A list of sessions and their sum. `more`: there are others, which the list leaves out."""

    rows: tuple[LiveRow, ...]
    total: SumView
    csv: str
    more: bool = False


class MarketReportPage(ConsolePage, frozen=True, kw_only=True):
    """The report of a whole market, for the office: its stalls, its segments, all of it together."""

    slug: str
    name: str
    begins: datetime
    figures: FiguresView
    lives: LivesView
    files: tuple[tuple[str, str], ...]


class ProducerLivesPage(ConsolePage, frozen=True, kw_only=True):
    """Sessions in which a producer's goods were shown or sold."""

    name: str
    lives: LivesView


class ProducerLivePage(ConsolePage, frozen=True, kw_only=True):
    """What of one session fell to a producer."""

    name: str
    back: str
    head: LiveHead
    figures: FiguresView
    files: tuple[tuple[str, str], ...]


class PointLivesPage(Page, frozen=True, kw_only=True):
    """Sessions from a sales point."""

    place_slug: str
    place_name: str
    others: tuple[tuple[str, str], ...]
    lives: LivesView


class OfficeLivesPage(ConsolePage, frozen=True, kw_only=True):
    """All sessions of a stretch of days, for the office."""

    since: str
    until: str
    point: str
    unit: str
    market: str
    points: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    markets: tuple[tuple[str, str], ...]
    lives: LivesView
    stars: tuple[PartRow, ...]
    by_unit: tuple[PartRow, ...]
    products: tuple[PartRow, ...]
    crowd: int | None = None  # different viewers of the chosen market's stalls together
    errors: tuple[FieldError, ...] = ()


class PackLineView(View, frozen=True):
    """So many of one thing."""

    name: str
    quantity: int
    unit: str


class PackView(View, frozen=True, kw_only=True):
    """A parcel to pack, and whom to call about it."""

    code: str
    number: int
    held: bool
    packed: bool
    buyer: str
    phone: str
    call: str  # address of the call; empty where the number is hidden
    delivery: str
    payment: str
    amount: Dong
    place: str
    at: datetime
    lines: tuple[PackLineView, ...]


class CodeView(View, frozen=True, kw_only=True):
    """A code the host calls goods by, with name and prices."""

    code: str
    name: str
    unit: str
    list_price: Dong
    price: Dong | None  # in the room, while pinned


class PackingPage(Page, frozen=True, kw_only=True):
    """The end of a session on paper."""

    head: LiveHead
    room_url: str
    shelf: tuple[PackLineView, ...]
    parcels: tuple[PackView, ...]
    more: bool
    codes: tuple[CodeView, ...]
    callable: bool  # whether telephones are shown
