"""Decide a complaint, with what is done about it."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Unauthenticated
from shop.core.outbox import publish
from shop.livestream.moderate import remove_comment
from shop.markets.models import LiveSession
from shop.oversight.errors import MeasureUnfit, ReasonMissing
from shop.oversight.events import ComplaintMoved, HostWarned
from shop.oversight.models import Complaint, ComplaintState, Measure
from shop.oversight.rules import LONGEST_REASON, SHORTEST
from shop.oversight.stop import StopOrder, stop_session
from shop.oversight.work import locked_complaint, not_their_own, step
from shop.training.models import Licence
from shop.training.revoke_licence import revoke_licence

VERDICTS = frozenset({ComplaintState.UPHELD, ComplaintState.REJECTED})


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Upheld or rejected, why in words its sender reads, and what is done; `comment_id` is what is taken down."""

    verdict: ComplaintState
    answer: str
    measures: frozenset[Measure] = frozenset()
    comment_id: UUID | None = None


async def decide_complaint(session: AsyncSession, actor: Actor, code: str, decision: Decision) -> Complaint:
    """Decide, and do what was decided, in one transaction; of two officers at once the later is refused.

    Locks the complaint, then the session, then licences.

    Raises:
        ReasonMissing: the answer says nothing.
        MeasureUnfit: a measure with a rejection, or no comment to take down.
        OwnComplaint: the officer complained, or is complained of.
        ComplaintUnknown, IllegalMove: it is not in hand any more, or not yet.
        CommentUnknown, OwnLicence: a measure cannot be taken.
    """
    answer = decision.answer.strip()
    if actor.person_id is None:
        raise Unauthenticated
    if len(answer) < SHORTEST:
        raise ReasonMissing(field="answer")
    if decision.verdict not in VERDICTS:
        raise MeasureUnfit(field="verdict")
    if decision.measures and decision.verdict is not ComplaintState.UPHELD:
        raise MeasureUnfit(field="measures")
    if Measure.REMOVE_COMMENT in decision.measures and decision.comment_id is None:
        raise MeasureUnfit(field="comment")
    complaint = await locked_complaint(session, code)
    live = await not_their_own(session, complaint, actor.person_id)
    complaint.decided_at, complaint.decided_by, complaint.answer = await now(session), actor.person_id, answer
    complaint.measures = sorted(decision.measures)
    complaint.answered_at = complaint.answered_at or complaint.decided_at
    await step(session, complaint, decision.verdict, actor.person_id, answer)
    for measure in sorted(decision.measures):
        await _MEASURES[measure](session, actor, complaint, live.slug, decision)
        await session.flush()  # the next one reads the session anew
    publish(session, ComplaintMoved(complaint_id=complaint.id, state=decision.verdict))
    return complaint


async def _remove(session: AsyncSession, actor: Actor, complaint: Complaint, slug: str, decision: Decision) -> None:
    assert decision.comment_id is not None, "checked before"
    await remove_comment(session, actor, slug, decision.comment_id, complaint.code)


async def _warn(session: AsyncSession, actor: Actor, complaint: Complaint, slug: str, _decision: Decision) -> None:
    record_act(session, actor.person_id, "oversight.warn", slug, complaint=complaint.code)
    publish(session, HostWarned(complaint_id=complaint.id))


async def _end(session: AsyncSession, actor: Actor, complaint: Complaint, slug: str, decision: Decision) -> None:
    order = StopOrder(reason=decision.answer[:LONGEST_REASON], document_no=complaint.code)
    await stop_session(session, actor, slug, order)


async def _suspend(session: AsyncSession, actor: Actor, complaint: Complaint, _slug: str, decision: Decision) -> None:
    assert actor.person_id is not None, "checked before"
    host = select(LiveSession.host_id).where(LiveSession.id == complaint.session_id).scalar_subquery()
    held = select(Licence.id).where(Licence.person_id == host, Licence.revoked_at.is_(None)).order_by(Licence.id)
    for licence_id in (await session.scalars(held)).all():
        await revoke_licence(session, actor.person_id, licence_id, decision.answer[:LONGEST_REASON])


_MEASURES = {
    Measure.REMOVE_COMMENT: _remove,
    Measure.WARN: _warn,
    Measure.END_SESSION: _end,
    Measure.SUSPEND_LICENCE: _suspend,
}
