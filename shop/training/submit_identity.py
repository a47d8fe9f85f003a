"""A host says by which paper they can be known, or takes it back."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import shop_now, today
from shop.training.errors import IdentityPaperWrong, IdentityUnknown
from shop.training.models import HostIdentity, IdentityPaper, IdentityState
from shop.training.rules import IDENTITY_MOVES, paper_fault

_NOTHING = {"document": None, "document_end": None, "country": None, "expires_on": None}
_UNDECIDED = {"decided_at": None, "decided_by": None, "reason": None}


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper, the last four signs of its number, its end, and from abroad its country's two letters."""

    document: IdentityPaper
    document_end: str
    country: str | None = None
    expires_on: date | None = None


async def submit_identity(session: AsyncSession, person_id: UUID, paper: Paper) -> HostIdentity:
    """Ask an officer to verify who one is. The same paper said again while it waits changes nothing.

    Whoever is verified and submits anew is not verified until an officer has decided.

    Raises:
        IdentityPaperWrong: it cannot be meant so, or has run out.
        IllegalMove: another paper waits; it must be taken back first.
    """
    fault = paper_fault(paper.document, paper.document_end, paper.country, paper.expires_on, await today(session))
    if fault is not None:
        raise IdentityPaperWrong(field=fault)
    await session.execute(insert(HostIdentity).values(person_id=person_id).on_conflict_do_nothing())
    known = await lock_identity(session, person_id)
    said = msgspec.structs.asdict(paper)
    if known.state is IdentityState.SUBMITTED and all(getattr(known, name) == said[name] for name in said):
        return known
    IDENTITY_MOVES.check(known.state, IdentityState.SUBMITTED)
    asked = {"state": IdentityState.SUBMITTED, "submitted_at": shop_now(), "version": known.version + 1}
    await _change(session, known, said | _UNDECIDED | asked)
    record_act(session, person_id, "training.submit_identity", str(person_id), document=paper.document.value)
    return await lock_identity(session, person_id)


async def withdraw_identity(session: AsyncSession, person_id: UUID) -> None:
    """Take back what waits or was declined: the paper is forgotten. Safe to repeat.

    Raises:
        IdentityUnknown: nothing was ever submitted.
        IllegalMove: it was verified, or taken back by an officer.
    """
    known = await lock_identity(session, person_id)
    if known.state is not IdentityState.UNVERIFIED:
        IDENTITY_MOVES.check(known.state, IdentityState.UNVERIFIED)
        await _change(session, known, _NOTHING | _UNDECIDED | {"state": IdentityState.UNVERIFIED})
        record_act(session, person_id, "training.withdraw_identity", str(person_id))


async def lock_identity(session: AsyncSession, person_id: UUID) -> HostIdentity:
    """What is known of a host, read anew and locked until the commit.

    Raises:
        IdentityUnknown: nothing was ever submitted.
    """
    known: HostIdentity | None = await session.scalar(
        select(HostIdentity)
        .where(HostIdentity.person_id == person_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if known is None:
        raise IdentityUnknown
    return known


async def _change(session: AsyncSession, known: HostIdentity, values: dict[str, object]) -> None:
    changed = update(HostIdentity).where(HostIdentity.id == known.id).values(values)
    await session.execute(changed.execution_options(synchronize_session=False))
