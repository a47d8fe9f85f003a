"""Returns on the pages: asked with a photo, decided, taken in, paid back; refusals keep the words."""

import re

from sqlalchemy import select

from shop.core.actor import Role
from shop.counter.open_drawer import open_drawer
from shop.orders.audit import audit_books
from shop.returns.models import Return, ReturnState
from tests.make import media
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.orders import key
from tests.make.parcels import clerk_at
from tests.make.returns import asked, bought, maker


async def key_of(client, order):
    """Open the buyer's form as the buyer does."""
    await client.get(f"/don-hang/{order.code}?token={order.token}", follow_redirects=True)
    page = await client.get(f"/don-hang/{order.code}/tra-hang")
    return re.search(r'name="request_key" value="([^"]+)"', page.text)[1]


async def test_from_the_buyers_form_to_the_payment_slip(client, session):
    order = await bought(session)
    form = {"viec": "hoi-tra", "parcel": "1", f"p-{order.line}": "2", "reason": "damaged", "words": "Hai bát bị vỡ"}
    form["request_key"] = await key_of(client, order)
    photo = {"photos": ("anh.jpg", media.picture(), "image/jpeg")}

    sent = await client.post(f"/don-hang/{order.code}/tra-hang", data=form, files=photo)
    twin = await client.post(f"/don-hang/{order.code}/tra-hang", data=form, files=photo)
    seen = await client.get(sent.headers["location"])
    code = await session.scalar(select(Return.code))
    client.cookies.clear()
    await signed_in(client, await clerk_at(session, order.goods.point))
    desk = await client.get(f"/quay/tra-hang?place={order.goods.point}")

    async def step(**fields):
        return await client.post("/quay/tra-hang", data={"place": order.goods.point, "code": code, **fields})

    await open_drawer(session, order.clerk, order.goods.point, 500_000, "drawer-of-returns")
    unsaid = await step(viec="tu-choi")
    done = [
        await step(viec="dong-y"),
        await step(viec="nhan", **{f"s-{order.line}": "1", f"w-{order.line}": "1"}),
        await step(viec="hoan", method="cash"),
    ]
    every = await client.get(f"/quay/tra-hang?place={order.goods.point}&loc=tat-ca")

    assert (sent.status_code, twin.status_code) == (303, 303)
    assert "Hai bát bị vỡ" in seen.text
    assert "/media/" in seen.text
    assert code in desk.text
    assert (unsaid.status_code, [each.status_code for each in done]) == (422, [303, 303, 303])
    assert "Ghi lý do" in unsaid.text
    assert "PC-" in every.text
    assert "500.000" in every.text
    assert await audit_books(session) == []


async def test_a_refused_form_keeps_what_was_typed(client, session):
    order = await bought(session, quantity=1)
    form = {"viec": "hoi-tra", "parcel": "1", f"p-{order.line}": "9", "reason": "spoiled", "words": "Có mùi lạ"}
    form["request_key"] = await key_of(client, order)

    many = await client.post(f"/don-hang/{order.code}/tra-hang", data=form)
    wordless = await client.post(
        f"/don-hang/{order.code}/tra-hang", data={**form, f"p-{order.line}": "1", "words": "?"}
    )
    nothing = await client.post(f"/don-hang/{order.code}/tra-hang", data={**form, f"p-{order.line}": "x"})

    assert (many.status_code, wordless.status_code, nothing.status_code) == (409, 422, 422)
    assert 'value="9"' in many.text
    assert "Có mùi lạ" in many.text
    assert re.search(r'value="spoiled" selected', many.text)
    assert "Viết vài chữ" in wordless.text


async def test_the_producer_decides_on_its_desk_and_the_office_on_what_was_escalated(client, session):
    bowl = await goods(session, 10)
    owner = await person(session, name="Chủ xưởng")
    made_by = await maker(session, bowl, owner)
    order = await bought(session, bowl)
    first, second = await asked(session, order), await asked(session, order)
    second.state, second.due_at = ReturnState.ESCALATED, None
    await session.flush()
    base = f"/chu-the/{made_by.slug}/tra-hang"

    await signed_in(client, owner)
    desk = await client.get(base)
    done = await client.post(base, data={"code": first.code, "viec": "dong-y"})
    late = await client.post(base, data={"code": second.code, "viec": "dong-y"})
    client.cookies.clear()
    await signed_in(client, await person(session, Role.OFFICER))
    office = await client.get("/van-phong/tra-hang")
    decided = await client.post(
        "/van-phong/tra-hang", data={"code": second.code, "viec": "tu-choi", "reason": "Đã dùng"}
    )

    assert first.code in desk.text
    assert (done.status_code, late.status_code) == (303, 403)
    assert second.code in office.text
    assert first.code not in office.text
    assert decided.status_code == 303


async def test_programs_ask_decide_receive_and_pay_back(client, session):
    order = await bought(session)
    body = {
        "parcel": 1,
        "lines": [{"line": str(order.line), "pieces": 1}],
        "reason": "misinformed",
        "text": "Khác mô tả",
    }
    at = f"/api/v1/orders/{order.code}/returns"

    made = (await client.post(at, json=body, headers=order.headers | key())).json()
    listed = (await client.get(at, headers=order.headers)).json()
    await signed_in(client, await clerk_at(session, order.goods.point))
    point = (await client.get(f"/api/v1/sales-points/{order.goods.point}/returns")).json()
    to = f"/api/v1/returns/{made['code']}"
    steps = [
        await client.post(f"{to}/decide", json={"verdict": "accept"}, headers=key()),
        await client.post(f"{to}/receive", json={"lines": [{"line": str(order.line), "shelved": 1}]}, headers=key()),
        await client.post(f"{to}/pay-back", json={"method": "transfer", "note": "FT123"}, headers=key()),
    ]

    assert (made["state"], listed["lines"][0]["left"], len(point["items"])) == ("asked", 2, 1)
    assert [each.json()["state"] for each in steps] == ["accepted", "received", "refunded"]
    assert steps[-1].json()["refund"]["voucher"].startswith("PC-")
