"""What the lists of markets, a festival and a host's own stalls show."""

from datetime import date, datetime

from shop.livestream.results import Results
from shop.web.views.cards import MarketHead, StallCard
from shop.web.views.site import Page, View


class MarketRow(View, frozen=True, kw_only=True):
    """A market in a list; `weekday` (1 Monday … 7 Sunday) where it is held every week."""

    head: MarketHead
    weekday: int | None = None
    stalls: int = 0
    off: str | None = None  # why it was called off
    sample: bool = False


class MarketsPage(Page, frozen=True, kw_only=True):
    """Coming markets, past ones, and festivals by address and name."""

    coming: tuple[MarketRow, ...]
    past: tuple[MarketRow, ...]
    festivals: tuple[tuple[str, str], ...] = ()


class FestivalMarket(View, frozen=True, kw_only=True):
    """A market of a festival with its stalls by their start."""

    head: MarketHead
    stalls: tuple[StallCard, ...]
    off: str | None = None


class FestivalPage(Page, frozen=True, kw_only=True):
    """A festival by its days; `results` once something was sold or it is over."""

    name: str
    story: str
    days: tuple[tuple[date, tuple[FestivalMarket, ...]], ...]
    now: datetime
    results: Results | None = None


class OwnStallRow(View, frozen=True, kw_only=True):
    """A stall its host has to hold; `lacks` says in words what still keeps them off air."""

    slug: str
    title: str
    place: str
    market: str
    market_slug: str
    starts_at: datetime
    ends_at: datetime
    on_air: bool
    goods: int
    lacks: str | None


class OwnStallsPage(Page, frozen=True, kw_only=True):
    """A host's own coming stalls, by their start."""

    stalls: tuple[OwnStallRow, ...]
