"""Ordering by comment without a script: the form, the page of one's own orders, the desk."""

from sqlalchemy import select

from shop.orders.models import Order
from tests.make import accounts, livestream
from tests.make.comment_orders import PHONE
from tests.web.pages import hidden, look, send


async def test_a_visitor_writes_answers_and_takes_back(client, session):
    stall = await livestream.stall(session)
    room = f"/phien/{stall.live.slug}"

    said = await send(client, f"{room}/binh-luan", text="chốt a1 x2", client_id="page-0001", name="Lê Thị Ngọc")
    assert said.headers["location"] == room
    asked = await look(client, room)
    form = {"wish": hidden(asked, "wish"), "step": hidden(asked, "step")}
    wrong = await send(client, f"{room}/don", **form, phone="0912", name="Ngọc")
    assert wrong.status_code == 422
    assert "errmsg" in wrong.text
    answered = await send(client, f"{room}/don", **form, phone=PHONE, name="Lê Thị Ngọc")
    again = await send(client, f"{room}/don", **form, phone=PHONE, name="Lê Thị Ngọc")

    assert [answered.status_code, again.status_code] == [303, 303]
    own = await look(client, f"/en{room}/don")
    assert "Ordered: " in own.text
    order = (await session.scalars(select(Order))).one()
    assert order.code in own.text
    await send(client, f"{room}/don", wish=form["wish"], act="undo")
    assert "Đã hủy." in (await look(client, f"{room}/don")).text


async def test_others_see_nothing_of_it(client, session):
    stall = await livestream.stall(session)
    room = f"/phien/{stall.live.slug}"
    await send(client, f"{room}/binh-luan", text=f"chốt a1 {PHONE}", client_id="page-0002", name="Ngọc")
    client.cookies.clear()

    assert "Đã chốt đơn" not in (await look(client, room)).text
    assert "chưa chốt món nào" in (await look(client, f"{room}/don")).text


async def test_the_desk_lists_orders_and_has_questions_answered(client, session):
    stall = await livestream.stall(session)
    room = f"/phien/{stall.live.slug}"
    text = f"chốt a1 {PHONE}, ship bao lâu shop?"
    await send(client, f"{room}/binh-luan", text=text, client_id="page-0003", name="Lê Thị Ngọc")
    client.cookies.clear()
    await accounts.signed_in(client, stall.host)
    desk = f"{room}/dieu-khien"

    before = await look(client, desk)
    reply = await send(client, desk, action="answered", wish=hidden(before, "wish"))
    after = await look(client, desk)

    assert "Lê Thị N." in before.text
    assert "•••• 678" in before.text
    assert reply.status_code == 303
    assert "Không có câu hỏi nào đang chờ." in after.text
    assert "Không có câu hỏi nào đang chờ." not in before.text
