"""Returns from the question to the money: pieces, decisions, goods and đồng agree at every step."""

import pytest
from sqlalchemy import func, select

from shop.core.actor import GUEST, Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.core.money import Dong
from shop.core.transitions import IllegalMove
from shop.counter.open_drawer import open_drawer
from shop.orders.audit import audit_books
from shop.orders.models import OrderLine
from shop.payments.models import Payment, Refund, RefundMethod, RefundState
from shop.producers.errors import ReasonMissing
from shop.returns.answer import answer_return, withdraw_return
from shop.returns.ask import ask_return
from shop.returns.decide import Decision, Verdict, decide_return
from shop.returns.errors import (
    GoodsNotReceived,
    MoreThanAsked,
    NothingReturned,
    ReturnPhotoUnknown,
    ReturnSaysNothing,
    ReturnsTooMany,
    ReturnUnknown,
    TransferUnsaid,
)
from shop.returns.models import ReturnHistory, ReturnReason, ReturnState
from shop.returns.pay_back import pay_back
from shop.returns.receive import Came, receive_return
from shop.returns.rules import MOVES, worth
from tests.make.accounts import person
from tests.make.inventory import goods, level
from tests.make.orders import placed, staff_of
from tests.make.parcels import confirmed
from tests.make.promotions import voucher
from tests.make.returns import RULES, accepted, asked, bought, maker, wish

S = ReturnState
NO = Decision(verdict=Verdict.DECLINE, reason="Bát dùng rồi")
MORE = Decision(verdict=Verdict.MORE_INFO, reason="Gửi thêm ảnh đáy bát")
YES = Decision(verdict=Verdict.ACCEPT)


async def going(session, order):
    await session.flush()
    return await session.scalar(select(OrderLine.going_back).where(OrderLine.id == order.line))


async def money(session, order):
    await session.flush()
    row = await session.execute(
        select(Payment.collected, Payment.refunded, func.count(Refund.id))
        .outerjoin(Refund, Refund.payment_id == Payment.id)
        .where(Payment.reference == order.id)
        .group_by(Payment.id)
    )
    return tuple(row.one())


async def test_goods_come_back_and_the_money_for_them_goes_back(session):
    order = await bought(session)
    made = await accepted(session, order, 2)

    came = [Came(line=order.line, shelved=1, written_off=1)]
    await receive_return(session, order.clerk, made.code, came, RULES)
    owed = await money(session, order)
    await open_drawer(session, order.clerk, order.goods.point, 500_000, "drawer-of-returns")
    await pay_back(session, order.clerk, made.code, RefundMethod.CASH, note="", terms=RULES)
    again = await pay_back(session, order.clerk, made.code, RefundMethod.CASH, note="", terms=RULES)
    await session.flush()

    assert owed == (750_000, 500_000, 1)
    assert (again.state, again.amount) == (S.REFUNDED, 500_000)
    refund = (await session.scalars(select(Refund).where(Refund.reference == made.id))).one()
    assert (refund.state, refund.method, refund.voucher[:3]) == (RefundState.PAID, RefundMethod.CASH, "PC-")
    assert await level(session, order.goods) == (8, 0)  # ten, three sold, one back on the shelf, one broken
    moves = (await session.scalars(select(ReturnHistory).order_by(ReturnHistory.id))).all()
    assert [each.state for each in moves] == [S.ASKED, S.ACCEPTED, S.RECEIVED, S.REFUNDED]
    assert await audit_books(session) == []


async def test_what_is_paid_back_never_adds_up_to_more_than_was_paid(session):
    bowl = await goods(session, 10)
    made = await voucher(session, amount=Dong(100_000))
    order = await bought(session, bowl, vouchers=(made.code,))

    for _ in range(3):
        back = await accepted(session, order)
        await receive_return(session, order.clerk, back.code, [Came(line=order.line, shelved=1)], RULES)

    assert await money(session, order) == (650_000, 650_000, 3)
    assert await going(session, order) == 3
    assert await audit_books(session) == []
    with pytest.raises(ReturnsTooMany):
        await asked(session, order)


@pytest.mark.parametrize(("paid", "quantity"), [(100, 3), (650_000, 3), (0, 2), (999, 999)])
def test_shares_of_pieces_add_up_whatever_the_order(paid, quantity):
    single = [worth(paid, quantity, before, 1) for before in range(quantity)]

    assert sum(single) == worth(paid, quantity, 0, quantity) == paid
    assert max(single) - min(single) <= 1


@pytest.mark.parametrize("end", ["decline", "withdraw", "fewer"])
async def test_pieces_that_did_not_go_back_may_be_asked_for_again(session, end):
    order = await bought(session)
    made = await asked(session, order, 3)
    if end == "decline":
        await decide_return(session, order.clerk, made.code, NO, RULES)
    elif end == "withdraw":
        await withdraw_return(session, GUEST, order.id, made.code, RULES)
        await withdraw_return(session, GUEST, order.id, made.code, RULES)
    else:
        await decide_return(session, order.clerk, made.code, YES, RULES)
        await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=1)], RULES)

    assert await going(session, order) == (1 if end == "fewer" else 0)
    await asked(session, order, 2)
    assert await audit_books(session) == []


async def test_a_return_for_which_more_is_asked_is_decided_after_the_answer(session):
    order = await bought(session)
    made = await asked(session, order)

    await decide_return(session, order.clerk, made.code, MORE, RULES)
    with pytest.raises(IllegalMove):
        await decide_return(session, order.clerk, made.code, YES, RULES)
    said = await answer_return(session, GUEST, order.id, made.code, "Đáy bát nứt, xem ảnh 2", terms=RULES)
    await decide_return(session, order.clerk, made.code, YES, RULES)
    await session.flush()

    assert said.words == "Bát bị sứt miệng\n\nĐáy bát nứt, xem ảnh 2"
    assert made.state is S.ACCEPTED


async def test_the_same_key_asks_once(session):
    order = await bought(session)

    first = await asked(session, order, key="one-key-of-two")
    again = await asked(session, order, key="one-key-of-two")

    assert first.code == again.code
    assert await going(session, order) == 1


async def test_staff_members_and_the_office_decide_nobody_else(session):
    bowl = await goods(session, 10)
    owner, other = await person(session), await person(session)
    made_by = await maker(session, bowl, owner)
    order = await bought(session, bowl)
    made = await asked(session, order)
    assert made.producer_id == made_by.id
    away = await staff_of(session, (await goods(session, 1, point="quay-ha-dong", name="Chè")).place_id)

    with pytest.raises(Unauthenticated):
        await decide_return(session, GUEST, made.code, YES, RULES)
    for nobody in (Actor(person_id=other.id), away):
        with pytest.raises(ReturnUnknown):
            await decide_return(session, nobody, made.code, YES, RULES)
    with pytest.raises(ReasonMissing):
        await decide_return(session, order.clerk, made.code, Decision(verdict=Verdict.DECLINE), RULES)
    await decide_return(session, Actor(person_id=owner.id), made.code, YES, RULES)
    with pytest.raises(ReturnUnknown):
        await receive_return(session, Actor(person_id=owner.id), made.code, [], RULES)

    assert made.state is S.ACCEPTED


async def test_what_is_the_offices_to_decide_is_no_longer_the_points(session):
    order = await bought(session)
    made = await asked(session, order)
    made.state = S.ESCALATED
    await session.flush()
    officer = Actor(person_id=(await person(session, Role.OFFICER)).id, roles=frozenset({Role.OFFICER}))

    with pytest.raises(Forbidden):
        await decide_return(session, order.clerk, made.code, YES, RULES)
    assert (await decide_return(session, officer, made.code, NO, RULES)).state is S.DECLINED


async def test_what_cannot_be_meant_is_refused_and_leaves_nothing(session):
    order = await bought(session)
    other = await bought(session)
    early = await placed(session, order.goods)
    await confirmed(session, early)
    early_id = await session.scalar(select(OrderLine.order_id).order_by(OrderLine.id.desc()).limit(1))

    async def refused(error, wished, order_id=order.id):
        with pytest.raises(error):
            await ask_return(session, GUEST, order_id, wished, RULES)

    await refused(ReturnSaysNothing, wish(order, words=" … "))
    await refused(ReturnsTooMany, wish(order, 4))
    await refused(ReturnsTooMany, wish(order, 0))
    await refused(ReturnsTooMany, wish(other))
    await refused(ReturnPhotoUnknown, wish(order, photos=[order.id]))
    await refused(GoodsNotReceived, wish(order), early_id)
    assert await going(session, order) == 0


async def test_no_more_comes_than_was_to_come_and_not_nothing(session):
    order = await bought(session)
    made = await accepted(session, order, 2)

    for came, error in (
        ([Came(line=order.line, shelved=2, written_off=1)], MoreThanAsked),
        ([Came(line=order.line, shelved=-1, written_off=2)], MoreThanAsked),
        ([Came(line=order.id, shelved=1)], MoreThanAsked),
        ([Came(line=order.line)], NothingReturned),
    ):
        with pytest.raises(error):
            await receive_return(session, order.clerk, made.code, came, RULES)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=2)], RULES)
    with pytest.raises(TransferUnsaid):
        await pay_back(session, order.clerk, made.code, RefundMethod.TRANSFER, note="", terms=RULES)
    with pytest.raises(IllegalMove):
        await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=2)], RULES)


@pytest.mark.parametrize("at", list(S))
@pytest.mark.parametrize("to", list(S))
def test_only_the_tables_moves_are_allowed(at, to):
    allowed = {
        S.ASKED: {S.ACCEPTED, S.DECLINED, S.MORE_INFO, S.ESCALATED, S.WITHDRAWN},
        S.ESCALATED: {S.ACCEPTED, S.DECLINED, S.MORE_INFO, S.WITHDRAWN},
        S.MORE_INFO: {S.ASKED, S.ESCALATED, S.WITHDRAWN, S.CLOSED},
        S.ACCEPTED: {S.RECEIVED, S.WITHDRAWN, S.CLOSED},
        S.RECEIVED: {S.REFUNDED, S.CLOSED},
    }
    assert MOVES.allows(at, to) is (to in allowed.get(at, set()))


async def test_the_laws_exit_brings_the_deliverys_price_back_with_the_last_piece(session):
    order = await bought(session)
    made = await accepted(session, order, 3, reason=ReturnReason.MISINFORMED)

    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=3)], RULES)

    assert await money(session, order) == (750_000, 750_000, 1)
    assert await audit_books(session) == []
