"""The buyer's later words: what was asked for, or that the return is taken back."""

from uuid import UUID

from sqlalchemy import Text, cast, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import PersonRole
from shop.core.actor import Actor, Role
from shop.returns.errors import ReturnSaysNothing, ReturnUnknown
from shop.returns.models import Return, ReturnHistory, ReturnState
from shop.returns.move import lock_return, move_return
from shop.returns.rules import LONGEST, MOVES, ReturnTerms


async def answer_return(
    session: AsyncSession, actor: Actor, order_id: UUID, code: str, words: str, *, terms: ReturnTerms
) -> Return:
    """Say more about a return when that was asked for; it is then to be decided anew. The caller checked who asks.

    What the office asked is answered to the office; the place and the producer have not to decide it again.

    Raises:
        ReturnUnknown: no such return of this order.
        ReturnSaysNothing: the words show nothing, or with what was said before they are too many.
        IllegalMove: nothing was asked for.
    """
    if not any(sign.isalnum() for sign in words):
        raise ReturnSaysNothing(field="words")
    asked = await _own(session, order_id, code)
    said = f"{asked.words}\n\n{words}"
    if len(said) > 2 * LONGEST:
        raise ReturnSaysNothing(field="words")
    MOVES.check(asked.state, ReturnState.ASKED)
    to = ReturnState.ESCALATED if await _asked_by_office(session, asked) else ReturnState.ASKED
    asked.words = said
    await move_return(session, asked, to, terms, actor=_name(actor), reason=words[:300])
    return asked


async def withdraw_return(session: AsyncSession, actor: Actor, order_id: UUID, code: str, terms: ReturnTerms) -> Return:
    """Take a return back until its goods are there; the pieces may be asked for again. Safe to repeat.

    Raises:
        ReturnUnknown: no such return of this order.
        IllegalMove: it was declined, its goods are there, or it is over.
    """
    asked = await _own(session, order_id, code)
    if asked.state is not ReturnState.WITHDRAWN:
        await move_return(session, asked, ReturnState.WITHDRAWN, terms, actor=_name(actor))
    return asked


async def _own(session: AsyncSession, order_id: UUID, code: str) -> Return:
    asked = await lock_return(session, code)
    if asked.order_id != order_id:
        raise ReturnUnknown
    return asked


async def _asked_by_office(session: AsyncSession, asked: Return) -> bool:
    """Whether an officer asked the question that is open."""
    asker = (
        select(ReturnHistory.actor)
        .where(ReturnHistory.return_id == asked.id, ReturnHistory.state == ReturnState.MORE_INFO)
        .order_by(ReturnHistory.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    officer = exists().where(cast(PersonRole.person_id, Text) == asker, PersonRole.role.in_((Role.OFFICER, Role.ADMIN)))
    return bool(await session.scalar(select(officer)))


def _name(actor: Actor) -> str:
    return str(actor.person_id or "buyer")
