"""Work an import step by step, each step in one transaction.

What a step did, what it refused and how far the run came are committed together: a run that is killed anywhere
goes on exactly where it stopped.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.db import Sessions, short
from shop.core.errors import Refusal
from shop.listings.import_apply import Order, apply_plan
from shop.listings.import_columns import heading
from shop.listings.import_errors import ImportBroken, NobodyToImport
from shop.listings.import_file import Sheet, read_sheet
from shop.listings.import_load import load_books, lock_for_import
from shop.listings.import_moves import CHUNK, IMPORT_MOVES, MOST_BROKEN, OPEN
from shop.listings.import_plan import Plan, make_plan
from shop.listings.import_rows import Code
from shop.listings.models import ImportProblem, ImportRun, ImportState
from shop.producers.models import MemberRole, ProducerMember

ACTOR = "shop import"  # of the command line, in the ledger and the audit log
_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:run, 5303))")
_PROBLEMS = ImportProblem.metadata.tables[ImportProblem.__tablename__]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is."""

    state: ImportState
    total: int
    done: int
    created: int
    updated: int
    unchanged: int
    refused: int

    @property
    def over(self) -> bool:
        """Whether nothing is left to work."""
        return self.state not in OPEN


class Work(msgspec.Struct, kw_only=True):
    """What a process works: the sheet and, of a check, what its earlier rows would have done."""

    sheet: Sheet
    check: bool
    before: Plan | None = None


Told = Callable[[Progress], None]


async def work_import(
    sessions: Sessions, run_id: UUID, *, seconds: float | None = None, told: Told | None = None, chunk: int = CHUNK
) -> Progress | None:
    """Work a run until it is over, or for about `seconds`; None when somebody else works it.

    A check is worked to its end: it keeps in mind what earlier rows would do, and begins anew where it was cut off.

    An advisory lock is held all the while in a transaction that does nothing else: two workers never share a run,
    and the lock of one that dies is free at once. `told` hears of every step.
    """
    async with short(sessions) as alone:
        if not await alone.scalar(_ALONE, {"run": str(run_id)}):
            return None
        return await _work(sessions, run_id, seconds, told, chunk)


async def _work(
    sessions: Sessions, run_id: UUID, seconds: float | None, told: Told | None, chunk: int
) -> Progress | None:
    clock = asyncio.get_running_loop().time
    until = clock() + seconds if seconds is not None else None
    work = None
    async with short(sessions) as session:
        wanted = await count_try(session, run_id)
    if wanted:
        async with short(sessions) as session:
            work = await begin_import(session, run_id)
    while work is not None:
        async with short(sessions) as session:
            progress = await work_step(session, run_id, work, chunk)
        if told is not None:
            told(progress)
        if progress.over or (until is not None and clock() > until and not work.check):
            return progress
    async with short(sessions) as session:
        return await progress_of(session, run_id)


async def count_try(session: AsyncSession, run_id: UUID) -> bool:
    """Count that an open run is begun, before anything is done: a step that breaks off, or ends its process, counts.

    A step that is done counts from nothing again. What broke off too often fails; False when there is nothing to do.
    """
    run = await _locked(session, run_id)
    if run.state not in OPEN:
        return False
    if run.broken >= MOST_BROKEN:
        await _fail(session, run, ImportBroken(row=run.done + 1))
        return False
    run.broken += 1
    return True


async def begin_import(session: AsyncSession, run_id: UUID) -> Work | None:
    """Read the file of an open run; None when it is over, or was found to be no list of goods and so failed.

    The file is read before the run is locked: whoever wants to stop it does not wait for a long list.
    """
    content, filename = (
        await session.execute(select(ImportRun.content, ImportRun.filename).where(ImportRun.id == run_id))
    ).one()
    try:
        sheet = read_sheet(content, filename)
    except Refusal as refusal:
        run = await _locked(session, run_id)
        if run.state in OPEN:
            await _fail(session, run, refusal)
        return None
    run = await _locked(session, run_id)
    if run.state is ImportState.QUEUED:
        IMPORT_MOVES.check(run.state, ImportState.RUNNING)
        run.state, run.total = ImportState.RUNNING, len(sheet.lines)
        if run.started_at is None:
            run.started_at = await now(session)
            await _write_unknown(session, run.id, sheet)
    if run.state not in OPEN:
        return None
    if run.dry_run and run.done:
        await _start_over(session, run, sheet)
    return Work(sheet=sheet, check=run.dry_run)


async def _start_over(session: AsyncSession, run: ImportRun, sheet: Sheet) -> None:
    run.done = run.created = run.updated = run.unchanged = run.refused = 0
    await session.execute(delete(ImportProblem).where(ImportProblem.run_id == run.id))
    await _write_unknown(session, run.id, sheet)


async def _fail(session: AsyncSession, run: ImportRun, refusal: Refusal) -> None:
    IMPORT_MOVES.check(run.state, ImportState.FAILED)
    run.state, run.finished_at = ImportState.FAILED, await now(session)
    run.failure, run.failure_facts = refusal.code, refusal.facts


async def work_step(session: AsyncSession, run_id: UUID, work: Work, chunk: int = CHUNK) -> Progress:
    """Work the next rows of a run in this transaction; a check plans them and writes its report alone."""
    run = await _locked(session, run_id)
    if run.state is not ImportState.RUNNING:
        return _progress(run)
    lines = work.sheet.lines[run.done : run.done + chunk]
    if not run.dry_run:
        await lock_for_import(session, run.producer_id, lines)
    books = await load_books(session, run.producer_id, lines)
    plan = make_plan(lines, books, work.before)
    if run.dry_run:
        work.before = plan
    else:
        await apply_plan(session, plan, books, await _order(session, run))
        record_act(session, run.person_id or ACTOR, "listing.import_step", run.id, rows=len(lines), **_counts(plan))
    await _write_problems(session, run.id, plan)
    await _advance(session, run, len(lines), plan)
    return _progress(run)


async def progress_of(session: AsyncSession, run_id: UUID) -> Progress:
    """How far a run is, read anew."""
    return _progress(await session.get_one(ImportRun, run_id, populate_existing=True))


async def open_imports(session: AsyncSession) -> Sequence[UUID]:
    """Runs that people asked for on a page and that are not over, the oldest first."""
    rows = await session.scalars(
        select(ImportRun.id).where(ImportRun.state.in_(OPEN), ImportRun.person_id.is_not(None)).order_by(ImportRun.id)
    )
    return rows.all()


async def _locked(session: AsyncSession, run_id: UUID) -> ImportRun:
    run = await session.scalar(
        select(ImportRun).where(ImportRun.id == run_id).with_for_update().execution_options(populate_existing=True)
    )
    assert run is not None, "runs are never removed while they are worked"
    return run


async def _order(session: AsyncSession, run: ImportRun) -> Order:
    """In whose name the run works: who asked, else the producer's first owner.

    Raises:
        NobodyToImport: the command line imports for a producer nobody acts for.
    """
    owner = select(ProducerMember.person_id).where(
        ProducerMember.producer_id == run.producer_id, ProducerMember.role == MemberRole.OWNER
    )
    made_by = run.person_id or await session.scalar(owner.order_by(ProducerMember.person_id).limit(1))
    if made_by is None:
        raise NobodyToImport
    return Order(
        producer_id=run.producer_id,
        made_by=made_by,
        actor=str(run.person_id or ACTOR),
        reason=f"{run.filename} ({str(run.id)[-6:]})",
        sample=run.sample,
    )


async def _write_unknown(session: AsyncSession, run_id: UUID, sheet: Sheet) -> None:
    rows = [
        {"run_id": run_id, "row": sheet.heading_row, "column": name, "code": Code.COLUMN_UNKNOWN, "facts": {}}
        for name in sheet.unknown
    ]
    if rows:
        await session.execute(insert(_PROBLEMS).returning(_PROBLEMS.c.row), rows)


async def _write_problems(session: AsyncSession, run_id: UUID, plan: Plan) -> None:
    rows = {
        (problem.row, problem.column): {
            "run_id": run_id,
            "row": problem.row,
            "column": heading(problem.column),
            "code": problem.code,
            "facts": dict(problem.facts),
        }
        for problem in reversed(plan.problems)  # the first problem of a cell is the one to mend first
    }
    if rows:
        await session.execute(insert(_PROBLEMS).returning(_PROBLEMS.c.row), list(rows.values()))  # one statement


async def _advance(session: AsyncSession, run: ImportRun, rows: int, plan: Plan) -> None:
    run.done += rows
    run.broken = 0
    run.created += plan.created
    run.updated += plan.updated
    run.unchanged += plan.unchanged
    run.refused += plan.refused
    if run.done >= run.total:
        end = ImportState.CHECKED if run.dry_run else ImportState.DONE
        IMPORT_MOVES.check(run.state, end)
        run.state, run.finished_at = end, await now(session)


def _counts(plan: Plan) -> dict[str, int]:
    return {
        "created": plan.created,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "refused": plan.refused,
    }


def _progress(run: ImportRun) -> Progress:
    return Progress(
        state=run.state,
        total=run.total,
        done=run.done,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        refused=run.refused,
    )
