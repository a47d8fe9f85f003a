"""Who gets money back hears it twice: when it is owed and when it was paid; of a return its own letter tells."""

from itertools import count

import pytest
from sqlalchemy import select, text

from shop.core.events import read_event
from shop.core.outbox import OutboxEvent
from shop.fulfilment.cash_anyway import note_cash_anyway
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_refund import tell_refund
from shop.orders.cancel import cancel_order
from shop.orders.models import Order, OrderStatus, Parcel
from shop.payments.events import RefundMoved
from shop.payments.models import PaymentMethod, RefundMethod, RefundState
from shop.payments.receive import Money, receive_money
from shop.payments.refund import owe_refund
from shop.refunds.approve import send_again
from shop.refunds.pay import pay_owed
from shop.returns.receive import Came, receive_return
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.refunds import claimed, prepaid, refund_about
from tests.make.returns import RULES, accepted, bought

_ids = count(1)


async def told(session):
    """The notices in the shop, and the phone's texts, after all news of refunds was told twice."""
    await session.flush()
    events = await session.scalars(
        select(OutboxEvent).where(OutboxEvent.kind == RefundMoved.kind).order_by(OutboxEvent.id)
    )
    for event in [*events.all()] * 2:
        await tell_refund(session, read_event(event.kind, event.payload))
    notices = await session.scalars(select(Notice).where(Notice.channel == Channel.IN_APP).order_by(Notice.id))
    return notices.all()


async def surplus(session, order, amount=40_000):
    """Money that nobody asked for."""
    came = Money(PaymentMethod.VIETQR, f"FT-{next(_ids)}", amount)
    await receive_money(session, order.id, came, "bank")


async def test_an_officer_s_claim_is_told_when_it_is_owed_and_when_it_was_paid(session):
    order = await bought(session)
    refund, who = await claimed(session, order, 50_000, line=order.line)
    owed = await told(session)
    await pay_owed(session, who, refund.id, RefundMethod.CASH, note="", terms=RULES)

    both = await told(session)

    assert [notice.subject for notice in owed] == [f"Đơn {order.code}: bạn được hoàn 50.000 ₫"]
    assert "Giao thiếu một bát" in owed[0].body_text
    assert "Văn phòng chuyển khoản" in owed[0].body_text
    assert len(both) == 2
    assert "tiền mặt" in both[1].body_text


async def test_a_surplus_says_so_and_in_the_order_s_language(session):
    order = await bought(session, locale="en")
    await surplus(session, order)

    (notice,) = await told(session)

    assert notice.subject == f"Order {order.code}: 40.000 ₫ goes back to you"
    assert "more than the order asks for" in notice.body_text


async def test_an_ended_order_and_a_parcel_say_what_they_are(session):
    order = await bought(session)
    parcel = await session.scalar(select(Parcel).where(Parcel.order_id == order.id))
    parcel.status = OrderStatus.REFUSED
    await owe_refund(session, order.id, parcel.id, 100_000)
    await owe_refund(session, order.id, order.id, 200_000)

    of_parcel, of_order = await told(session)

    assert f"kiện {order.code}-1, không giao được" in of_parcel.body_text
    assert "kết thúc" in of_order.body_text


async def test_cash_that_was_taken_nevertheless_is_said_to_be(session):
    order = await bought(session)
    await prepaid(session, await session.get(Order, order.id))
    await session.execute(text("DELETE FROM cod_collection"))
    await note_cash_anyway(session, order.clerk, order.code)

    (notice,) = await told(session)

    assert "vẫn thu tiền mặt" in notice.body_text


async def test_a_return_tells_of_its_own_money(session):
    order = await bought(session)
    made = await accepted(session, order, 1)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=1)], RULES)

    assert await told(session) == []


async def test_what_failed_and_is_owed_again_is_no_news(session):
    order = await bought(session)
    await prepaid(session, await session.get(Order, order.id))
    refund, who = await claimed(session, order, 50_000)
    first = await told(session)
    (await refund_about(session, refund.reference)).state = RefundState.FAILED
    await session.flush()
    await send_again(session, who, refund.id)

    assert [notice.id for notice in await told(session)] == [notice.id for notice in first]
    assert "theo cách bạn đã trả" in first[0].body_text


async def test_that_it_is_owed_is_not_said_after_it_was_paid(session):
    order = await bought(session)
    refund, who = await claimed(session, order, 50_000)
    await pay_owed(session, who, refund.id, RefundMethod.TRANSFER, note="FT1", terms=RULES)

    (notice,) = await told(session)

    assert notice.subject.startswith(f"Đơn {order.code}: đã hoàn")


@pytest.mark.parametrize(("email", "channel"), [("lan@chomay.test", Channel.EMAIL), (None, Channel.TEXT)])
async def test_it_goes_by_mail_or_else_to_the_phone(session, email, channel):
    order = await bought(session)
    await session.execute(text("UPDATE shop_order SET contact_email = :email"), {"email": email})
    await surplus(session, order)

    await told(session)

    ways = (await session.scalars(select(Notice.channel).order_by(Notice.id))).all()
    assert set(ways) == {Channel.IN_APP, channel}


async def test_ending_a_paid_order_tells_of_its_money_once(session):
    order = await placed(session, await goods(session, 5))
    await session.flush()
    row = (await session.scalars(select(Order).where(Order.code == order.code))).one()
    await receive_money(session, row.id, Money(PaymentMethod.VIETQR, "FT-all", row.total), "bank")
    await session.flush()
    await cancel_order(session, row.id, "buyer")

    (notice,) = await told(session)

    assert "Đơn đã kết thúc mà không giao" in notice.body_text
