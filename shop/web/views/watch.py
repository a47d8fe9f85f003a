"""What the pages of reminders show."""

from datetime import datetime

from shop.web.views.site import FieldError, Page, View


class WatchPage(Page, frozen=True, kw_only=True):
    """The form to be told."""

    kind: str  # in the address: cho-dem, gian-hang, chu-the
    subject: str
    slug: str
    name: str
    starts_at: datetime | None
    back: str  # where it was asked
    email: str = ""
    push_key: str = ""
    worker: str = ""
    scope: str = ""
    done: bool = False
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class StopWatchPage(Page, frozen=True, kw_only=True):
    """Where the link of the letter leads."""

    watch: str
    token: str
    done: bool = False


class WatchRow(View, frozen=True, kw_only=True):
    """Something watched."""

    id: str
    subject: str
    name: str
    href: str
    starts_at: datetime | None


class WatchesPage(Page, frozen=True, kw_only=True):
    """All somebody watches."""

    rows: tuple[WatchRow, ...]
