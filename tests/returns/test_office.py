"""What goes to the office: the law's exit that the seller declines, and answers to the office's own questions."""

import pytest
from sqlalchemy import select

from shop.core.actor import GUEST
from shop.core.errors import Forbidden
from shop.core.outbox import OutboxEvent
from shop.notifications.models import Notice
from shop.notifications.notify_return import tell_return
from shop.returns.answer import answer_return
from shop.returns.decide import Decision, Verdict, decide_return
from shop.returns.events import ReturnMoved
from shop.returns.models import ReturnReason, ReturnState
from tests.make.remittance import officer
from tests.make.returns import RULES, asked, bought

NO = Decision(verdict=Verdict.DECLINE, reason="Nhãn ghi đúng")
MORE = Decision(verdict=Verdict.MORE_INFO, reason="Gửi ảnh nhãn")


async def test_an_exit_the_seller_declines_goes_to_the_office_with_their_words(session):
    order, who = await bought(session), await officer(session)
    made = await asked(session, order, reason=ReturnReason.MISINFORMED)

    for _ in range(2):
        await decide_return(session, order.clerk, made.code, NO, RULES)
    at_office = made.state, made.answer, made.due_at
    with pytest.raises(Forbidden):
        await decide_return(session, order.clerk, made.code, Decision(verdict=Verdict.ACCEPT), RULES)
    told = await _told(session, made)
    await decide_return(session, who, made.code, NO, RULES)

    assert at_office == (ReturnState.ESCALATED, "Nhãn ghi đúng", None)
    assert any("Nhãn ghi đúng" in each and "Văn phòng" in each for each in told)
    assert made.state is ReturnState.DECLINED


async def test_any_other_return_ends_where_it_is_declined(session):
    order = await bought(session)
    made = await asked(session, order)

    await decide_return(session, order.clerk, made.code, NO, RULES)

    assert made.state is ReturnState.DECLINED


async def test_the_office_is_answered_when_it_asked(session):
    order, who = await bought(session), await officer(session)
    made = await asked(session, order, reason=ReturnReason.MISINFORMED)
    await decide_return(session, order.clerk, made.code, NO, RULES)
    await decide_return(session, who, made.code, MORE, RULES)

    await answer_return(session, GUEST, order.id, made.code, "Nhãn ghi 500 g, cân được 300 g", terms=RULES)

    assert made.state is ReturnState.ESCALATED
    assert any("câu trả lời" in each for each in await _told(session, made))


async def test_the_point_is_answered_when_it_asked(session):
    order = await bought(session)
    made = await asked(session, order)
    await decide_return(session, order.clerk, made.code, MORE, RULES)

    await answer_return(session, GUEST, order.id, made.code, "Ảnh số 2 là nhãn", terms=RULES)

    assert made.state is ReturnState.ASKED


async def _told(session, made):
    """The texts of all notices about where the return stands now."""
    await session.flush()
    event = (
        await session.scalars(
            select(OutboxEvent).where(OutboxEvent.kind == ReturnMoved.kind).order_by(OutboxEvent.id.desc())
        )
    ).first()
    moved = ReturnMoved(return_id=made.id, order_id=made.order_id, version=made.version, state=made.state)
    await tell_return(session, event.id, moved, RULES)
    await session.flush()
    return (await session.scalars(select(Notice.body_text))).all()
