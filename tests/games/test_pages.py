"""Games without a script: forms of the room and of the desk, and the page of a draw."""

from datetime import timedelta

from sqlalchemy import func, select

from shop.games.draw import draw_due
from shop.games.models import Draw, Poll, PollVote, VoucherDrop
from tests.make import accounts, catalog, games, livestream, promotions


async def test_host_asks_the_room_closes_and_asks_again_from_the_desk(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    desk = f"/phien/{stall.live.slug}/dieu-khien"
    form = {"action": "poll_open", "key": "key-of-the-form", "question": "Màu nào?", "option1": "Xanh", "option2": "Đỏ"}

    replies = [await client.post(desk, data=form) for _ in range(2)]
    poll = await session.scalar(select(Poll))
    shown = (await client.get(desk)).text
    await client.post(desk, data={"action": "poll_close", "poll": str(poll.id)})
    second = await client.post(desk, data=form | {"key": "key-of-another", "seconds": "60"})

    assert [reply.status_code for reply in [*replies, second]] == [303, 303, 303]
    assert "Đóng bình chọn" in shown
    assert await session.scalar(select(func.count()).select_from(Poll)) == 2


async def test_desk_says_what_is_wrong_with_a_poll(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(
        f"/phien/{stall.live.slug}/dieu-khien",
        data={"action": "poll_open", "key": "key-of-the-form", "question": "Màu nào?", "option1": "Xanh"},
    )

    assert reply.status_code == 422
    assert "từ hai đến sáu câu trả lời" in reply.text


async def test_desk_announces_a_draw_and_drops_a_voucher(client, session):
    stall = await livestream.stall(session)
    voucher = await promotions.voucher(session, public=True)
    await accounts.signed_in(client, stall.host)
    desk = f"/phien/{stall.live.slug}/dieu-khien"

    drawn = await client.post(
        desk, data={"action": "draw_open", "key": "key-draw-1", "prize": "Bộ ấm", "winners": "2", "seconds": "60"}
    )
    dropped = await client.post(
        desk, data={"action": "drop_open", "key": "key-drop-1", "code": voucher.code, "quota": "5", "minutes": "3"}
    )

    assert (drawn.status_code, dropped.status_code) == (303, 303)
    assert await session.scalar(select(Draw.prize)) == "Bộ ấm"
    assert await session.scalar(select(VoucherDrop.quota)) == 5
    assert "Thu phiếu lại" in (await client.get(desk)).text


async def test_desk_refuses_numbers_out_of_bounds(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    desk = f"/phien/{stall.live.slug}/dieu-khien"

    for winners in ("0", "21", "x", ""):
        form = {"action": "draw_open", "key": "key-draw-1", "prize": "Bộ ấm", "winners": winners, "seconds": "60"}
        assert (await client.post(desk, data=form)).status_code == 422
    assert await session.scalar(select(func.count()).select_from(Draw)) == 0


async def test_viewer_votes_enters_and_keeps_by_forms(client, session):
    stall = await livestream.stall(session)
    poll, draw = await games.poll(session, stall), await games.draw(session, stall)
    drop = await games.drop(session, stall)
    play = f"/phien/{stall.live.slug}/choi"

    voted = await client.post(play, data={"action": "vote", "poll": str(poll.id), "choice": "1"})
    entered = await client.post(
        play, data={"action": "enter", "code": draw.code, "name": "Lê Thị Ngọc", "phone": "0912 345 678"}
    )
    kept = await client.post(f"/en{play}", data={"action": "keep", "drop": str(drop.id)})

    assert voted.status_code == 303
    assert await session.scalar(select(PollVote.choice)) == 1
    assert "Vé của bạn: VE-" in entered.text
    assert "Type the code THU" in kept.text


async def test_refusal_of_a_form_is_shown_in_the_room(client, session):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)

    reply = await client.post(
        f"/phien/{stall.live.slug}/choi", data={"action": "enter", "code": draw.code, "name": "Lê", "phone": "12345678"}
    )

    assert reply.status_code == 422
    assert 'data-game="draw"' in reply.text


async def test_page_of_a_draw_shows_seed_and_winners_only_when_drawn(live_client, sessions, warp):
    async with sessions() as session:
        stall = await livestream.stall(session)
        draw = await games.draw(session, stall, winners=1)
        await session.commit()
    entry = await live_client.post(
        f"{stall.path}/draws/{draw.code}/entries", json={"name": "Lê Thị Ngọc", "phone": "0912345678"}
    )
    ticket = entry.json()["ticket"]

    before = (await live_client.get(f"/quay-thuong/{draw.code}?ve={ticket}")).text
    async with sessions() as session:
        await warp(session, timedelta(seconds=61))
    async with sessions() as session:
        await draw_due(session, games.SECRET, 20)
        await session.commit()
    after = (await live_client.get(f"/en/quay-thuong/{draw.code}")).text

    assert "còn niêm phong" in before
    assert f"Vé của bạn: {ticket}" in before
    assert draw.commitment.hex() in before
    assert "0912" not in before
    assert "Winners" in after
    assert ticket in after
    assert (await live_client.get("/quay-thuong/QT-0000-0000")).status_code == 404


async def test_what_was_kept_in_a_room_is_offered_first_at_the_checkout(client, session):
    stall = await livestream.stall(session)
    drop = await games.drop(session, stall)
    for number in range(7):
        await promotions.voucher(session, public=True, code=f"TRUOC{number}")
    buyer = await accounts.person(session)
    await accounts.signed_in(client, buyer)
    kept = (await client.post(f"{stall.path}/drops/{drop.id}/keep")).json()
    product = await catalog.product(session, "Bát", price=100_000, stock={stall.place.slug: 3})
    variant = await catalog.variant_of(session, product)
    await client.post("/gio-hang/them", data={"variant": str(variant.id), "quantity": "1"})

    page = (await client.get("/thanh-toan")).text

    offered = page.partition('name="use" value=""')[2]
    assert kept["code"] in offered
    assert offered.index(kept["code"]) < offered.index("TRUOC0")
