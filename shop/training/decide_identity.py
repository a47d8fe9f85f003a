"""An officer verifies who a host is, declines, or takes a verification back."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.errors import Invalid
from shop.core.events import Event
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.training.errors import IdentityChanged, OwnIdentity
from shop.training.events import IdentityDeclined, IdentityRevoked, IdentityVerified
from shop.training.models import HostIdentity, IdentityState
from shop.training.rules import IDENTITY_MOVES
from shop.training.submit_identity import lock_identity


class Verdict(StrEnum):
    """What an officer says of a host's identity."""

    VERIFY = "verify"
    DECLINE = "decline"
    REVOKE = "revoke"


_TO = {
    Verdict.VERIFY: IdentityState.VERIFIED,
    Verdict.DECLINE: IdentityState.DECLINED,
    Verdict.REVOKE: IdentityState.REVOKED,
}


async def decide_identity(
    session: AsyncSession, officer_id: UUID, person_id: UUID, verdict: Verdict, *, version: int, reason: str = ""
) -> HostIdentity:
    """Decide on what the officer saw (`version`). The same officer's same word again changes nothing.

    To decline and to revoke need a reason, which the host reads. A start that has read it is waited for.

    Raises:
        OwnIdentity: it is the officer's own; a CHECK says so too.
        IdentityUnknown: the person has submitted nothing.
        IdentityChanged: they have submitted anew, or another officer was faster.
        IllegalMove: the verdict does not fit the state.
        Invalid: the reason is missing.
    """
    if officer_id == person_id:
        raise OwnIdentity
    known = await lock_identity(session, person_id)
    to, words = _TO[verdict], squeeze(reason)
    if known.state is to and known.version == version and known.decided_by == officer_id:
        return known
    if known.version != version:
        raise IdentityChanged
    IDENTITY_MOVES.check(known.state, to)
    if verdict is not Verdict.VERIFY and not words:
        raise Invalid(field="reason")
    said = {
        "state": to,
        "decided_at": shop_now(),
        "decided_by": officer_id,
        "reason": None if verdict is Verdict.VERIFY else words,
    }
    decided = update(HostIdentity).where(HostIdentity.id == known.id).values(said)
    await session.execute(decided.execution_options(synchronize_session=False))
    publish(session, _news(person_id, verdict, words))
    record_act(session, officer_id, f"training.{verdict.value}_identity", str(person_id), version=version, reason=words)
    return await lock_identity(session, person_id)


def _news(person_id: UUID, verdict: Verdict, reason: str) -> Event:
    if verdict is Verdict.VERIFY:
        return IdentityVerified(person_id=person_id)
    told = IdentityDeclined if verdict is Verdict.DECLINE else IdentityRevoked
    return told(person_id=person_id, reason=reason)
