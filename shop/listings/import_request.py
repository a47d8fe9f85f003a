"""Ask for an import, for the real run after the check, for a stop, and to go on."""

import hashlib
import unicodedata
from uuid import UUID

from sqlalchemy import func, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.transitions import IllegalMove
from shop.listings.import_errors import ImportBroken, ImportRuns
from shop.listings.import_moves import IMPORT_MOVES, MOST_OPEN, OPEN
from shop.listings.import_queries import import_of
from shop.listings.models import ImportRun, ImportState
from shop.producers.models import Producer

LONGEST_NAME = 120  # characters of a file's name that are kept
_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:producer, 5301))")


async def request_import(
    session: AsyncSession,
    producer_id: UUID,
    *,
    person_id: UUID | None,
    filename: str,
    content: bytes,
    dry_run: bool,
) -> ImportRun:
    """Keep a file to be checked (`dry_run`) or imported. The same file asked for twice while it waits is one run.

    `person_id` None is the command line, which works its own runs; others are worked in the background.

    Raises:
        ImportRuns: too many imports of this producer wait already.
    """
    await session.execute(_ONE_BY_ONE, {"producer": str(producer_id)})
    digest = hashlib.sha256(content).hexdigest()
    twin = await _open_twin(session, producer_id, digest, dry_run)
    if twin is not None:
        _take_over(twin, person_id)
        return twin
    await _refuse_crowd(session, producer_id)
    producer = await session.get_one(Producer, producer_id)
    run = ImportRun(
        producer_id=producer_id,
        person_id=person_id,
        filename=_plain_name(filename),
        digest=digest,
        content=content,
        dry_run=dry_run,
        state=ImportState.QUEUED,
        sample=producer.sample,
    )
    session.add(run)
    await session.flush()  # the caller names it by its id
    record_act(session, person_id, "listing.import", run.id, file=run.filename, digest=digest, dry_run=dry_run)
    return run


async def import_checked(session: AsyncSession, producer_id: UUID, run_id: UUID, person_id: UUID | None) -> UUID:
    """Ask for the real run of a checked file and return its id; asked twice while it waits, it is one run.

    Raises:
        NoSuchImport: the producer has no such run.
        IllegalMove: the check is not done, or it was no check.
        ImportRuns: too many wait.
    """
    await session.execute(_ONE_BY_ONE, {"producer": str(producer_id)})
    checked = await import_of(session, producer_id, run_id)
    if checked.state is not ImportState.CHECKED:
        raise IllegalMove(current=checked.state.value, to=ImportState.QUEUED.value)
    twin = await _open_twin(session, producer_id, checked.digest, dry_run=False)
    if twin is not None:
        _take_over(twin, person_id)
        return twin.id
    await _refuse_crowd(session, producer_id)
    copied = select(
        ImportRun.producer_id,
        literal(person_id, ImportRun.person_id.type),
        ImportRun.filename,
        ImportRun.digest,
        ImportRun.content,
        literal(False),
        ImportRun.sample,
    ).where(ImportRun.id == run_id)
    names = ["producer_id", "person_id", "filename", "digest", "content", "dry_run", "sample"]
    made: UUID = (
        await session.execute(insert(ImportRun).from_select(names, copied).returning(ImportRun.id))
    ).scalar_one()
    record_act(session, person_id, "listing.import", made, file=checked.filename, digest=checked.digest, dry_run=False)
    return made


async def cancel_import(session: AsyncSession, producer_id: UUID, run_id: UUID, person_id: UUID | None) -> ImportRun:
    """Stop a run after the rows that are being worked; what is done stays. Safe to repeat.

    Raises:
        NoSuchImport: the producer has no such run.
        IllegalMove: it is over.
    """
    run = await _lock_run(session, producer_id, run_id)
    if run.state is not ImportState.CANCELLED:
        IMPORT_MOVES.check(run.state, ImportState.CANCELLED)
        run.state, run.finished_at = ImportState.CANCELLED, await now(session)
        record_act(session, person_id, "listing.import_stop", run.id, done=run.done)
    return run


async def resume_import(session: AsyncSession, producer_id: UUID, run_id: UUID, person_id: UUID | None) -> ImportRun:
    """Let a stopped run go on where it stopped; one the command line left is taken over. Safe to repeat.

    Raises:
        NoSuchImport: the producer has no such run.
        IllegalMove: it is over, or its file is no list of goods.
        ImportRuns: too many wait.
    """
    await session.execute(_ONE_BY_ONE, {"producer": str(producer_id)})
    run = await _lock_run(session, producer_id, run_id)
    if run.state not in OPEN:
        IMPORT_MOVES.check(run.state, ImportState.QUEUED)
        if run.failure not in {None, ImportBroken.code}:
            raise IllegalMove(current=run.state.value, to=ImportState.QUEUED.value)
        await _refuse_crowd(session, producer_id)
        run.state, run.finished_at, run.failure, run.broken = ImportState.QUEUED, None, None, 0
        record_act(session, person_id, "listing.import_resume", run.id, done=run.done)
    run.person_id = person_id
    return run


def _plain_name(filename: str) -> str:
    """What a browser calls the file, without what no name should hold; its end says more than its beginning."""
    shown = "".join(sign for sign in filename.encode(errors="ignore").decode() if sign.isprintable())
    return unicodedata.normalize("NFC", shown).strip()[-LONGEST_NAME:] or "?"


def _take_over(twin: ImportRun, person_id: UUID | None) -> None:
    """A run the command line left is worked in the background once somebody asks for it on a page."""
    if twin.person_id is None:
        twin.person_id = person_id


async def _lock_run(session: AsyncSession, producer_id: UUID, run_id: UUID) -> ImportRun:
    await session.execute(select(ImportRun.id).where(ImportRun.id == run_id).with_for_update())
    return await import_of(session, producer_id, run_id)


async def _open_twin(session: AsyncSession, producer_id: UUID, digest: str, dry_run: bool) -> ImportRun | None:
    twin: ImportRun | None = await session.scalar(
        select(ImportRun).where(
            ImportRun.producer_id == producer_id,
            ImportRun.digest == digest,
            ImportRun.dry_run == dry_run,
            ImportRun.state.in_(OPEN),
        )
    )
    return twin


async def _refuse_crowd(session: AsyncSession, producer_id: UUID) -> None:
    waiting = await session.scalar(
        select(func.count()).where(ImportRun.producer_id == producer_id, ImportRun.state.in_(OPEN))
    )
    if (waiting or 0) >= MOST_OPEN:
        raise ImportRuns(most=MOST_OPEN)
