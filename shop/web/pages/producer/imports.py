"""A producer's import of goods: get the sheet, send it, read the report, import, follow, stop and go on."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Role
from shop.core.errors import Forbidden, Invalid, NotFound, Refusal
from shop.core.i18n import say
from shop.core.sheet_bounds import MOST_BYTES, MOST_ROWS
from shop.listings.import_columns import COLUMNS, Column, example, heading
from shop.listings.import_errors import ImportBroken, ImportFileMissing
from shop.listings.import_moves import IMPORT_MOVES
from shop.listings.import_queries import count_problems, failure_of, import_of, imports_of, problems_of
from shop.listings.import_request import cancel_import, import_checked, request_import, resume_import
from shop.listings.models import ImportRun, ImportState
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import member_role
from shop.producers.rules import at_least
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_upload
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views.imports import ColumnView, ImportPage, ImportsPage, ProblemRow, Report, RunView

HERE = "/nhap"
BODY = MOST_BYTES + 1_000_000  # the form around the file; what is a little too big is refused in words
RUNS = 20  # shown of the earlier ones
SHOWN, NOTES_SHOWN = 200, 20  # problems and notes on the page; the file has more
NEEDED = frozenset({Column.SKU, Column.PRODUCT, Column.UNIT, Column.PRICE})
FIELDS = frozenset({"document"})
DONE = frozenset({"stop", "resume"})


@get(both("/chu-the/{slug:str}/nhap"), guards=PEOPLE, include_in_schema=False)
async def imports_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The sheet to fill in, the form to send it, and earlier runs."""
    producer = await own_producer(visit, slug)
    return show("producer_imports.html", visit.locale, await _start(visit, producer))


@post(both("/chu-the/{slug:str}/nhap"), guards=PEOPLE, include_in_schema=False, request_max_body_size=BODY)
async def send_sheet(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Take a sheet to be checked; nothing is written before the report was read and agreed to."""
    producer = await own_producer(visit, slug)
    await require_member(visit.session, visit.actor, producer.id, MemberRole.EDITOR)
    try:
        upload = await read_upload(visit.request, "document", MOST_BYTES)
        if upload is None or not upload.content:
            raise ImportFileMissing(field="document")

        async def ask(session: AsyncSession) -> UUID:
            run = await request_import(
                session,
                producer.id,
                person_id=person_of(visit.actor),
                filename=upload.filename,
                content=upload.content,
                dry_run=True,
            )
            return run.id

        run_id = await attempt(visit, ask)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(await _start(visit, producer), errors=told.errors, problem=told.problem)
        return show("producer_imports.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}/{run_id}")


@get(both("/chu-the/{slug:str}/nhap/{run_id:uuid}"), guards=PEOPLE, include_in_schema=False)
async def import_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    run_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """How far it is, and what is wrong where."""
    producer = await own_producer(visit, slug)
    page = await _run_page(visit, producer, run_id)
    told = say(visit.locale, f"web.import.done_{done}") if done in DONE else None
    return show("producer_import.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/{slug:str}/nhap/{run_id:uuid}"), guards=PEOPLE, include_in_schema=False)
async def import_act(visit: NamedDependency[Visit], slug: FromPath[str], run_id: FromPath[UUID]) -> Response[bytes]:
    """Import what the check let through, stop, go on (the field `act`)."""
    producer = await own_producer(visit, slug)
    await require_member(visit.session, visit.actor, producer.id, MemberRole.EDITOR)
    act = (await read_form(visit.request)).text("act", 20)
    try:
        shown = await attempt(visit, _acts(visit, producer, run_id, act))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        page = msgspec.structs.replace(await _run_page(visit, producer, run_id), problem=told.problem)
        return show("producer_import.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}/{shown}" + (f"?done={act}" if act in DONE else ""))


def _acts(visit: Visit, producer: Producer, run_id: UUID, act: str) -> Callable[[AsyncSession], Awaitable[UUID]]:
    """The act of a form, which returns the run to be looked at afterwards."""
    person_id = person_of(visit.actor)

    async def do(session: AsyncSession) -> UUID:
        if act == "import":
            return await import_checked(session, producer.id, run_id, person_id)
        if act == "stop":
            return (await cancel_import(session, producer.id, run_id, person_id)).id
        if act == "resume":
            return (await resume_import(session, producer.id, run_id, person_id)).id
        raise Invalid(field="act")

    return do


async def may_edit(visit: Visit, producer: Producer) -> bool:
    """Whether the reader may change the producer's goods, or only look at them."""
    role = await member_role(visit.session, person_of(visit.actor), producer.id)
    return Role.ADMIN in visit.actor.roles or (role is not None and at_least(role, MemberRole.EDITOR))


async def _start(visit: Visit, producer: Producer) -> ImportsPage:
    return ImportsPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        runs=tuple(run_view(run) for run in await imports_of(visit.session, producer.id, RUNS)),
        columns=tuple(
            ColumnView(heading=heading(column), example=written, needed=column in NEEDED)
            for column, written in zip(COLUMNS, example(), strict=True)
        ),
        most_bytes=MOST_BYTES,
        most_rows=MOST_ROWS - 1,
        editable=await may_edit(visit, producer),
    )


async def _run_page(visit: Visit, producer: Producer, run_id: UUID) -> ImportPage:
    run = await import_of(visit.session, producer.id, run_id)
    editable = await may_edit(visit, producer)
    again = run.failure in {None, ImportBroken.code}
    return ImportPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        run=run_view(run),
        faults=await _report(visit, run_id, SHOWN, notes=False),
        notes=await _report(visit, run_id, NOTES_SHOWN, notes=True),
        failure=failure_of(run, visit.locale),
        editable=editable,
        can_stop=editable and IMPORT_MOVES.allows(run.state, ImportState.CANCELLED),
        can_resume=editable and again and IMPORT_MOVES.allows(run.state, ImportState.QUEUED),
    )


async def _report(visit: Visit, run_id: UUID, most: int, *, notes: bool) -> Report:
    found = await problems_of(visit.session, run_id, visit.locale, most, notes=notes)
    return Report(
        rows=tuple(ProblemRow(row=one.row, column=one.column, sentence=one.sentence) for one in found),
        count=await count_problems(visit.session, run_id, notes=notes),
    )


def run_view(run: ImportRun) -> RunView:
    """A run as the pages show it."""
    return RunView(
        id=str(run.id),
        filename=run.filename,
        dry_run=run.dry_run,
        state=run.state,
        total=run.total,
        done=run.done,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        refused=run.refused,
        asked_at=run.created_at,
        finished_at=run.finished_at,
        ours=run.person_id is not None,
    )


routes = [imports_page, send_sheet, import_page, import_act]
