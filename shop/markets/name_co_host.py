"""Name who runs a session beside its host, and take the name back."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.queries import find_candidate
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import local, now
from shop.core.outbox import publish
from shop.markets.errors import CoHostUnfit, SessionOver, TooManyCoHosts
from shop.markets.events import CoHostsChanged
from shop.markets.guards import require_own_host
from shop.markets.models import CoHost, LiveSession, SessionState
from shop.markets.run import runs
from shop.training.air import why_not_on_air

MOST_CO_HOSTS = 4  # as many as a heading can name


async def name_co_host(session: AsyncSession, actor: Actor, slug: str, login: str) -> LiveSession:
    """Let the person with this e-mail or phone run the session too. Safe to repeat.

    They are verified and licensed on the day of the session, or today where it is on air; the same refusal says
    that nobody is known there, so that nobody's address is found out.

    Raises:
        CoHostUnfit: nobody there may go on air that day.
        TooManyCoHosts: as many are named already.
        SessionOver: it has ended.
        SessionUnknown, Unauthenticated, Forbidden: see `require_own_host`.
    """
    live = await require_own_host(session, actor, slug)
    if live.state is SessionState.ENDED:
        raise SessionOver
    person = await find_candidate(session, login)
    if person is None:
        raise CoHostUnfit(field="login")
    if await runs(session, live, person.person_id):
        return live
    day = local(max(await now(session), live.starts_at)).date()
    if await why_not_on_air(session, person.person_id, day) is not None:
        raise CoHostUnfit(field="login")
    count = await session.scalar(select(func.count()).select_from(CoHost).where(CoHost.session_id == live.id))
    if (count or 0) >= MOST_CO_HOSTS:
        raise TooManyCoHosts(most=MOST_CO_HOSTS)
    assert actor.person_id is not None, "a guard has let them in"
    session.add(CoHost(session_id=live.id, person_id=person.person_id, named_by=actor.person_id))
    await session.flush()
    record_act(session, actor.person_id, "markets.name_co_host", live.slug, person=str(person.person_id))
    publish(session, CoHostsChanged(session_id=live.id))
    return live


async def remove_co_host(session: AsyncSession, actor: Actor, slug: str, person_id: UUID) -> LiveSession:
    """Let them run the session no more. Safe to repeat: who is not named stays so.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_own_host`.
    """
    live = await require_own_host(session, actor, slug)
    gone = await session.scalar(
        delete(CoHost)
        .where(CoHost.session_id == live.id, CoHost.person_id == person_id)
        .returning(CoHost.id)
        .execution_options(synchronize_session=False)
    )
    if gone is not None:
        record_act(session, actor.person_id, "markets.remove_co_host", live.slug, person=str(person_id))
        publish(session, CoHostsChanged(session_id=live.id))
    return live
