"""What the office's planning of markets shows."""

from datetime import date, datetime

from shop.markets.models import SessionState
from shop.web.views.console import ConsolePage
from shop.web.views.markets import MarketRow
from shop.web.views.site import FieldError, View

Choices = tuple[tuple[str, str], ...]  # value and words


class SeriesRow(View, frozen=True, kw_only=True):
    """A weekly market; `running` until its last day has passed."""

    slug: str
    name: str
    weekday: int
    opens: str
    closes: str
    first_day: date
    last_day: date | None
    running: bool
    sample: bool = False


class FestivalRow(View, frozen=True, kw_only=True):
    """A festival with what is said of it."""

    slug: str
    name: str
    story: str
    version: int
    sample: bool = False


class MarketForm(View, frozen=True, kw_only=True):
    """A market as it was typed; times are Hà Nội's."""

    name: str = ""
    day: str = ""
    opens: str = "20:30"
    closes: str = "22:00"
    teaser: str = ""
    teaser_art: str = "1"
    festival: str = ""


class SeriesForm(View, frozen=True, kw_only=True):
    """A weekly market as it was typed."""

    series_name: str = ""
    weekday: str = "5"
    series_opens: str = "20:30"
    series_closes: str = "22:00"
    first_day: str = ""
    last_day: str = ""
    series_teaser: str = ""


class FestivalForm(View, frozen=True, kw_only=True):
    """A festival as it was typed."""

    festival_name: str = ""
    story: str = ""


class StallForm(View, frozen=True, kw_only=True):
    """A stall as it was typed: `place` an address, `host` an id."""

    title: str = ""
    place: str = ""
    host: str = ""
    starts: str = ""
    ends: str = ""


class PlanningPage(ConsolePage, frozen=True, kw_only=True):
    """What all pages of planning say of the last act."""

    request_key: str
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class OfficeMarketsPage(PlanningPage, frozen=True, kw_only=True):
    """Markets, weekly markets and festivals, with the forms for new ones."""

    coming: tuple[MarketRow, ...]
    past: tuple[MarketRow, ...]
    series: tuple[SeriesRow, ...]
    festivals: tuple[FestivalRow, ...]
    form: MarketForm = MarketForm()
    series_form: SeriesForm = SeriesForm()
    festival_form: FestivalForm = FestivalForm()


class PlannedStall(View, frozen=True, kw_only=True):
    """A stall of a market; `lacks` says in words what keeps its host off air on that day."""

    slug: str
    title: str
    place: str
    host: str
    starts_at: datetime
    ends_at: datetime
    state: SessionState
    goods: int
    lacks: str | None
    on_stage: bool


class OfficeMarketPage(PlanningPage, frozen=True, kw_only=True):
    """A market: what is said of it, its stalls and its stage."""

    slug: str
    name: str
    version: int
    off: str | None
    form: MarketForm
    festivals: Choices
    stalls: tuple[PlannedStall, ...]
    places: Choices
    hosts: Choices
    stall_form: StallForm = StallForm()
    reason: str = ""


class GoodsRow(View, frozen=True, kw_only=True):
    """A variant at the point or in the line-up; `code` empty: it is not shown."""

    variant: str  # id
    name: str
    producer: str | None
    code: str
    on_sale: bool
    here: bool


class OfficeStallPage(PlanningPage, frozen=True, kw_only=True):
    """A stall: its plan, and its goods under their codes."""

    slug: str
    market_slug: str
    market_name: str
    state: SessionState
    off: str | None
    version: int
    title: str
    form: StallForm
    places: Choices
    hosts: Choices
    goods: tuple[GoodsRow, ...]  # the line-up first, then what stands at the point
    next_code: str
    lacks: str | None
    q: str = ""
    reason: str = ""
