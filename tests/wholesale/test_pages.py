"""The pages of wholesale: ask, quote, take."""

from datetime import timedelta

from sqlalchemy import select

from shop.core.actor import Role
from shop.core.clock import today
from shop.wholesale.models import EnquiryState, WholesaleEnquiry
from tests.make import accounts, livestream, wholesale
from tests.make.inventory import goods
from tests.web.pages import hidden, look, send


def typed(page, **changes):
    """The form as a buyer fills it in."""
    usual = {"quantity": "50", "name": "Trần Thị Mai", "phone": "0912 345 678", "consent": "yes"}
    fields = {name: hidden(page, name) for name in ("variant", "request_key", "room")}
    return fields | usual | changes


async def test_a_guest_asks_and_takes_the_quote_without_a_script(client, session):
    own, bowl, _, lan = await wholesale.seller(session, public=True, bands=((20, 90_000),))
    product = await look(client, f"/san-pham/{bowl.product_slug}")
    at = f"/san-pham/{bowl.product_slug}/gia-si"
    page = await look(client, at)
    fields = typed(page)

    asked = await send(client, at, **fields)
    again = await send(client, at, **fields)
    waiting = await look(client, asked.headers["location"])
    await accounts.signed_in(client, lan)
    desk = f"/chu-the/{own.slug}/hoi-gia-si"
    listed = await look(client, desk)
    day = await today(session) + timedelta(days=7)
    enquiry = (await session.scalars(select(WholesaleEnquiry))).one()
    quoted = await send(
        client, desk, act="quote", enquiry=str(enquiry.id), price="85.000", valid_until=f"{day}", words="Giao tận nơi"
    )
    await client.post("/api/v1/auth/sign-out")
    offered = await look(client, asked.headers["location"])
    taken = await send(client, f"/gia-si/{enquiry.id}", act="accept", version="2", token=hidden(offered, "token"))
    done = await look(client, taken.headers["location"])

    assert at in product.text
    assert "90.000" in page.text
    assert (asked.status_code, quoted.status_code, taken.status_code) == (303, 303, 303)
    assert asked.headers["location"] == again.headers["location"]
    assert "Giữ địa chỉ trang này" in waiting.text
    assert "•••• 678" in listed.text
    assert "Giao tận nơi" in offered.text
    assert "Đã nhận báo giá" in done.text
    await session.refresh(enquiry)
    assert enquiry.state is EnquiryState.ACCEPTED


async def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(client, session):
    _, bowl, _, _ = await wholesale.seller(session)
    at = f"/san-pham/{bowl.product_slug}/gia-si"
    fields = typed(await look(client, at))

    few = await send(client, at, **(fields | {"quantity": "5"}))
    consent = await send(client, at, **{name: value for name, value in fields.items() if name != "consent"})
    mail = await send(client, at, **(fields | {"email": "mai@"}))

    assert [reply.status_code for reply in (few, consent, mail)] == [422, 422, 422]
    assert "ít nhất 20" in few.text
    assert 'value="Trần Thị Mai"' in few.text
    assert 'id="consent-error"' in consent.text
    assert 'id="email-error"' in mail.text


async def test_goods_sold_by_the_piece_have_no_form_and_say_where_to_go(client, session):
    bowl = await goods(session)

    product = await look(client, f"/san-pham/{bowl.product_slug}")
    page = await look(client, f"/san-pham/{bowl.product_slug}/gia-si?phien=gian-gom")
    unknown = await client.get("/san-pham/khong-co/gia-si")

    assert "Hỏi giá sỉ" not in product.text
    assert "chưa bán sỉ" in page.text
    assert 'href="/phien/gian-gom"' in page.text
    assert 'name="quantity"' not in page.text
    assert unknown.status_code == 404


async def test_somebody_elses_enquiry_is_not_found(client, session):
    _, bowl, _, _ = await wholesale.seller(session)
    enquiry = await wholesale.enquiry(session, bowl.variant_id)

    replies = [
        await client.get(f"/gia-si/{enquiry.id}"),
        await client.get(f"/gia-si/{enquiry.id}?token=wrong"),
        await send(client, f"/gia-si/{enquiry.id}", act="accept", version="1", token="wrong"),
    ]

    assert [reply.status_code for reply in replies] == [404, 404, 404]


async def test_a_room_gives_the_words_that_ask_for_wholesale_to_its_script(client, session):
    stall = await livestream.stall(session)

    room = await look(client, f"/phien/{stall.live.slug}")

    assert "data-wholesale=" in room.text
    assert "js/wholesale.js" in room.text


async def test_terms_are_set_and_taken_back_at_the_desk(client, session):
    own, bowl, _, lan = await wholesale.seller(session)
    await accounts.signed_in(client, lan)
    desk = f"/chu-the/{own.slug}/hoi-gia-si"
    public = f"/api/v1/products/{bowl.product_slug}/wholesale"
    form = {"act": "terms", "variant": str(bowl.variant_id)}

    wrong = await send(client, desk, min_quantity="30", bands="10: 90.000", **form)
    one = await send(client, desk, min_quantity="1", bands="", **form)
    right = await send(client, desk, min_quantity="30", bands="30: 90.000\n100: 85.000", public="yes", **form)
    shown = (await client.get(public)).json()["items"]
    off = await send(client, desk, min_quantity="", bands="", **form)

    assert [reply.status_code for reply in (wrong, one, right, off)] == [422, 422, 303, 303]
    assert "10: 90.000" in wrong.text
    assert 'id="min_quantity-error"' in one.text
    assert shown[0]["bands"] == [[30, 90_000], [100, 85_000]]
    assert (await client.get(public)).json()["items"] == []


async def test_the_office_sees_how_many_are_in_each_state(client, session):
    _, bowl, _, _ = await wholesale.seller(session)
    await wholesale.enquiry(session, bowl.variant_id)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    page = await look(client, "/van-phong/gia-si")

    assert '<span class="v num">1</span><span class="l">Chờ báo giá</span>' in page.text
    assert "Mai" not in page.text
