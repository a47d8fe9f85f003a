from tests.make.inventory import level
from tests.make.stockroom import ends, sent
from tests.stockroom.test_api import as_staff
from tests.web.pages import look, send

ROOM = "/quay/kho"


async def test_the_room_says_what_stands_there_and_what_is_under_way(client, session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 2)
    await as_staff(client, session, both.sender)
    here = await look(client, f"{ROOM}?place={both.goods.point}")
    await as_staff(client, session, both.receiver)
    there = await look(client, f"/en{ROOM}")

    assert "Bát gốm men lam" in here.text
    assert f'action="{ROOM}/rut"' in here.text
    assert transfer.code in there.text
    assert f'action="/en{ROOM}/nhan"' in there.text
    assert f'action="/en{ROOM}/rut"' not in there.text


async def test_staff_corrects_sends_and_counts_from_the_page(client, session):
    both = await ends(session, 5)
    variant, place = str(both.goods.variant_id), both.goods.point
    await as_staff(client, session, both.sender)
    words = {"place": place, "note": "rơi"}

    corrected = await send(
        client, f"{ROOM}/chinh", **words, request_key="a" * 32, variant=variant, cause="broken", pieces="1"
    )
    left = await send(client, f"{ROOM}/gui", **words, request_key="b" * 32, to=both.other.slug, **{f"p-{variant}": "2"})
    counted = await send(
        client, f"{ROOM}/dem", **words, request_key="c" * 32, **{f"p-{variant}": "3", f"s-{variant}": "2"}
    )
    told = await look(client, left.headers["location"])

    assert [reply.status_code for reply in (corrected, left, counted)] == [303] * 3
    assert counted.headers["location"].endswith("done=counted&about=1")
    assert "CK-" in told.text
    assert await level(session, both.goods) == (3, 0)


async def test_the_other_end_receives_and_says_what_is_missing(client, session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 3)
    await as_staff(client, session, both.receiver)
    box = {"place": both.other.slug, "code": transfer.code, "request_key": "d" * 32, f"p-{both.goods.variant_id}": "2"}

    unexplained = await send(client, f"{ROOM}/nhan", **box)
    unreadable = await send(client, f"{ROOM}/nhan", **(box | {f"p-{both.goods.variant_id}": "hai"}))
    received = await send(client, f"{ROOM}/nhan", **box, shortfall="lost")
    again = await send(client, f"{ROOM}/nhan", **(box | {"request_key": "e" * 32}))

    assert (unexplained.status_code, unreadable.status_code) == (422, 422)
    assert "bị mất hay bị vỡ" in unexplained.text
    assert 'value="2"' in unexplained.text
    assert 'value="hai"' in unreadable.text
    assert (received.status_code, again.status_code) == (303, 409)
    assert await level(session, both.there) == (2, 0)


async def test_the_sender_takes_a_box_back(client, session):
    both = await ends(session, 5)
    transfer = await sent(session, both, 3)
    await as_staff(client, session, both.sender)

    back = await send(client, f"{ROOM}/rut", place=both.goods.point, code=transfer.code)

    assert back.status_code == 303
    assert await level(session, both.goods) == (5, 0)


async def test_what_cannot_be_meant_is_said_beside_its_field_and_what_was_typed_stays(client, session):
    both = await ends(session, 5)
    variant, place = str(both.goods.variant_id), both.goods.point
    await as_staff(client, session, both.sender)

    words = {"place": place, "note": "ghi chú dài", "request_key": "f" * 32}
    blank = await send(client, f"{ROOM}/chinh", **words, pieces="hai")
    many = await send(client, f"{ROOM}/chinh", **words, variant=variant, cause="lost", pieces="6")
    nowhere = await send(client, f"{ROOM}/gui", **words, to="khong-co", **{f"p-{variant}": "1"})
    nothing = await send(client, f"{ROOM}/gui", **words, to=both.other.slug)
    too_many = await send(client, f"{ROOM}/gui", **words, to=both.other.slug, **{f"p-{variant}": "9"})
    moved = await send(client, f"{ROOM}/dem", **words, **{f"p-{variant}": "4", f"s-{variant}": "9"})
    strange = await send(client, f"{ROOM}/dem", **words, **{f"p-{variant}": "-1", "p-khong": "1"})
    tampered = await send(client, f"{ROOM}/chinh", place=place, variant=variant, cause="lost", pieces="1")
    unknown = await send(client, f"{ROOM}/khac", **words)

    assert [reply.status_code for reply in (blank, many, nowhere, nothing, too_many, moved, strange)] == [
        422,
        409,
        422,
        422,
        409,
        409,
        422,
    ]
    assert (tampered.status_code, unknown.status_code) == (422, 404)
    for field in ("cause", "variant", "pieces"):
        assert f'id="{field}-error"' in blank.text
    assert 'value="hai"' in blank.text
    assert 'id="to-error"' in nowhere.text
    for refused in (too_many, moved, strange):
        assert f'id="p-{variant}-error"' in refused.text
    assert "ghi chú dài" in too_many.text
    assert "Chỉ 5 chưa giữ cho đơn nào" in too_many.text
    assert await level(session, both.goods) == (5, 0)


async def test_the_room_is_for_the_staff_of_the_point(client, session):
    both = await ends(session, 5)
    await as_staff(client, session, both.receiver)
    words = {"variant": str(both.goods.variant_id), "cause": "lost", "pieces": "1", "request_key": "g" * 32}

    foreign = await send(client, f"{ROOM}/chinh", place=both.goods.point, **words)

    assert foreign.status_code == 403
    assert await level(session, both.goods) == (5, 0)
