"""Handing over while the net is away: the page a device keeps, the worker that keeps it, and what is settled later."""

import hashlib
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.db import short
from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import Locale, say
from shop.http.problems import describe
from shop.offline.models import Ending
from shop.offline.queries import ReportShown, open_conflicts, settled_conflicts
from shop.offline.settle import settle_conflict
from shop.web.pages.answer import both, go, show
from shop.web.pages.counter_place import counter_place
from shop.web.pages.forms import Form, read_form
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.static_files import static_files, static_path
from shop.web.views import FieldError
from shop.web.views.offline import GivenOrder, OfflinePage, SettlePage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
SCOPE = "/quay/quet"
KEPT_PAGE = f"{SCOPE}/mang-yeu"
WORKER = f"{SCOPE}/worker.js"
SETTLE = "/quay/doi-chieu"
SCRIPTS = ("page", "suggest", "offline", "offline_net", "offline_store", "camera", "dom", "formats")
KEPT_FILES = ("css/till.css", "icons.svg", "mark.svg", "vendor/jsqr.js", *(f"js/{name}.js" for name in SCRIPTS))
MOST, LATEST = 200, 20
SHORTEST_NOTE, LONGEST_NOTE = 3, 300
_EMPTY = Form({})


@get(both(KEPT_PAGE), include_in_schema=False)
async def kept_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The page a device keeps. Whoever asks sees the same: what it shows comes from the device and from the API."""
    return show("offline.html", visit.locale, OfflinePage(site=visit.site))


@get(both(WORKER), include_in_schema=False)
async def worker(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The service worker of the camera's page alone. Its text changes with any file it keeps."""
    scope = address(visit.locale, SCOPE)
    headers = {"cache-control": "no-cache", "service-worker-allowed": scope}
    body = worker_text(visit.locale)
    return Response(body, media_type="text/javascript", headers=headers)


def worker_text(locale: Locale) -> bytes:
    """The worker's script behind the names of what it keeps: one page, and files by the hash of their content."""
    kept = [static_path(name) for name in KEPT_FILES if name in static_files()]
    version = hashlib.sha256("\n".join(kept).encode()).hexdigest()[:10]
    facts = msgspec.json.encode({"page": address(locale, KEPT_PAGE), "files": kept, "version": version})
    return b"self.KEPT = " + facts + b";\n" + static_files()["js/offline_worker.js"].body


@get(both(SETTLE), guards=STAFF, include_in_schema=False)
async def show_settle(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Goods that were given although their order had ended, moved or was not packed."""
    page = await _page(visit, place, _EMPTY)
    told = say(visit.locale, "web.offline.settled_done") if done else None
    return show("settle.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(SETTLE), guards=STAFF, include_in_schema=False)
async def act_on_conflict(visit: NamedDependency[Visit]) -> Response[bytes]:
    """End one of them; what is refused is shown beside it with what was typed."""
    form = await read_form(visit.request)
    slug, note = form.text("place", 120), form.text("note", LONGEST_NOTE)
    if len(note) < SHORTEST_NOTE:
        page = await _page(visit, slug, form)
        wrong = FieldError(field=f"note-{page.wrong}", message=say(visit.locale, "web.offline.note_missing"))
        return show("settle.html", visit.locale, msgspec.structs.replace(page, errors=(wrong,)), status=422)
    try:
        async with short(visit.sessions) as session:
            await settle_conflict(session, visit.actor, form.key("conflict"), _ending(form), note)
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = await _page(visit, slug, form)
        told = msgspec.structs.replace(page, problem=problem.detail)
        return show("settle.html", visit.locale, told, status=problem.status)
    return go(visit.locale, f"{SETTLE}?place={slug}&done=1")


def _ending(form: Form) -> Ending:
    try:
        return Ending(form.text("ending", 20))
    except ValueError:
        raise Invalid(field="ending") from None


async def _page(visit: Visit, slug: str, form: Form) -> SettlePage:
    place, others = await counter_place(visit, slug)
    return SettlePage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        others=others,
        given=tuple(_given(each) for each in await open_conflicts(visit.session, place.id, MOST)),
        settled=tuple(_given(each) for each in await settled_conflicts(visit.session, place.id, LATEST)),
        wrong=form.text("conflict", 40),
        note=form.text("note", LONGEST_NOTE),
    )


def _given(report: ReportShown) -> GivenOrder:
    assert report.cause is not None, "a conflict has its cause"
    return GivenOrder(
        id=str(report.id),
        code=report.order,
        name=report.name,
        lines=report.lines,
        total=report.total,
        given_at=report.given_at,
        sent_at=report.sent_at,
        sent_by=report.sent_by,
        cause=report.cause,
        ending=report.ending,
        note=report.note,
    )


routes = [kept_page, worker, show_settle, act_on_conflict]
