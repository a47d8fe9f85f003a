"""The authority stops a session at once."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.models import SessionStop
from shop.conduct.queries import stop_of
from shop.core.actor import Actor, Role
from shop.core.audit import record_act
from shop.core.errors import Forbidden
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.livestream.end import cut_session
from shop.markets.guards import require_moderator
from shop.markets.models import LiveSession, SessionState
from shop.oversight.errors import ReasonMissing
from shop.oversight.events import SessionHalted
from shop.oversight.rules import SHORTEST

OFFICERS = frozenset({Role.OFFICER, Role.ADMIN})


class StopOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Why a session is stopped, as everybody reads it, and the number of the paper that wants it."""

    reason: str
    document_no: str


async def stop_session(session: AsyncSession, actor: Actor, slug: str, order: StopOrder) -> LiveSession:
    """Stop a session for good: on air its pins come down and its prices end; what was said is public no more.

    One that has not begun does not begin; of one that is over the talk is hidden. Orders stand. Said again it stays
    the first order. The session's lock decides between this and its host's start.

    Raises:
        ReasonMissing: no reason, or no number of a paper.
        SessionUnknown, Unauthenticated, Forbidden: see `require_moderator`; its host is no officer.
    """
    reason, document_no = squeeze(order.reason), squeeze(order.document_no)
    live = await require_moderator(session, actor, slug)
    if not OFFICERS & actor.roles or actor.person_id is None:
        raise Forbidden
    for field, words in (("reason", reason), ("document_no", document_no)):
        if len(words) < SHORTEST:
            raise ReasonMissing(field=field)
    if await stop_of(session, live.id) is not None:
        return live
    if live.state is SessionState.ON_AIR:
        await cut_session(session, live)
    session.add(SessionStop(session_id=live.id, reason=reason, document_no=document_no, stopped_by=actor.person_id))
    record_act(session, actor.person_id, "oversight.stop", live.slug, reason=reason, document=document_no)
    publish(session, SessionHalted(session_id=live.id))
    return live
