"""Rooms kept from the host's desk and words banned by the office, without a script."""

from shop.core.actor import Role
from tests.make import accounts, livestream
from tests.web.pages import hidden, look, send


async def say(client, stall, text, client_id):
    return await send(client, f"/phien/{stall.live.slug}/binh-luan", text=text, client_id=client_id, name="Ngọc")


async def test_a_host_takes_a_line_down_and_mutes_and_its_sender_is_told(client, session):
    stall = await livestream.stall(session)
    room, desk = f"/phien/{stall.live.slug}", f"/phien/{stall.live.slug}/dieu-khien"
    await say(client, stall, "hàng này dở", "client-0001")
    await accounts.signed_in(client, stall.host)
    comment = hidden(await look(client, desk), "comment")

    acts = [await send(client, desk, action=action, comment=comment) for action in ("remove", "mute5")]
    page = await look(client, desk)
    client.cookies.clear()
    refused = await say(client, stall, "sao lại thế", "client-0002")
    seen = await look(client, room)

    assert [reply.status_code for reply in acts] == [303, 303]
    assert "đã gỡ" in page.text
    assert "Bỏ tắt tiếng" in page.text
    assert refused.status_code == 403
    assert "Bạn không bình luận được trong phòng này đến" in refused.text
    assert "hàng này dở" not in seen.text


async def test_a_host_lets_somebody_speak_again_and_slows_the_room(client, session):
    stall = await livestream.stall(session)
    desk = f"/phien/{stall.live.slug}/dieu-khien"
    await say(client, stall, "hàng này dở", "client-0001")
    await accounts.signed_in(client, stall.host)
    await send(client, desk, action="shadow", comment=hidden(await look(client, desk), "comment"))

    lifted = await send(client, desk, action="lift", ban=hidden(await look(client, desk), "ban"))
    slowed = await send(client, desk, action="slow", seconds="30")
    odd = await send(client, desk, action="slow", seconds="7")
    client.cookies.clear()
    room = await look(client, f"/phien/{stall.live.slug}")

    assert [lifted.status_code, slowed.status_code, odd.status_code] == [303, 303, 400]
    assert "mỗi người một lời trong 30 giây" in room.text


async def test_a_desk_warns_of_what_its_title_and_its_host_promise(client, session):
    stall = await livestream.stall(session)
    stall.live.title = "Ấm OCOP 5 sao"
    await accounts.signed_in(client, stall.host)
    desk = f"/phien/{stall.live.slug}/dieu-khien"
    await send(client, desk, action="pin", variant=str(stall.variants[0].id), price="200000")

    await say(client, stall, "Trà này trị dứt điểm mất ngủ", "client-0001")
    page = await look(client, desk)

    assert "Tên phiên: Nói nhiều sao hơn" in page.text
    assert "Thực phẩm không được nói là chữa bệnh" in page.text


async def test_the_office_bans_a_word_tries_a_sentence_and_lets_it_go(client, session):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    added = await send(client, "/van-phong/tu-cam", act="add", word="đồ ngu")
    twice = await send(client, "/van-phong/tu-cam", act="add", word="ĐỒ NGU")
    evil = await look(client, "/van-phong/tu-cam?thu=đúng+là+đồ+n.g.u")
    innocent = await look(client, "/van-phong/tu-cam?thu=đồ+ngủ+ngon")
    removed = await send(client, "/van-phong/tu-cam", act="remove", word_id=hidden(evil, "word_id"))
    empty = await look(client, removed.headers["location"])

    assert added.headers["location"] == "/van-phong/tu-cam?done=add"
    assert twice.status_code == 409
    assert "Không gửi được, vì có: đồ ngu." in evil.text
    assert "Gửi được." in innocent.text
    assert "Chưa có từ nào" in empty.text
