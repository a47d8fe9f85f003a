"""A carrier's list is worked into the books: exact lines by themselves, the others as a person decides."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Invalid
from shop.core.pause import Pause, go_on
from shop.orders.models import Parcel
from shop.remittance.errors import (
    CashNotUnasked,
    LineDecided,
    LineNotTakeable,
    RemittanceNotApplied,
    RemittanceSettled,
    RemittanceUnknown,
)
from shop.remittance.judge_lines import judge_lines, parcel_of
from shop.remittance.models import (
    CashState,
    CodCollection,
    Decision,
    FileState,
    RemittanceFile,
    RemittanceLine,
    Verdict,
)
from shop.remittance.remit import HandedIn, lock_collections, open_remittance, remit
from shop.remittance.rules import OWED_BACK, TAKES
from shop.remittance.take_unasked import take_unasked


async def apply_list(session: AsyncSession, actor: Actor, file_id: UUID, *, pause: Pause = go_on) -> None:
    """Take every exact line: its cash is handed in. The rest waits for a person's decision.

    The list is locked, then the payments and collections its lines name, and only then the lines are judged: of two
    lists that name one parcel the second finds it handed in. A list that was applied is judged anew, for parcels that
    arrived since; so it is safe to repeat.

    Raises:
        RemittanceUnknown: there is no such list.
        RemittanceSettled: its money was seen on the account, and no line is left.
    """
    file = await lock_file(session, file_id)
    lines = await open_lines(session, file.id)
    if file.state is FileState.APPLIED and not lines:
        return
    await judge_open(session, file, lines)
    await pause("lines judged")
    exact = [line for line in lines if line.decision is None and line.verdict is Verdict.EXACT]
    await _take(session, actor, file, exact)
    if file.state is FileState.CHECKED:
        file.state, file.applied_by, file.applied_at = FileState.APPLIED, actor.person_id, await now(session)
    record_act(session, actor.person_id, "remittance.apply", str(file.id), taken=len(exact))
    await session.flush()  # what follows in the transaction reads the rows


async def decide_line(
    session: AsyncSession, actor: Actor, file_id: UUID, row: int, decision: Decision, *, note: str
) -> None:
    """Decide on one line that did not take itself. Safe to repeat.

    What a carrier took for an order that was paid another way is owed back to its buyer when its line is taken.

    Raises:
        Invalid: no word was said about why.
        RemittanceUnknown: no such list, or no such row of it.
        RemittanceNotApplied: the list was only checked.
        LineDecided: it was decided otherwise.
        LineNotTakeable: its money cannot count for a parcel as things stand.
    """
    if not any(sign.isalnum() for sign in note):
        raise Invalid(field="note")
    file = await lock_file(session, file_id)
    if file.state is not FileState.APPLIED:
        raise RemittanceNotApplied
    line = await session.scalar(
        select(RemittanceLine).where(RemittanceLine.file_id == file.id, RemittanceLine.row == row)
    )
    if line is None:
        raise RemittanceUnknown
    if line.decision is not None:
        if line.decision is not decision:
            raise LineDecided
        return
    if decision is Decision.TAKEN:
        await _take_by_word(session, actor, file, line)
    else:
        line.decision, line.decided_by, line.decided_at = decision, actor.person_id, await now(session)
    line.note = note
    await session.flush()
    record_act(session, actor.person_id, "remittance.decide", f"{file.id}:{row}", decision=decision.value, note=note)


async def _take_by_word(session: AsyncSession, actor: Actor, file: RemittanceFile, line: RemittanceLine) -> None:
    await judge_open(session, file, await open_lines(session, file.id))
    if line.verdict is OWED_BACK:
        await _hold_unasked(session, actor, file, line)
    if line.verdict not in TAKES:
        raise LineNotTakeable
    await _take(session, actor, file, [line])


async def _hold_unasked(session: AsyncSession, actor: Actor, file: RemittanceFile, line: RemittanceLine) -> None:
    """Cash the carrier took for what was paid another way is the buyer's: hold it as theirs, and judge it anew."""
    parcel_id = await parcel_of(session, file.carrier, line)
    parcel = None if parcel_id is None else await session.get(Parcel, parcel_id, populate_existing=True)
    if parcel is None or parcel.carrier is not file.carrier:
        return
    try:
        await take_unasked(session, parcel, line.amount, str(actor.person_id))
    except CashNotUnasked:
        return
    await judge_open(session, file, [line])


async def lock_file(session: AsyncSession, file_id: UUID) -> RemittanceFile:
    """A list, locked until the commit: the first row of all that work on it.

    Raises:
        RemittanceUnknown: there is none.
    """
    found = await session.get(RemittanceFile, file_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise RemittanceUnknown
    return found


async def open_lines(session: AsyncSession, file_id: UUID) -> list[RemittanceLine]:
    """Lines of the list that nobody decided on, by their rows."""
    rows = await session.scalars(
        select(RemittanceLine)
        .where(RemittanceLine.file_id == file_id, RemittanceLine.decision.is_(None))
        .order_by(RemittanceLine.row)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def judge_open(session: AsyncSession, file: RemittanceFile, lines: Sequence[RemittanceLine]) -> None:
    """Judge `lines` with what they name locked: found first, then locked, then judged by what stands there now."""
    await judge_lines(session, file.carrier, lines)
    named = {line.collection_id for line in lines if line.collection_id is not None}
    if named:
        await lock_collections(session, sorted(named))
        await judge_lines(session, file.carrier, lines)


async def _take(session: AsyncSession, actor: Actor, file: RemittanceFile, lines: Sequence[RemittanceLine]) -> None:
    """The collections of `lines`, which are locked, join the remittance of the list."""
    remittance = await open_remittance(session, file.id, carrier=file.carrier)
    if remittance.state is CashState.SETTLED and lines:
        raise RemittanceSettled
    moment = await now(session)
    ids = [line.collection_id for line in lines]
    found = await session.scalars(select(CodCollection).where(CodCollection.id.in_(ids)))
    rows = {row.id: row for row in found}
    came = []
    for line in lines:
        assert line.collection_id is not None, "what is taken is known"
        line.decision, line.decided_by, line.decided_at = Decision.TAKEN, actor.person_id, moment
        came.append(HandedIn(rows[line.collection_id], line.amount, line.fee))
    await remit(session, remittance, came, str(actor.person_id))
