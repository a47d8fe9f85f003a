"""Go on air."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.airing import put_on_air
from shop.catalog.models import Variant
from shop.conduct.air import open_lawfully
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import local, now
from shop.core.outbox import publish
from shop.livestream.errors import HostOnAir, PlaceOnAir
from shop.livestream.events import SessionStarted
from shop.markets.errors import SessionOver, StallCalledOff
from shop.markets.guards import require_host
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.markets.rules import MOVES
from shop.training.air import may_go_on_air

_PER_PLACE = "live_session_one_on_air_per_place"


async def start_session(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """Put the session on air. Pressing start again changes nothing.

    Two hosts at one place, or one host at two, are told apart by the database's partial unique indexes:
    the later waits for the earlier commit and is refused. After a refusal the transaction is lost.
    Whoever presses start, it is the session's host who must be known and licensed today.

    Raises:
        PlaceOnAir: somebody is on air from this place.
        HostOnAir: the host is on air at another place.
        SessionOver, StallCalledOff: the session has ended, or does not take place.
        HostIdentity…, HostLicence…: the host may not go on air, see `may_go_on_air`.
        RulesNotAccepted, SessionStopped: see `open_lawfully`.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    moment = await now(session)
    live.host_seen_at = moment
    if live.state is SessionState.ON_AIR:
        return live
    if live.state is SessionState.CALLED_OFF:
        raise StallCalledOff
    if not MOVES.allows(live.state, SessionState.ON_AIR):
        raise SessionOver
    await may_go_on_air(session, live.host_id, local(moment).date())
    await open_lawfully(session, live, moment)
    live.state = SessionState.ON_AIR
    live.started_at = moment
    try:
        await session.flush()  # the indexes answer now, while the refusal can still be put into words
    except IntegrityError as error:
        raise (PlaceOnAir if _PER_PLACE in str(error.orig) else HostOnAir) from None
    shown = select(Variant.product_id).join(LineUp, LineUp.variant_id == Variant.id)
    await put_on_air(session, live.id, (await session.scalars(shown.where(LineUp.session_id == live.id))).all())
    record_act(session, actor.person_id, "livestream.start", live.slug)
    publish(session, SessionStarted(session_id=live.id))
    return live
