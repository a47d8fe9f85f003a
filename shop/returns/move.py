"""Lock a return with its order, and move it; every move leaves a line of history and is told."""

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.ids import read_code
from shop.core.outbox import publish
from shop.orders.models import Order, OrderLine
from shop.orders.move import lock_order
from shop.returns.errors import ReturnUnknown
from shop.returns.events import ReturnMoved
from shop.returns.models import Return, ReturnHistory, ReturnLine, ReturnState
from shop.returns.rules import CODE_PREFIX, FREED, MOVES, ReturnTerms


async def lock_return(session: AsyncSession, code: str) -> Return:
    """The return that people call `code`, locked until the commit after its order: who comes second waits.

    Raises:
        ReturnUnknown: there is none.
    """
    written = read_code(CODE_PREFIX, code)
    order_id = await session.scalar(select(Return.order_id).where(Return.code == written)) if written else None
    if order_id is None:
        raise ReturnUnknown
    await lock_order(session, Order.id == order_id)
    found = await session.scalars(
        select(Return).where(Return.code == written).with_for_update().execution_options(populate_existing=True)
    )
    return found.one()


async def move_return(
    session: AsyncSession,
    moving: Return,
    to: ReturnState,
    terms: ReturnTerms,
    *,
    actor: str,
    reason: str | None = None,
) -> None:
    """Move a locked return to `to`, note it and tell it; pieces of one that ends without goods may be asked for again.

    Raises:
        IllegalMove: `to` cannot follow where it stands.
    """
    MOVES.check(moving.state, to)
    came = moving.state is ReturnState.RECEIVED
    moving.state = to
    moving.version += 1
    await note_move(session, moving, terms, actor, reason)
    if to in FREED and not came:
        await free_pieces(session, moving)


async def note_move(session: AsyncSession, moved: Return, terms: ReturnTerms, actor: str, reason: str | None) -> None:
    """Note where a return stands now and until when, and tell it."""
    moved.due_at = terms.due(moved.state, await now(session))
    session.add(ReturnHistory(return_id=moved.id, state=moved.state, actor=actor, reason=reason))
    publish(
        session,
        ReturnMoved(return_id=moved.id, order_id=moved.order_id, version=moved.version, state=moved.state),
    )
    await session.flush()  # returns come before pieces, stock and payments, everywhere


async def free_pieces(session: AsyncSession, ended: Return) -> None:
    """What of a return did not come back may be asked for again. Its lines must be written."""
    missing = (
        select(func.sum(ReturnLine.pieces - ReturnLine.shelved - ReturnLine.written_off))
        .where(ReturnLine.return_id == ended.id, ReturnLine.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    mine = select(ReturnLine.order_line_id).where(ReturnLine.return_id == ended.id)
    await session.execute(
        update(OrderLine)
        .where(OrderLine.id.in_(mine))
        .values(going_back=OrderLine.going_back - missing)
        .execution_options(synchronize_session=False)
    )
