"""What a producer's pages of batches show: the list with its form, and one batch."""

from datetime import date, datetime

from shop.batches.rules import BatchState
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class BatchRow(View, frozen=True, kw_only=True):
    """A batch in the list."""

    code: str
    state: BatchState
    product: str
    variant: str
    lot: str
    produced_on: date
    best_before: date | None
    place: str | None


class BatchForm(View, frozen=True, kw_only=True):
    """A batch as it was typed."""

    variant: str = ""  # id
    lot: str = ""
    produced_on: str = ""
    best_before: str = ""
    sales_point: str = ""  # address
    pieces: str = ""
    note: str = ""


class BatchesPage(ConsolePage, frozen=True, kw_only=True):
    """A producer's batches, the last written first, and the form for a new one."""

    slug: str
    batches: tuple[BatchRow, ...]
    next_url: str | None
    first: bool  # the first page of the list: the form stands on it
    form: BatchForm
    variants: tuple[tuple[str, str], ...]  # (id, product and pack) to choose from
    many: bool  # there are more variants than the choice shows
    q: str  # words the choice was narrowed by
    points: tuple[tuple[str, str], ...]  # (address, name)
    request_key: str
    editable: bool
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class AmendForm(View, frozen=True, kw_only=True):
    """What may change after labels were printed, and the reason of a recall, as typed."""

    sales_point: str = ""
    note: str = ""
    reason: str = ""


class BatchPage(ConsolePage, frozen=True, kw_only=True):
    """One batch: its facts, its labels, correcting and recalling it."""

    slug: str
    code: str
    state: BatchState
    product: str
    variant: str
    lot: str
    produced_on: date
    best_before: date | None
    pieces: int | None
    place: str | None
    note: str | None
    recalled_at: datetime | None
    recall_reason: str | None
    labels: bool  # whether labels may be printed
    points: tuple[tuple[str, str], ...]
    form: AmendForm
    editable: bool
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
