"""Addresses of a producer's imports and of its goods as a sheet: for its members."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.i18n import Locale
from shop.core.sheet_bounds import MOST_BYTES
from shop.core.sheets import csv_bytes, xlsx_bytes
from shop.http.limits import Limit, limit_by_address
from shop.http.locale import locale_of
from shop.listings.api import LimitQuery, SlugPath
from shop.listings.export_listings import export_rows
from shop.listings.import_columns import headings
from shop.listings.import_errors import ImportFileMissing
from shop.listings.import_queries import count_problems, failure_of, import_of, imports_of, problems_of
from shop.listings.import_request import cancel_import, import_checked, request_import, resume_import
from shop.listings.models import ImportRun, ImportState
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import producer_by_slug

SHEETS = Limit("producer.sheets", burst=30, period=60.0)  # whole sheets, by address
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Filename = Annotated[str, QueryParameter(min_length=1, max_length=200)]
ProblemsQuery = Annotated[int, QueryParameter(ge=0, le=1000)]
RowQuery = Annotated[int, QueryParameter(ge=0, le=1_000_000)]


class ImportProblemOut(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a cell: the row as the sheet counts it, the column's heading, and what to do.

    Because of a `note` nothing is refused.
    """

    row: int
    column: str
    code: str
    note: bool
    message: str


class ImportOut(msgspec.Struct, frozen=True, kw_only=True):
    """A run: `done` of `total` rows are worked. A dry run ends as `checked`; `failure` is about the whole file."""

    id: UUID
    state: ImportState
    dry_run: bool
    filename: str
    total: int
    done: int
    created: int
    updated: int
    unchanged: int
    refused: int
    failure: str | None
    created_at: datetime
    finished_at: datetime | None


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """A run and its problems; `problem_count` counts all of them."""

    run: ImportOut
    problems: list[ImportProblemOut]
    problem_count: int


class ImportList(msgspec.Struct, frozen=True):
    """A producer's runs, the newest first."""

    items: list[ImportOut]


@get("/imports", operation_id="listImports", summary="A producer's imports (members)")
async def index(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    limit: LimitQuery = 20,
) -> ImportList:
    """The newest first."""
    producer = await _own(session, actor, slug, MemberRole.VIEWER)
    locale = locale_of(request.scope)
    return ImportList([_out(run, locale) for run in await imports_of(session, producer.id, limit)])


@post(
    "/imports",
    status_code=202,
    operation_id="requestImport",
    summary="Check or import a list of goods (editors)",
    request_max_body_size=MOST_BYTES + 1000,
)
async def ask(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    filename: Filename,
    dry_run: FromQuery[bool] = True,
) -> ImportOut:
    """The body is the file itself, CSV or XLSX. Worked in the background; the same file sent twice is one run.

    Goods are told apart by the producer's SKU: importing a file again changes nothing.
    """
    producer = await _own(session, actor, slug)
    content = await request.body()
    if not content:
        raise ImportFileMissing
    run = await request_import(
        session, producer.id, person_id=actor.person_id, filename=filename, content=content, dry_run=dry_run
    )
    return await _shown(session, producer, run.id, locale_of(request.scope))


@get("/imports/{import_id:uuid}", operation_id="readImport", summary="How far an import is (members)")
async def read(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    import_id: FromPath[UUID],
    problems: ProblemsQuery = 100,
    first_row: RowQuery = 0,
) -> ImportReport:
    """With its first problems; `first_row` goes on further down."""
    producer = await _own(session, actor, slug, MemberRole.VIEWER)
    locale = locale_of(request.scope)
    run = await _shown(session, producer, import_id, locale)
    found = await problems_of(session, import_id, locale, problems, first_row=first_row) if problems else []
    return ImportReport(
        run=run,
        problems=[
            ImportProblemOut(row=one.row, column=one.column, code=one.code, note=one.note, message=one.sentence)
            for one in found
        ],
        problem_count=await count_problems(session, import_id),
    )


@post(
    "/imports/{import_id:uuid}/apply",
    status_code=202,
    operation_id="applyImport",
    summary="Import what a check let through (editors)",
)
async def apply(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    import_id: FromPath[UUID],
) -> ImportOut:
    """The checked file, as a run of its own; asked twice while it waits it is one."""
    producer = await _own(session, actor, slug)
    made = await import_checked(session, producer.id, import_id, actor.person_id)
    return await _shown(session, producer, made, locale_of(request.scope))


@post("/imports/{import_id:uuid}/stop", status_code=200, operation_id="stopImport", summary="Stop an import (editors)")
async def stop(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    import_id: FromPath[UUID],
) -> ImportOut:
    """After the rows that are being worked; what is done stays."""
    producer = await _own(session, actor, slug)
    await cancel_import(session, producer.id, import_id, actor.person_id)
    return await _shown(session, producer, import_id, locale_of(request.scope))


@post(
    "/imports/{import_id:uuid}/resume",
    status_code=200,
    operation_id="resumeImport",
    summary="Let a stopped import go on (editors)",
)
async def resume(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    import_id: FromPath[UUID],
) -> ImportOut:
    """Where it stopped."""
    producer = await _own(session, actor, slug)
    await resume_import(session, producer.id, import_id, actor.person_id)
    return await _shown(session, producer, import_id, locale_of(request.scope))


@get(
    "/goods",
    guards=[limit_by_address(SHEETS)],
    operation_id="exportGoods",
    summary="All goods of a producer as CSV or XLSX (members)",
)
async def goods(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    form: Annotated[Literal["csv", "xlsx"], QueryParameter(name="format")] = "csv",
) -> Response[bytes]:
    """Under the headings of an import: what is written here is read back without a change."""
    producer = await _own(session, actor, slug, MemberRole.VIEWER)
    return await sheet(f"hang-{producer.slug}", form, producer.name, await export_rows(session, producer.id))


async def sheet(name: str, form: Literal["csv", "xlsx"], title: str, rows: list[list[object]]) -> Response[bytes]:
    """A file of goods to keep; nothing in its cells can run. Written beside the loop: others are not kept waiting."""
    if form == "csv":
        body = await asyncio.to_thread(csv_bytes, headings(), rows)
    else:
        body = await asyncio.to_thread(xlsx_bytes, title, headings(), rows)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"', "cache-control": "private, no-store"}
    return Response(body, media_type=CSV if form == "csv" else XLSX, headers=headers)


async def _own(session: AsyncSession, actor: Actor, slug: str, at_least: MemberRole = MemberRole.EDITOR) -> Producer:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    await require_member(session, actor, producer.id, at_least)
    return producer


async def _shown(session: AsyncSession, producer: Producer, run_id: UUID, locale: Locale) -> ImportOut:
    await session.flush()  # the answer is read from the rows
    return _out(await import_of(session, producer.id, run_id), locale)


def _out(run: ImportRun, locale: Locale) -> ImportOut:
    return ImportOut(
        id=run.id,
        state=run.state,
        dry_run=run.dry_run,
        filename=run.filename,
        total=run.total,
        done=run.done,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        refused=run.refused,
        failure=failure_of(run, locale),
        created_at=run.created_at,
        finished_at=run.finished_at,
    )


routes = [
    Router(
        "/api/v1/producers/{slug:str}",
        route_handlers=[index, ask, read, apply, stop, resume, goods],
        guards=[require_signed_in],
        tags=["imports"],
    )
]
