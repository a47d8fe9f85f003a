"""Host and visitors without a script: go on air, pin, talk, buy, end; and signing in."""

from sqlalchemy import select

from shop.markets.models import LiveSession, SessionState
from shop.orders.models import Order
from tests.make import accounts, livestream
from tests.web.pages import hidden, look, send


async def test_a_host_goes_on_air_pins_and_ends(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)
    desk = f"/phien/{stall.live.slug}/dieu-khien"

    started = await send(client, desk, action="start")
    pinned = await send(client, desk, action="pin", variant=str(stall.variants[0].id), price="200.000")
    room = await look(client, f"/phien/{stall.live.slug}")
    ended = await send(client, desk, action="end")

    assert [started.status_code, pinned.status_code, ended.status_code] == [303, 303, 303]
    assert "200.000" in room.text
    live = (await session.scalars(select(LiveSession).execution_options(populate_existing=True))).one()
    assert live.state is SessionState.ENDED


async def test_a_host_reads_at_the_desk_why_the_stall_was_called_off(client, session):
    stall = await livestream.stall(session, on_air=False)
    stall.live.state, stall.live.called_off_reason = SessionState.CALLED_OFF, "Mưa bão"
    await session.flush()
    await accounts.signed_in(client, stall.host)

    desk = await look(client, f"/phien/{stall.live.slug}/dieu-khien")

    assert "Gian đã hủy: Mưa bão" in desk.text
    assert "Chưa lên sóng" not in desk.text
    assert 'value="start"' not in desk.text


async def test_a_price_above_the_list_is_refused_on_the_desk(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await send(
        client,
        f"/phien/{stall.live.slug}/dieu-khien",
        action="pin",
        variant=str(stall.variants[0].id),
        price="9000000",
    )

    assert reply.status_code == 422
    assert "<h1" in reply.text


async def test_the_desk_is_for_its_own_host(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, await accounts.person(session))

    reply = await client.get(f"/phien/{stall.live.slug}/dieu-khien", headers={"accept": "text/html"})

    assert reply.status_code == 403


async def test_a_visitor_buys_what_is_pinned_and_talks(client, session):
    stall = await livestream.stall(session, stock=1)
    await accounts.signed_in(client, stall.host)
    desk = f"/phien/{stall.live.slug}/dieu-khien"
    await send(client, desk, action="pin", variant=str(stall.variants[0].id), price="200000")
    client.cookies.clear()
    room = await look(client, f"/phien/{stall.live.slug}")

    said = await send(
        client,
        f"/phien/{stall.live.slug}/binh-luan",
        text="Bát này nung mấy độ ạ? Gọi em 0912345678",
        client_id=hidden(room, "client_id"),
        name="Ngọc",
    )
    buy = {"variant": str(stall.variants[0].id), "quantity": "1", "name": "Ngọc", "phone": "0912345678"}
    bought = await send(client, f"/phien/{stall.live.slug}/mua", **buy, request_key=hidden(room, "request_key"))
    late = await send(client, f"/phien/{stall.live.slug}/mua", **buy, request_key="another-key-1")
    page = await look(client, f"/phien/{stall.live.slug}")

    assert said.status_code == 303
    assert bought.status_code == 303
    assert bought.headers["location"].startswith("/don-hang/CM-")
    assert late.status_code == 409
    order = (await session.scalars(select(Order))).one()
    assert order.total == 200_000
    assert "nung mấy độ" in page.text
    assert "0912345678" not in page.text


async def test_an_order_sheet_with_a_bad_phone_comes_back_as_typed(client, session):
    stall = await livestream.stall(session)

    reply = await send(
        client,
        f"/phien/{stall.live.slug}/mua",
        variant=str(stall.variants[0].id),
        quantity="1",
        name="Ngọc",
        phone="12345678",
        request_key="some-key-123",
    )

    assert reply.status_code in {409, 422}
    assert 'value="Ngọc"' in reply.text


async def test_an_order_form_without_its_key_is_refused(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    variant = str(stall.variants[0].id)
    await send(client, f"/phien/{stall.live.slug}/dieu-khien", action="pin", variant=variant, price="200000")

    buy = {"variant": variant, "quantity": "1", "name": "Ngọc", "phone": "0912345678"}
    replies = [await send(client, f"/phien/{stall.live.slug}/mua", **buy, request_key=key) for key in ("", "short")]

    assert [reply.status_code for reply in replies] == [422, 422]
    assert (await session.scalars(select(Order))).all() == []


async def test_sign_in_goes_on_to_a_path_of_ours_only(client, session):
    person = await accounts.person(session)
    login = {"login": person.email, "password": accounts.PASSWORD}

    inside = await send(client, "/dang-nhap", **login, next="/quay")
    outside = await send(client, "/dang-nhap", **login, next="//evil.example/")
    slashed = await send(client, "/dang-nhap", **login, next="/\\evil.example/")

    assert inside.headers["location"] == "/quay"
    assert outside.headers["location"] == "/toi"
    assert slashed.headers["location"] == "/toi"


async def test_a_wrong_password_keeps_the_login_and_says_so(client, session):
    person = await accounts.person(session)

    reply = await send(client, "/dang-nhap", login=person.email, password="sai-mat-khau")

    assert reply.status_code == 401
    assert person.email in reply.text
    assert "sai-mat-khau" not in reply.text


async def test_who_signs_out_is_out(client, session):
    await accounts.signed_in(client, await accounts.person(session))

    out = await send(client, "/dang-xuat")
    me = await client.get("/api/v1/me")

    assert out.headers["location"] == "/"
    assert me.status_code == 401


async def test_without_any_market_its_address_says_so(client):
    page = await look(client, "/cho-dem")

    assert "Chưa có phiên chợ đêm nào" in page.text
    assert 'href="/san-pham"' in page.text
