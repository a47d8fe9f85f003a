"""Sample pages of reminders."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shop.web.views import FieldError, Person
from shop.web.views.watch import StopWatchPage, WatchesPage, WatchPage, WatchRow
from tests.web.look_frame import Shown, site

BEGINS = datetime(2026, 12, 4, 13, 30, tzinfo=UTC)


def watch_pages() -> Iterator[Shown]:
    """A market to be reminded of, a producer to follow, a refusal, the end, and one's own list."""
    at = site("/theo-doi/cho-dem/cho-dem-4-12")
    form = WatchPage(
        site=at,
        kind="cho-dem",
        subject="market",
        slug="cho-dem-4-12",
        name="Chợ đêm trên mây 4/12",
        starts_at=BEGINS,
        back="/cho-dem/cho-dem-4-12",
        push_key="BOr4v0",
        worker="/thong-bao.js",
        scope="/theo-doi/",
    )
    yield "watch", "watch.html", "vi", form
    refused = FieldError(field="email", message="Enter your e-mail address, or sign in.")
    yield "watch-wrong", "watch.html", "en", _of(form, email="lan@", errors=(refused,))
    mine = site("/theo-doi/chu-the/htx-gom", person=Person(name="Nguyễn Thị Lan"))
    yield "watch-maker", "watch.html", "vi", _of(form, site=mine, kind="chu-the", subject="producer", starts_at=None)
    yield "watch-done", "watch.html", "vi", _of(form, done=True)
    yield "watch-stop", "watch_stop.html", "vi", StopWatchPage(site=at, watch="w1", token="t")
    yield "watch-stopped", "watch_stop.html", "en", StopWatchPage(site=at, watch="w1", token="t", done=True)
    own = site("/toi/theo-doi", person=Person(name="Nguyễn Thị Lan"))
    rows = (
        WatchRow(id="1", subject="market", name="Chợ đêm trên mây", href="/cho-dem/cho-dem", starts_at=BEGINS),
        WatchRow(id="2", subject="producer", name="HTX Gốm Bát Tràng", href="/chu-the-ocop/htx-gom", starts_at=None),
    )
    yield "watches", "watches.html", "vi", WatchesPage(site=own, rows=rows)
    yield "watches-none", "watches.html", "en", WatchesPage(site=own, rows=())


def _of(page, **changes):
    return type(page)(**{name: getattr(page, name) for name in page.__struct_fields__} | changes)
