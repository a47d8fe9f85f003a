"""What the office's page of the auditor shows."""

from datetime import datetime

from shop.web.views.console import ConsolePage
from shop.web.views.site import View


class AuditRow(View, frozen=True, kw_only=True):
    """A run of the auditor; `differences` is None while it waits or works."""

    id: str
    asked_at: datetime
    asked_by: str | None  # None: the night's
    ended_at: datetime | None
    differences: int | None
    here: bool = False


class FindingRow(View, frozen=True, kw_only=True):
    """Two books that do not agree; `about` is a name or a code, `path` where it is looked at."""

    about: str
    path: str
    expected: str
    found: str


class CheckRows(View, frozen=True, kw_only=True):
    """What one check found, and what it means."""

    title: str
    means: str
    findings: tuple[FindingRow, ...]


class AuditsPage(ConsolePage, frozen=True, kw_only=True):
    """The last runs and what the chosen one found."""

    runs: tuple[AuditRow, ...]
    chosen: AuditRow | None = None
    checks: tuple[CheckRows, ...] = ()
    kept: int = 0  # findings that are kept of the chosen run
    waiting: bool = False
    done: str | None = None
