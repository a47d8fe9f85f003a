"""Who may act in a practice run: its own host, or an administrator."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.practice.errors import PracticeOver
from shop.practice.models import PracticeRun
from shop.practice.queries import Played, played

READERS = frozenset({Role.ADMIN, Role.OFFICER})


async def require_own_run(session: AsyncSession, actor: Actor, key: str, *, lock: bool = False) -> Played:
    """The run at this address, for its host or an administrator; with `lock` nothing else is done in it meanwhile.

    Raises:
        Unauthenticated: nobody is signed in.
        PracticeUnknown: no run has this address.
        Forbidden: it is somebody else's.
    """
    return await _required(session, actor, key, frozenset({Role.ADMIN}), lock=lock)


async def require_reader(session: AsyncSession, actor: Actor, key: str) -> Played:
    """As `require_own_run`, for officers too: they read the score sheets of learners."""
    return await _required(session, actor, key, READERS, lock=False)


async def open_run(session: AsyncSession, key: str) -> Played:
    """The run at this address, locked, for whoever was given it.

    Raises:
        PracticeUnknown: no run has this address.
        PracticeOver: it has ended.
    """
    await lock_run(session, key)
    seen = await played(session, key)
    if seen.over:
        raise PracticeOver
    return seen


async def lock_run(session: AsyncSession, key: str) -> None:
    """Let the acts of a run follow one another until the commit."""
    await session.execute(select(PracticeRun.id).where(PracticeRun.key == key).with_for_update())


async def _required(session: AsyncSession, actor: Actor, key: str, roles: frozenset[Role], *, lock: bool) -> Played:
    if actor.person_id is None:
        raise Unauthenticated
    if lock:
        await lock_run(session, key)
    seen = await played(session, key)
    if seen.run.person_id != actor.person_id and not roles & actor.roles:
        raise Forbidden
    return seen
