"""The report of a session, its sheets, and its end on paper."""

from collections import Counter
from collections.abc import Sequence

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.accounts.guards import require_signed_in
from shop.core.actor import Role
from shop.http.limits import Limit, limit_by_address
from shop.livestream.queries import line_up
from shop.livestream.room import LineUpItem
from shop.reports.guards import packable_session, readable_session
from shop.reports.packing import MOST_PARCELS, PackParcel, may_call, parcels_to_pack
from shop.reports.queries import report_of
from shop.reports.sheet import minutes_sheet, products_sheet, segments_sheet
from shop.web.pages.answer import PRIVATE, both, show
from shop.web.pages.report_views import figures_view, head_of_stall
from shop.web.pages.visit import Visit
from shop.web.views.reports import CodeView, PackingPage, PackLineView, PackView, SessionReportPage

HERE = "/phien/{slug:str}/bao-cao"
CSV = "text/csv; charset=utf-8"
GUARDS = [require_signed_in]
SHEETS = [require_signed_in, limit_by_address(Limit("reports.files", burst=30, period=60.0))]


@get(both(HERE), guards=GUARDS, include_in_schema=False)
async def report_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """For the session's host, the staff of its place and officers."""
    stall = await readable_session(visit.session, visit.actor, slug)
    report = await report_of(visit.session, stall.live.id)
    base = f"/phien/{stall.live.slug}/bao-cao"
    page = SessionReportPage(
        site=visit.site,
        head=head_of_stall(stall),
        figures=figures_view(report, visit.locale),
        files=(
            (f"{base}/phut.csv", "minutes_csv"),
            (f"{base}/san-pham.csv", "products_csv"),
            *(((f"{base}/phan.csv", "segments_csv"),) if report.segments else ()),
        ),
        packs=visit.actor.person_id == stall.live.host_id or not visit.actor.roles & {Role.OFFICER},
    )
    return show("session_report.html", visit.locale, page)


@get(both(f"{HERE}/phut.csv"), guards=SHEETS, include_in_schema=False)
async def minutes_csv(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Minute by minute."""
    stall = await readable_session(visit.session, visit.actor, slug)
    report = await report_of(visit.session, stall.live.id)
    return sheet(minutes_sheet(report.minutes, visit.locale), f"phut-{stall.live.slug}.csv")


@get(both(f"{HERE}/san-pham.csv"), guards=SHEETS, include_in_schema=False)
async def products_csv(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Product by product."""
    stall = await readable_session(visit.session, visit.actor, slug)
    report = await report_of(visit.session, stall.live.id)
    return sheet(products_sheet(report, visit.locale), f"san-pham-{stall.live.slug}.csv")


@get(both(f"{HERE}/phan.csv"), guards=SHEETS, include_in_schema=False)
async def segments_csv(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Segment by segment of its run of show."""
    stall = await readable_session(visit.session, visit.actor, slug)
    report = await report_of(visit.session, stall.live.id)
    return sheet(segments_sheet(report, visit.locale), f"phan-{stall.live.slug}.csv")


@get(both("/phien/{slug:str}/dong-goi"), guards=GUARDS, include_in_schema=False)
async def packing_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """What to pack, whom to call, and the sheet of codes: for the host and the staff of the place."""
    stall = await packable_session(visit.session, visit.actor, slug)
    found = await parcels_to_pack(visit.session, stall)
    shown = may_call(stall.live, stall.now)
    page = PackingPage(
        site=visit.site,
        head=head_of_stall(stall),
        room_url=f"{visit.site.base_url}/phien/{stall.live.slug}",
        shelf=_shelf(found[:MOST_PARCELS]),
        parcels=tuple(_pack(one, shown=shown) for one in found[:MOST_PARCELS]),
        more=len(found) > MOST_PARCELS,
        codes=tuple(_code(item) for item in await line_up(visit.session, stall.live)),
        callable=shown,
    )
    return show("packing.html", visit.locale, page)


def sheet(body: bytes, name: str) -> Response[bytes]:
    """A sheet to be saved."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": PRIVATE}
    return Response(body, media_type=CSV, headers=headers)


def _shelf(parcels: Sequence[PackParcel]) -> tuple[PackLineView, ...]:
    """What to fetch from the shelf for all parcels that are not packed yet."""
    pieces: Counter[tuple[str, str]] = Counter()
    for parcel in parcels:
        if not parcel.packed:
            for line in parcel.lines:
                pieces[line.name, line.unit] += line.quantity
    return tuple(PackLineView(name, count, unit) for (name, unit), count in sorted(pieces.items()))


def _pack(one: PackParcel, *, shown: bool) -> PackView:
    return PackView(
        code=one.code,
        number=one.number,
        held=one.held,
        packed=one.packed,
        buyer=one.buyer,
        phone=one.phone,
        call=f"tel:{one.phone}" if shown else "",
        delivery=one.delivery.value,
        payment=one.payment.value,
        amount=one.amount,
        place=one.place,
        at=one.at,
        lines=tuple(PackLineView(line.name, line.quantity, line.unit) for line in one.lines),
    )


def _code(item: LineUpItem) -> CodeView:
    return CodeView(
        code=item.code,
        name=item.name,
        unit=item.unit,
        list_price=item.list_price,
        price=item.price if item.pinned and item.on_sale and item.price != item.list_price else None,
    )


routes = [report_page, minutes_csv, products_csv, segments_csv, packing_page]
