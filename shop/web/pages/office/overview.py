"""The office's first page: what waits, the figures on any day beside the published ones, and both as sheets."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.figures import UNKNOWN, Axis, Count, Figures, Slice, register_figures
from shop.certification.models import ProgrammeFigure
from shop.certification.register_api import FIRST_YEAR, LAST_YEAR
from shop.certification.work_list import Queue
from shop.core.clock import today
from shop.core.i18n import Locale, knows, say
from shop.core.sheets import csv_bytes, xlsx_bytes
from shop.web.office_queries import OPEN_DOSSIERS, SOON, Waiting, office_waiting, published_figures
from shop.web.pages.answer import PRIVATE, both, show
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import read_date
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.office_overview import FigureAxis, FigureRow, OverviewPage, PublishedRow, Wait

HERE = "/van-phong"
AXES = (Axis.STARS, Axis.GROUP, Axis.DISTRICT, Axis.YEAR)
SERIES = "recognised_products"  # the published figure that is shown over the years
COLUMNS = ("by", "value", "recognitions", "ever", "valid", "undated", "as_of")
PUBLISHED = ("figure", "value", "unit", "as_of", "scope", "note", "source")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

DayQuery = Annotated[str, QueryParameter(name="ngay", max_length=20)]


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def overview_page(visit: NamedDependency[Visit], ngay: DayQuery = "") -> Response[bytes]:
    """What waits, and the figures as of `ngay`; without it, or where it cannot be read, as of today."""
    now_on = await today(visit.session)
    asked = asked_day(ngay)
    errors: tuple[FieldError, ...] = ()
    if ngay.strip() and asked is None:
        errors = (FieldError(field="ngay", message=say(visit.locale, "web.figures.no_day")),)
    day = asked or now_on
    figures = await _figures(visit.session, day)
    total = figures[0].total
    published = [_published(visit.locale, one) for one in await published_figures(visit.session)]
    series = say(visit.locale, f"web.metric.{SERIES}")
    page = OverviewPage(
        site=visit.site,
        console=office(visit, HERE),
        waits=_waits(visit.locale, visit.waiting or await office_waiting(visit.session)),
        day=day,
        today=day == now_on,
        typed=ngay if errors else day.isoformat(),
        total=_row(say(visit.locale, "web.figures.all"), total),
        axes=tuple(_axis(visit.locale, axis, one) for axis, one in zip(AXES, figures, strict=True)),
        recognised=tuple(one for one in published if one.label == series),
        published=tuple(one for one in published if one.label != series),
        errors=errors,
    )
    return show("office_overview.html", visit.locale, page, status=422 if errors else 200)


@get(both(f"{HERE}/so-lieu.csv"), guards=OFFICERS, include_in_schema=False)
async def figures_csv(visit: NamedDependency[Visit], ngay: DayQuery = "") -> Response[bytes]:
    """The figures as of a day, as CSV."""
    day = asked_day(ngay) or await today(visit.session)
    return _file(csv_bytes(*await _sheet(visit, day)), CSV, f"so-lieu-ocop-{day}.csv")


@get(both(f"{HERE}/so-lieu.xlsx"), guards=OFFICERS, include_in_schema=False)
async def figures_xlsx(visit: NamedDependency[Visit], ngay: DayQuery = "") -> Response[bytes]:
    """The figures as of a day, as a workbook."""
    day = asked_day(ngay) or await today(visit.session)
    title = say(visit.locale, "web.figures.sheet")
    return _file(xlsx_bytes(title, *await _sheet(visit, day)), XLSX, f"so-lieu-ocop-{day}.xlsx")


@get(both(f"{HERE}/so-lieu-cong-bo.csv"), guards=OFFICERS, include_in_schema=False)
async def published_csv(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The published figures, each with its day and source, as CSV."""
    header = [say(visit.locale, f"web.figures.published_column.{name}") for name in PUBLISHED]
    rows = [
        [one.label, one.value, one.unit, one.as_of, one.scope, one.note, one.source]
        for one in [_published(visit.locale, each) for each in await published_figures(visit.session)]
    ]
    return _file(csv_bytes(header, rows), CSV, "so-lieu-cong-bo.csv")


def asked_day(text: str) -> date | None:
    """The day that was asked for, within the years a decision may have; None where there is none such."""
    day = read_date(text)
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


async def _figures(session: AsyncSession, day: date) -> list[Figures]:
    return [await register_figures(session, day, axis) for axis in AXES]


async def _sheet(visit: Visit, day: date) -> tuple[list[str], list[list[object]]]:
    locale, figures = visit.locale, await _figures(visit.session, day)
    header = [say(locale, f"web.figures.column.{name}") for name in COLUMNS]
    total = [say(locale, "web.figures.all"), "", *_numbers(figures[0].total), day]
    rows: list[list[object]] = [total]
    for axis, one in zip(AXES, figures, strict=True):
        name = say(locale, f"web.figures.by.{axis.value}")
        rows += [[name, _label(locale, axis, each), *_numbers(each.count), day] for each in one.slices]
    return header, rows


def _numbers(count: Count) -> tuple[int, int, int, int]:
    return count.recognitions, count.ever, count.valid, count.undated


def _axis(locale: Locale, axis: Axis, figures: Figures) -> FigureAxis:
    most = max((one.count.ever for one in figures.slices), default=0) or 1
    rows = tuple(_row(_label(locale, axis, one), one.count, most) for one in figures.slices)
    return FigureAxis(key=axis.value, rows=rows)


def _row(label: str, count: Count, most: int = 1) -> FigureRow:
    return FigureRow(
        label=label,
        recognitions=count.recognitions,
        ever=count.ever,
        valid=count.valid,
        undated=count.undated,
        ever_share=round(100 * count.ever / most, 1),
        valid_share=round(100 * count.valid / most, 1),
    )


def _label(locale: Locale, axis: Axis, one: Slice) -> str:
    if one.key == UNKNOWN:
        return say(locale, "web.unknown.value")
    if axis is Axis.STARS:
        return (
            say(locale, "web.stars.count", count=one.key) if one.key.isdecimal() else say(locale, "web.stars.potential")
        )
    return one.label


def _published(locale: Locale, figure: ProgrammeFigure) -> PublishedRow:
    key, unit = f"web.metric.{figure.metric}", f"web.figures.unit.{figure.unit}"
    return PublishedRow(
        label=say(locale, key) if knows(key) else figure.metric.replace("_", " "),
        value=figure.value,
        unit=say(locale, unit) if knows(unit) else figure.unit,
        as_of=figure.as_of,
        scope=figure.scope,
        note=figure.note,
        source=figure.source,
    )


def _waits(locale: Locale, waiting: Waiting) -> tuple[Wait, ...]:
    certificates = "/van-phong/chung-nhan"
    found = [
        ("applications", waiting.applications, "/van-phong/chu-the"),
        ("papers", waiting.papers, "/van-phong/chu-the"),
        ("run_out", waiting.run_out, "/van-phong/chu-the"),
        ("edits", waiting.edits, "/van-phong/niem-yet"),
        ("questions", waiting.questions, "/van-phong/don-vi"),
        ("identities", waiting.identities, "/van-phong/dao-tao/len-song"),
        *(
            (f"dossier_{status.value}", waiting.dossiers[status], f"{certificates}?queue={Queue(status.value)}")
            for status in OPEN_DOSSIERS
        ),
        *(
            (f"ending_{days}", count, f"{certificates}?queue={Queue.EXPIRING}")
            for days, count in zip(SOON, waiting.ending, strict=True)
        ),
    ]
    return tuple(Wait(label=say(locale, f"web.overview.{name}"), count=count, path=path) for name, count, path in found)


def _file(body: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": PRIVATE}
    return Response(body, media_type=media_type, headers=headers)


routes = [overview_page, figures_csv, figures_xlsx, published_csv]
