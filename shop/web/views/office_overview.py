"""What the office's first page shows: what waits, and the programme's figures on a day."""

from datetime import date

from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class Wait(View, frozen=True, kw_only=True):
    """Something that waits, and where it is worked on."""

    label: str
    count: int
    path: str


class FigureRow(View, frozen=True, kw_only=True):
    """One value of an axis: ever recognised beside still valid. Shares are of the axis's largest, in percent."""

    label: str
    recognitions: int
    ever: int
    valid: int
    undated: int
    ever_share: float = 0
    valid_share: float = 0


class FigureAxis(View, frozen=True, kw_only=True):
    """What the figures are divided by."""

    key: str
    rows: tuple[FigureRow, ...]


class PublishedRow(View, frozen=True, kw_only=True):
    """A figure as the programme or the press published it: never without its day and its source."""

    label: str
    value: str
    unit: str | None
    as_of: str
    scope: str
    note: str | None
    source: str  # an address, or the name of a document


class OverviewPage(ConsolePage, frozen=True, kw_only=True):
    """The first page of the office."""

    waits: tuple[Wait, ...]
    day: date
    today: bool  # whether `day` is today
    typed: str  # the day as it was asked for
    total: FigureRow
    axes: tuple[FigureAxis, ...]
    recognised: tuple[PublishedRow, ...]  # recognised products over the years, the newest first
    published: tuple[PublishedRow, ...]  # all others
    errors: tuple[FieldError, ...] = ()
