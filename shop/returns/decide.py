"""The place, the producer or the office decides on a return."""

from enum import StrEnum

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.errors import Forbidden
from shop.core.pause import Pause, go_on
from shop.producers.errors import ReasonMissing
from shop.producers.guards import is_officer
from shop.returns.guards import require_decider
from shop.returns.models import Return, ReturnReason, ReturnState
from shop.returns.move import lock_return, move_return
from shop.returns.rules import ReturnTerms


class Verdict(StrEnum):
    """What may be decided."""

    ACCEPT = "accept"
    DECLINE = "decline"
    MORE_INFO = "more_info"


_TO = {
    Verdict.ACCEPT: ReturnState.ACCEPTED,
    Verdict.DECLINE: ReturnState.DECLINED,
    Verdict.MORE_INFO: ReturnState.MORE_INFO,
}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict and what the buyer is told with it; only an acceptance may say nothing."""

    verdict: Verdict
    reason: str = ""


async def decide_return(
    session: AsyncSession,
    actor: Actor,
    code: str,
    decision: Decision,
    terms: ReturnTerms,
    *,
    pause: Pause = go_on,
) -> Return:
    """Accept, decline or ask for more; of two at once the second finds it decided. The same again changes nothing.

    The law's exit is not theirs to decline who sold the goods: what they decline goes to the office with their words.

    Raises:
        Unauthenticated, ReturnUnknown, Forbidden: as `require_decider`.
        ReasonMissing: the buyer would not learn why, or what is wanted.
        IllegalMove: it was decided otherwise, or is not to be decided.
    """
    asked = await lock_return(session, code)
    await pause("return locked")
    to, reason = _to(actor, asked, decision.verdict), decision.reason or None
    try:
        await require_decider(session, actor, asked)
    except Forbidden:
        if (asked.state, asked.answer) == (to, reason):
            return asked  # said twice: it is the office's since the first time
        raise
    if decision.verdict is not Verdict.ACCEPT and reason is None:
        raise ReasonMissing(field="reason")
    if (asked.state, asked.answer) == (to, reason):
        return asked
    asked.answer = reason
    await move_return(session, asked, to, terms, actor=str(actor.person_id), reason=reason)
    record_act(session, actor.person_id, f"returns.{decision.verdict.value}", asked.code, reason=decision.reason)
    return asked


def _to(actor: Actor, asked: Return, verdict: Verdict) -> ReturnState:
    exits = asked.reason is ReturnReason.MISINFORMED
    if verdict is Verdict.DECLINE and exits and not is_officer(actor):
        return ReturnState.ESCALATED
    return _TO[verdict]
