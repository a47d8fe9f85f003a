"""What the page of the public register shows."""

from datetime import date

from shop.certification.rules import Standing
from shop.web.views.site import Page, View


class RegisterRow(View, frozen=True, kw_only=True):
    """One grading. None where no source states it."""

    code: str
    product: str
    producer: str | None
    standing: Standing
    stars: int | None
    potential_five: bool
    decision_no: str | None
    issuer: str | None  # with its level in words
    issued_on: str | None  # in words, as exactly as the source says
    valid_until: date | None
    area: str | None  # as the decision writes it
    area_today: str | None  # today's commune
    source_url: str | None
    sample: bool = False


class Choice(View, frozen=True, kw_only=True):
    """One value of a filter."""

    value: str
    label: str
    chosen: bool = False


class Choices(View, frozen=True, kw_only=True):
    """A filter with one value: its field and what it may be."""

    field: str
    label: str
    options: tuple[Choice, ...]


class UsedFilter(View, frozen=True, kw_only=True):
    """A filter in use; its address takes it away."""

    label: str
    url: str


class RegisterPage(Page, frozen=True, kw_only=True):
    """The register as filtered, on a day. Ever recognised and still in force stand side by side."""

    rows: tuple[RegisterRow, ...]
    day: date
    today: bool  # whether `day` is today
    entries: int
    recognised: int
    in_force: int
    samples: int
    q: str = ""
    as_of: str = ""
    stars: tuple[Choice, ...] = ()
    selects: tuple[Choices, ...] = ()
    potential_five: bool = False
    without_samples: bool = False
    used: tuple[UsedFilter, ...] = ()
    next_url: str | None = None
    csv_url: str = ""
    xlsx_url: str = ""
    problem: str | None = None
