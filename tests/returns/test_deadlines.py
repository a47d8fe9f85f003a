"""Days and hands: who comes too late, what the clock moves on, and two at once, in exactly this order."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.core.actor import GUEST
from shop.core.clock import shop_now
from shop.core.transitions import IllegalMove
from shop.orders.audit import audit_books
from shop.orders.models import OrderLine
from shop.returns.ask import ask_return
from shop.returns.decide import decide_return
from shop.returns.errors import ReturnsTooMany, ReturnTooLate
from shop.returns.lapse import lapse_returns
from shop.returns.models import Return, ReturnReason, ReturnState
from shop.returns.receive import Came, receive_return
from tests.make.inventory import level
from tests.make.returns import RULES, accepted, asked, bought, wish
from tests.orders.test_interleavings import Gate, alone
from tests.returns.test_returns import MORE, NO, YES

S = ReturnState


async def due(session, made, ago=timedelta(0)):
    """The step of a return ran out `ago`."""
    await session.flush()
    await session.execute(update(Return).where(Return.id == made.id).values(due_at=shop_now() - ago))


async def state(session, made):
    await session.flush()
    return await session.scalar(select(Return.state).where(Return.id == made.id))


@pytest.mark.parametrize(
    ("reason", "days", "late"),
    [("damaged", 6, False), ("damaged", 8, True), ("misinformed", 29, False), ("misinformed", 31, True)],
)
async def test_goods_may_be_given_back_for_seven_days_and_for_thirty_where_the_information_was_wrong(
    session, warp, reason, days, late
):
    order = await bought(session)

    await warp(session, timedelta(days=days))

    if late:
        with pytest.raises(ReturnTooLate):
            await asked(session, order, reason=ReturnReason(reason))
    else:
        await asked(session, order, reason=ReturnReason(reason))


async def test_what_nobody_decides_in_three_days_goes_to_the_office(session):
    order = await bought(session)
    made = await asked(session, order)
    assert made.due_at - made.created_at == timedelta(days=3)
    assert await lapse_returns(session, 10, RULES) == 0

    await due(session, made)
    assert await lapse_returns(session, 10, RULES) == 1
    assert await lapse_returns(session, 10, RULES) == 0

    assert (await state(session, made), made.due_at) == (S.ESCALATED, None)


@pytest.mark.parametrize("step", ["accepted", "more_info"])
async def test_goods_or_an_answer_that_do_not_come_end_the_return_and_free_the_pieces(session, step):
    order = await bought(session)
    made = await (accepted if step == "accepted" else asked)(session, order, 2)
    if step == "more_info":
        await decide_return(session, order.clerk, made.code, MORE, RULES)
    await due(session, made)

    await lapse_returns(session, 10, RULES)

    assert await state(session, made) is S.CLOSED
    assert await session.scalar(select(OrderLine.going_back).where(OrderLine.id == order.line)) == 0
    assert await audit_books(session) == []


async def test_of_two_returns_of_the_last_piece_one_is_refused(sessions):
    gate = Gate("order locked")
    order = await alone(sessions, lambda session: bought(session, quantity=1))

    first, second = await gate.hold(
        sessions,
        lambda session: ask_return(session, GUEST, order.id, wish(order), RULES, pause=gate),
        lambda session: ask_return(session, GUEST, order.id, wish(order), RULES),
    )

    assert isinstance(first, Return)
    assert isinstance(second, ReturnsTooMany)


async def test_of_two_decisions_the_second_finds_it_decided(sessions):
    gate = Gate("return locked")
    order = await alone(sessions, bought)
    made = await alone(sessions, lambda session: asked(session, order))

    first, second = await gate.hold(
        sessions,
        lambda session: decide_return(session, order.clerk, made.code, NO, RULES, pause=gate),
        lambda session: decide_return(session, order.clerk, made.code, YES, RULES),
    )

    assert isinstance(first, Return)
    assert isinstance(second, IllegalMove)
    assert await alone(sessions, lambda session: state(session, made)) is S.DECLINED


async def test_goods_are_taken_in_once(sessions):
    gate = Gate("return locked")
    order = await alone(sessions, bought)
    made = await alone(sessions, lambda session: accepted(session, order, 2))
    came = [Came(line=order.line, shelved=2)]

    first, second = await gate.hold(
        sessions,
        lambda session: receive_return(session, order.clerk, made.code, came, RULES, pause=gate),
        lambda session: receive_return(session, order.clerk, made.code, came, RULES),
    )

    assert isinstance(first, Return)
    assert isinstance(second, IllegalMove)
    async with sessions() as session:
        assert await level(session, order.goods) == (9, 0)
        assert await audit_books(session) == []


async def test_who_decides_while_the_clock_moves_on_waits_and_finds_it_escalated(sessions):
    gate = Gate("returns locked")
    order = await alone(sessions, bought)
    made = await alone(sessions, lambda session: asked(session, order))
    await alone(sessions, lambda session: due(session, made))

    swept, decided = await gate.hold(
        sessions,
        lambda session: lapse_returns(session, 10, RULES, pause=gate),
        lambda session: decide_return(session, order.clerk, made.code, YES, RULES),
    )

    assert swept == 1
    assert type(decided).__name__ == "Forbidden"
