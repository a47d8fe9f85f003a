"""Files of a producer's imports: the empty sheet, all its goods, and a report to work through."""

from typing import Literal
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.i18n import say
from shop.core.sheets import csv_bytes
from shop.http.limits import limit_by_address
from shop.listings.export_listings import export_rows
from shop.listings.import_api import CSV, SHEETS, sheet
from shop.listings.import_columns import example
from shop.listings.import_queries import import_of, problems_of
from shop.web.pages.answer import both
from shop.web.pages.producer.frame import own_producer
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.visit import Visit

MOST_PROBLEMS = 20_000  # in one file; who has more mends those first
GUARDS = [*PEOPLE, limit_by_address(SHEETS)]


@get(both("/chu-the/{slug:str}/nhap/mau.csv"), guards=GUARDS, include_in_schema=False)
async def template_csv(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The empty sheet with one example row, which an import passes over."""
    return await _template(visit, slug, "csv")


@get(both("/chu-the/{slug:str}/nhap/mau.xlsx"), guards=GUARDS, include_in_schema=False)
async def template_xlsx(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The same as a workbook."""
    return await _template(visit, slug, "xlsx")


@get(both("/chu-the/{slug:str}/nhap/hang.csv"), guards=GUARDS, include_in_schema=False)
async def goods_csv(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """All goods, to be changed and sent back."""
    return await _goods(visit, slug, "csv")


@get(both("/chu-the/{slug:str}/nhap/hang.xlsx"), guards=GUARDS, include_in_schema=False)
async def goods_xlsx(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The same as a workbook."""
    return await _goods(visit, slug, "xlsx")


@get(both("/chu-the/{slug:str}/nhap/{run_id:uuid}/can-sua.csv"), guards=GUARDS, include_in_schema=False)
async def report_csv(visit: NamedDependency[Visit], slug: FromPath[str], run_id: FromPath[UUID]) -> Response[bytes]:
    """What is wrong where: row, column, what to do."""
    producer = await own_producer(visit, slug)
    run = await import_of(visit.session, producer.id, run_id)
    found = await problems_of(visit.session, run.id, visit.locale, MOST_PROBLEMS)
    header = [say(visit.locale, f"import.{name}") for name in ("row", "column", "kind", "what")]
    headers = {
        "content-disposition": f'attachment; filename="can-sua-{str(run.id)[-6:]}.csv"',
        "cache-control": "private, no-store",
    }
    kinds = {note: say(visit.locale, f"import.{'note' if note else 'fault'}") for note in (False, True)}
    body = csv_bytes(header, [[one.row, one.column, kinds[one.note], one.sentence] for one in found])
    return Response(body, media_type=CSV, headers=headers)


async def _template(visit: Visit, slug: str, form: Literal["csv", "xlsx"]) -> Response[bytes]:
    await own_producer(visit, slug)
    title = say(visit.locale, "web.import.template")
    return await sheet("mau-nhap", form, title, [list[object](example())])


async def _goods(visit: Visit, slug: str, form: Literal["csv", "xlsx"]) -> Response[bytes]:
    producer = await own_producer(visit, slug)
    return await sheet(f"hang-{producer.slug}", form, producer.name, await export_rows(visit.session, producer.id))


routes = [template_csv, template_xlsx, goods_csv, goods_xlsx, report_csv]
