"""Who may decide on a return, and who may take its goods."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Forbidden, Unauthenticated
from shop.places.guards import require_staff
from shop.producers.guards import is_officer, require_member
from shop.producers.models import MemberRole
from shop.returns.errors import ReturnUnknown
from shop.returns.models import Return, ReturnState


async def require_decider(session: AsyncSession, actor: Actor, asked: Return) -> None:
    """Let the office pass, and until the return is escalated the staff of its place and its producer's editors.

    Raises:
        Unauthenticated: nobody is signed in.
        ReturnUnknown: somebody else is; it is not said that there is one.
        Forbidden: it was theirs to decide, and is the office's now.
    """
    if actor.person_id is None:
        raise Unauthenticated
    if is_officer(actor):
        return
    if not (await _works_there(session, actor, asked) or await _makes_it(session, actor, asked)):
        raise ReturnUnknown
    if asked.state is ReturnState.ESCALATED:
        raise Forbidden


async def require_taker(session: AsyncSession, actor: Actor, asked: Return) -> None:
    """Let the staff of the place pass where the goods come back, and administrators.

    Raises:
        Unauthenticated: nobody is signed in.
        ReturnUnknown: somebody else is.
    """
    if not await _works_there(session, actor, asked):
        raise ReturnUnknown


async def _works_there(session: AsyncSession, actor: Actor, asked: Return) -> bool:
    try:
        await require_staff(session, actor, asked.place_id)
    except Forbidden:
        return False
    return True


async def _makes_it(session: AsyncSession, actor: Actor, asked: Return) -> bool:
    if asked.producer_id is None:
        return False
    try:
        await require_member(session, actor, asked.producer_id, at_least=MemberRole.EDITOR)
    except Forbidden:
        return False
    return True
