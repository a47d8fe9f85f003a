"""What the pages of imports show: the start, and one run with its report."""

from datetime import datetime

from shop.listings.models import ImportState
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class RunView(View, frozen=True, kw_only=True):
    """An import or a check: `done` of `total` rows are worked."""

    id: str
    filename: str
    dry_run: bool
    state: ImportState
    total: int
    done: int
    created: int
    updated: int
    unchanged: int
    refused: int
    asked_at: datetime
    finished_at: datetime | None
    ours: bool  # asked for on a page; others are worked by the command line

    @property
    def over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in {ImportState.QUEUED, ImportState.RUNNING}

    @property
    def wanted(self) -> int:
        """Rows a check would write."""
        return self.created + self.updated


class ColumnView(View, frozen=True, kw_only=True):
    """A column of the sheet: its heading, an example, and whether new goods need it."""

    heading: str
    example: str
    needed: bool


class ImportsPage(ConsolePage, frozen=True, kw_only=True):
    """Get the sheet, send it, see earlier runs."""

    slug: str
    runs: tuple[RunView, ...]
    columns: tuple[ColumnView, ...]
    most_bytes: int
    most_rows: int
    editable: bool
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class ProblemRow(View, frozen=True, kw_only=True):
    """What is wrong with a cell, and what to do."""

    row: int
    column: str
    sentence: str


class Report(View, frozen=True, kw_only=True):
    """Cells of a sheet with something to say: the first ones, and how many there are."""

    rows: tuple[ProblemRow, ...] = ()
    count: int = 0


class ImportPage(ConsolePage, frozen=True, kw_only=True):
    """One run and its report: what is to be mended, and what is good to know."""

    slug: str
    run: RunView
    faults: Report
    notes: Report
    failure: str | None
    editable: bool
    can_stop: bool
    can_resume: bool
    problem: str | None = None
    done: str | None = None
