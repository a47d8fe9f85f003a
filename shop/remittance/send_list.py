"""A carrier's list comes in: read, judged, and shown before anything is done."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.remittance.errors import RemittanceOfOther
from shop.remittance.judge_lines import judge_lines
from shop.remittance.models import FileState, RemittanceFile, RemittanceLine, Verdict
from shop.remittance.read_list import Row

LONGEST_NAME = 120


async def send_list(
    session: AsyncSession, actor: Actor, carrier: CarrierName, *, filename: str, content: bytes, rows: Sequence[Row]
) -> UUID:
    """Keep the `rows` that `read_list` read out of a list, judged as things stand; returns the list's id.

    The same bytes are one list, also when two people send them at once: the second gets the first one's.

    Raises:
        RemittanceOfOther: it was sent as another carrier's before.
    """
    digest = hashlib.sha256(content).digest()
    assert actor.person_id is not None, "officers are signed in"
    made: UUID | None = await session.scalar(
        insert(RemittanceFile)
        .values(
            carrier=carrier,
            filename=filename[-LONGEST_NAME:],
            digest=digest,
            state=FileState.CHECKED,
            sent_by=actor.person_id,
        )
        .on_conflict_do_nothing(index_elements=[RemittanceFile.digest])
        .returning(RemittanceFile.id)
    )
    if made is None:
        return await _known(session, carrier, digest)
    lines = [_line(made, row) for row in rows]
    await judge_lines(session, carrier, lines)
    session.add_all(lines)
    record_act(session, actor.person_id, "remittance.send", str(made), carrier=carrier.value, rows=len(rows))
    await session.flush()
    return made


async def _known(session: AsyncSession, carrier: CarrierName, digest: bytes) -> UUID:
    row = await session.execute(
        select(RemittanceFile.id, RemittanceFile.carrier).where(RemittanceFile.digest == digest)
    )
    file_id, of = row.one()
    if of is not carrier:
        raise RemittanceOfOther(field="carrier")
    return file_id


def _line(file_id: UUID, row: Row) -> RemittanceLine:
    return RemittanceLine(
        file_id=file_id,
        row=row.row,
        tracking=row.tracking,
        code=row.code,
        amount=row.amount,
        fee=row.fee,
        paid_on=row.paid_on,
        verdict=Verdict.UNREADABLE if row.broken else Verdict.UNKNOWN,
    )
