"""The public register: a page of it, and all of it as a sheet."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.queries import groups_of_today
from shop.certification.register import (
    RegisterFilters,
    RegisterLine,
    register_counts_of,
    register_part,
    register_years,
)
from shop.certification.register_api import entry_cursor, entry_mark
from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.i18n import Locale, say
from shop.core.sheets import csv_bytes, xlsx_bytes
from shop.http.front_store import FRONT
from shop.http.limits import Limit, limit_by_address
from shop.http.problems import describe
from shop.regions.models import RegionLevel
from shop.regions.queries import communes_of_today, search_regions
from shop.web.pages.answer import both, show
from shop.web.pages.register_query import PATH, SHOWN, AskedRegister, read_register_query
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views.register import Choice, Choices, RegisterPage, RegisterRow, UsedFilter

PAGE = 40
MOST = 200
ALL = 50_000  # entries of a sheet
YEAR_SIGNS = 4
STARS = (5, 4, 3)
SHEETS = Limit("register.sheets", burst=20, period=60.0)  # whole registers, by address
COLUMNS = (
    "code", "product", "producer", "group", "stars", "standing", "decision_no", "issuer", "issued_on", "valid_until",
    "commune", "district", "province", "commune_today", "source", "sample",
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get(both(PATH), include_in_schema=False)
async def register_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The register as filtered, on any day."""
    asked = read_register_query(visit.request.query_params)
    try:
        mark = entry_mark(visit.request.query_params.get("cursor"))
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = await _page(visit, asked, (), None, problem.detail)
        return show("register.html", visit.locale, page, status=problem.status)
    part = await register_part(visit.session, asked.filters, PAGE, mark)
    page = await _page(visit, asked, part.items, entry_cursor(part.next), None)
    return show("register.html", visit.locale, page, headers={FRONT: "1", "cache-control": "private, no-cache"})


@get(both(f"{PATH}.csv"), guards=[limit_by_address(SHEETS)], include_in_schema=False)
async def register_csv(visit: NamedDependency[Visit]) -> Response[bytes]:
    """All entries that fit, as CSV."""
    header, rows = await _sheet(visit)
    return _file(csv_bytes(header, rows), "text/csv; charset=utf-8", "csv")


@get(both(f"{PATH}.xlsx"), guards=[limit_by_address(SHEETS)], include_in_schema=False)
async def register_xlsx(visit: NamedDependency[Visit]) -> Response[bytes]:
    """All entries that fit, as a workbook."""
    header, rows = await _sheet(visit)
    return _file(xlsx_bytes(say(visit.locale, "web.book.sheet"), header, rows), XLSX, "xlsx")


async def _sheet(visit: Visit) -> tuple[list[str], list[list[object]]]:
    asked = read_register_query(visit.request.query_params)
    part = await register_part(visit.session, asked.filters, ALL)
    header = [say(visit.locale, f"web.book.column.{name}") for name in COLUMNS]
    return header, [_cells(visit.locale, line) for line in part.items]


def _cells(locale: Locale, line: RegisterLine) -> list[object]:
    unknown = say(locale, "web.unknown.value")
    cells: list[object] = [
        line.code,
        line.product,
        line.producer,
        line.group,
        say(locale, "web.stars.potential") if line.potential_five else line.stars,
        say(locale, f"web.book.standing.{line.standing.value}"),
        line.decision_no,
        _issuer(locale, line),
        line.issued_on,
        line.valid_until.isoformat() if line.valid_until else None,
        line.commune_written,
        line.district_written,
        line.province_written,
        line.commune_today,
        line.source_url,
        say(locale, "web.book.sample") if line.sample else "",
    ]
    return [unknown if cell is None else cell for cell in cells]


def _file(body: bytes, media_type: str, ending: str) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="so-dang-ky-ocop.{ending}"',
        "cache-control": "public, max-age=60",
        "x-robots-tag": "noindex",
    }
    return Response(body, media_type=media_type, headers=headers)


async def _page(
    visit: Visit, asked: AskedRegister, lines: Sequence[RegisterLine], cursor: str | None, problem: str | None
) -> RegisterPage:
    locale, filters = visit.locale, asked.filters
    day = await today(visit.session)
    counts = await register_counts_of(visit.session, filters)
    selects = await _selects(visit.session, asked, locale)
    return RegisterPage(
        site=visit.site,
        rows=tuple(register_row(locale, line) for line in lines),
        day=filters.as_of or day,
        today=filters.as_of in {None, day},
        entries=counts.entries,
        recognised=counts.recognised,
        in_force=counts.in_force,
        samples=counts.samples,
        q=filters.q or "",
        as_of=filters.as_of.isoformat() if filters.as_of else "",
        stars=tuple(
            Choice(
                value=str(count),
                label=say(locale, "web.stars.count", count=count),
                chosen=("stars", str(count)) in asked.pairs,
            )
            for count in STARS
        ),
        selects=selects,
        potential_five=bool(filters.potential_five),
        without_samples=not filters.samples,
        used=_used(asked, selects, locale),
        next_url=address(locale, asked.url(PATH, ("cursor", cursor))) if cursor else None,
        csv_url=address(locale, asked.url(f"{PATH}.csv")),
        xlsx_url=address(locale, asked.url(f"{PATH}.xlsx")),
        problem=problem,
    )


def register_row(locale: Locale, line: RegisterLine) -> RegisterRow:
    """An entry in the reader's words."""
    written = [part for part in (line.commune_written, line.district_written, line.province_written) if part]
    issued = line.issued_on
    if issued and len(issued) == YEAR_SIGNS:
        issued = say(locale, "web.cert.year", year=issued)
    elif issued:
        issued = "/".join(reversed(issued.split("-")))
    return RegisterRow(
        code=line.code,
        product=line.product,
        producer=line.producer,
        standing=line.standing,
        stars=line.stars,
        potential_five=line.potential_five,
        decision_no=line.decision_no,
        issuer=_issuer(locale, line),
        issued_on=issued,
        valid_until=line.valid_until,
        area=", ".join(written) or None,
        area_today=line.commune_today,
        source_url=line.source_url,
        sample=line.sample,
    )


def _issuer(locale: Locale, line: RegisterLine) -> str | None:
    level = say(locale, f"web.book.level.{line.issuer_level.value}") if line.issuer_level else None
    return ", ".join(part for part in (line.issuer, level) if part) or None


async def _selects(session: AsyncSession, asked: AskedRegister, locale: Locale) -> tuple[Choices, ...]:
    groups = await groups_of_today(session)
    districts = await search_regions(session, RegionLevel.DISTRICT, "", MOST)
    provinces = {unit.slug: unit.short_name for unit in await search_regions(session, RegionLevel.PROVINCE, "", MOST)}
    communes = await communes_of_today(session)
    years = await register_years(session)
    values = {
        "standing": [(word.value, say(locale, f"web.book.standing.{word.value}")) for word in SHOWN],
        "group": [(group.slug, group.name_en if locale == "en" else group.name_vi) for group in groups],
        "district": [(unit.slug, unit.name) for unit in districts],
        "commune": [(unit.slug, unit.name) for unit in communes],
        "province": list(provinces.items()),
        "year": [(str(year), str(year)) for year in years],
    }
    return tuple(
        Choices(
            field=field,
            label=say(locale, f"web.book.filter.{field}"),
            options=tuple(
                Choice(value=value, label=label, chosen=(field, value) in asked.pairs) for value, label in options
            ),
        )
        for field, options in values.items()
    )


def _used(asked: AskedRegister, selects: Sequence[Choices], locale: Locale) -> tuple[UsedFilter, ...]:
    """One chip for each filter in use; its address takes it away."""
    labels = {(one.field, option.value): option.label for one in selects for option in one.options}
    labels |= {("stars", str(count)): say(locale, "web.stars.count", count=count) for count in STARS}
    labels["potential_five", "true"] = say(locale, "web.stars.potential")
    labels["samples", "false"] = say(locale, "web.book.without_samples")
    if asked.filters.as_of is not None:
        labels["as_of", asked.filters.as_of.isoformat()] = f"{asked.filters.as_of:%d/%m/%Y}"
    return tuple(
        UsedFilter(label=labels.get(pair, f"“{pair[1]}”"), url=address(locale, asked.url(without=pair)))
        for pair in asked.pairs
    )


def all_filters() -> frozenset[str]:
    """The fields the page may be asked with: what the front may keep apart."""
    return frozenset({*RegisterFilters.__struct_fields__, "cursor"})


routes = [register_page, register_csv, register_xlsx]
