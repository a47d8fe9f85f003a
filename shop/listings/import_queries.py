"""Reads of imports: the runs of a producer, and what a run found wrong, in the words of its reader."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.i18n import Locale, say
from shop.listings.import_errors import NoSuchImport
from shop.listings.import_rows import NOTES
from shop.listings.models import ImportProblem, ImportRun


class ProblemShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a cell: the row as the sheet counts it, the column's heading, and what to do.

    Because of a `note` nothing is refused.
    """

    row: int
    column: str
    code: str
    note: bool
    sentence: str


async def import_of(session: AsyncSession, producer_id: UUID, run_id: UUID) -> ImportRun:
    """A run of the producer, without its file.

    Raises:
        NoSuchImport: there is none.
    """
    run: ImportRun | None = await session.scalar(
        select(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.producer_id == producer_id)
        .execution_options(populate_existing=True)
    )
    if run is None:
        raise NoSuchImport
    return run


async def imports_of(session: AsyncSession, producer_id: UUID, limit: int) -> Sequence[ImportRun]:
    """A producer's runs, the newest first."""
    rows = await session.scalars(
        select(ImportRun).where(ImportRun.producer_id == producer_id).order_by(ImportRun.id.desc()).limit(limit)
    )
    return rows.all()


async def problems_of(
    session: AsyncSession, run_id: UUID, locale: Locale, limit: int, *, first_row: int = 0, notes: bool | None = None
) -> list[ProblemShown]:
    """The first problems of a run from `first_row` on, by row and column; `notes` alone, or without them."""
    rows = await session.scalars(
        select(ImportProblem)
        .where(ImportProblem.run_id == run_id, ImportProblem.row >= first_row, *_kind(notes))
        .order_by(ImportProblem.row, ImportProblem.column)
        .limit(limit)
    )
    return [
        ProblemShown(
            row=one.row,
            column=one.column,
            code=one.code,
            note=one.code in NOTES,
            sentence=say(locale, f"import.problem.{one.code}", **one.facts),
        )
        for one in rows
    ]


async def count_problems(session: AsyncSession, run_id: UUID, *, notes: bool | None = None) -> int:
    """How many cells of a run have a problem or a note; `notes` alone, or without them."""
    found = await session.scalar(select(func.count()).where(ImportProblem.run_id == run_id, *_kind(notes)))
    return found or 0


def _kind(notes: bool | None) -> tuple[ColumnElement[bool], ...]:
    if notes is None:
        return ()
    return (ImportProblem.code.in_(NOTES) if notes else ImportProblem.code.not_in(NOTES),)


def failure_of(run: ImportRun, locale: Locale) -> str | None:
    """What is wrong with the file as a whole; None when nothing is."""
    return None if run.failure is None else say(locale, f"problem.{run.failure}", **run.failure_facts)
