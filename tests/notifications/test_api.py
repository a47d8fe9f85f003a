"""A person's notices over HTTP: one's own, newest first, read once."""

from uuid import UUID, uuid4

from shop.notifications.letter import Block
from shop.notifications.write import Reader, Told, write_notices
from tests.make.accounts import person, signed_in


async def _write(session, reader, number):
    told = Told(locale="vi", subject=f"Tin {number}", text=f"Nội dung {number}")
    own = Reader(key=f"person:{reader.id}", email=reader.email, person_id=reader.id, order_id=None)
    await write_notices(session, UUID(int=number), own, told, [Block("x")])


async def test_a_person_reads_own_notices_page_by_page(client, session):
    lan, other = await person(session), await person(session)
    for number in range(1, 4):
        await _write(session, lan, number)
    await _write(session, other, 9)
    await signed_in(client, lan)

    first = (await client.get("/api/v1/notices", params={"limit": 2})).json()
    second = (await client.get("/api/v1/notices", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [notice["title"] for notice in first["items"] + second["items"]] == ["Tin 3", "Tin 2", "Tin 1"]
    assert first["unread"] == 3
    assert second["next_cursor"] is None


async def test_reading_counts_once_and_only_for_ones_own(client, session):
    lan, other = await person(session), await person(session)
    await _write(session, lan, 1)
    await _write(session, other, 2)
    await signed_in(client, other)
    (theirs,) = (await client.get("/api/v1/notices")).json()["items"]
    await signed_in(client, lan)
    (mine,) = (await client.get("/api/v1/notices")).json()["items"]

    replies = [
        (await client.post(f"/api/v1/notices/{id_}/read")).status_code
        for id_ in (mine["id"], mine["id"], theirs["id"], uuid4())
    ]

    assert replies == [204, 204, 404, 404]
    assert (await client.get("/api/v1/notices")).json()["unread"] == 0


async def test_guests_and_broken_cursors_are_refused(client, session):
    guest = await client.get("/api/v1/notices")
    await signed_in(client, await person(session))
    broken = await client.get("/api/v1/notices", params={"cursor": "abc"})

    assert (guest.status_code, guest.json()["code"]) == (401, "sign_in_first")
    assert broken.status_code in {400, 422}
