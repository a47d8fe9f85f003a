"""Lucky draws: committed to, entered once, drawn once, and computed again by somebody else."""

import asyncio
import hashlib
import hmac
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from shop.games.draw import draw_due
from shop.games.models import Draw, DrawEntry, DrawWinner
from tests.make import accounts, games, livestream

BODY = {"client_id": "draw-0001", "prize": "Một bộ ấm chén", "winners": 2, "seconds": 60}


def guest(number):
    return {"name": f"Trần Văn Số{number:02}", "phone": f"0912345{number:03}"}


async def enter(client, stall, draw, number):
    return await client.post(f"{stall.path}/draws/{draw.code}/entries", json=guest(number))


def independently(published):
    """The winners as the decision page says, written without a line of the shop's."""
    seed = bytes.fromhex(published["seed"])
    assert hashlib.sha256(seed).hexdigest() == published["commitment"]
    numbers = {}
    for entry in published["entries"]:
        digest = hmac.new(seed, entry["ticket"].encode(), "sha256").hexdigest()
        numbers[int(digest, 16)] = entry["ticket"]
    return [numbers[number] for number in sorted(numbers)][: published["winners"]]


async def drawn(sessions, warp, seconds=61):
    """Let the time pass and the sweep run."""
    async with sessions() as session:
        await warp(session, timedelta(seconds=seconds))
    async with sessions() as session:
        count = await draw_due(session, games.SECRET, 20)
        await session.commit()
    return count


@pytest.fixture
async def room(sessions):
    async with sessions() as session:
        stall = await livestream.stall(session)
        draw = await games.draw(session, stall)
        await session.commit()
    return stall, draw


async def test_announcing_twice_is_one_draw_and_shows_what_its_seed_hashes_to(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    replies = [await client.post(f"{stall.path}/draws", json=BODY) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    shown = (await client.get(f"{stall.path}/snapshot")).json()["games"]["draw"]
    assert shown["commitment"] == replies[0].json()["commitment"]
    assert (shown["seed"], shown["entries"], shown["open"]) == (None, 0, True)


async def test_the_seed_cannot_be_read_before_the_draw(session):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)

    row = await session.execute(text("SELECT commitment, sealed, seed FROM draw WHERE id = :id"), {"id": draw.id})
    commitment, sealed, seed = row.one()

    assert seed is None
    assert hashlib.sha256(sealed).digest() != commitment, "what lies in the database does not open the commitment"


@pytest.mark.parametrize("column", ["commitment", "sealed", "winners", "closes_at", "prize"])
async def test_nothing_of_an_announced_draw_can_be_changed(session, column):
    stall = await livestream.stall(session)
    await games.draw(session, stall)
    new = {"winners": "5", "closes_at": "closes_at + interval '1 hour'", "prize": "'khác'"}.get(
        column, f"sha256({column})"
    )

    with pytest.raises(DBAPIError, match="never changed"):
        await session.execute(text(f"UPDATE draw SET {column} = {new}"))


async def test_another_seed_than_the_committed_one_is_refused_by_the_database(session):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)

    with pytest.raises(DBAPIError, match="seed_as_committed"):
        await session.execute(update(Draw).where(Draw.id == draw.id).values(seed=b"x" * 32, drawn_at=draw.closes_at))


async def test_winners_are_those_another_program_computes(live_client, sessions, warp, room):
    stall, draw = room
    replies = await asyncio.gather(*(enter(live_client, stall, draw, number) for number in range(30)))
    assert {reply.status_code for reply in replies} == {200}

    assert await drawn(sessions, warp) == 1
    assert await drawn(sessions, warp) == 0, "drawn once"

    published = (await live_client.get(f"/api/v1/draws/{draw.code}")).json()
    assert len(published["entries"]) == 30
    assert published["won"] == independently(published)
    shown = (await live_client.get(f"{stall.path}/snapshot")).json()["games"]["draw"]
    assert [winner["ticket"] for winner in shown["won"]] == published["won"]
    assert shown["seed"] == published["seed"]


async def test_one_phone_is_one_entry_however_it_is_written_and_however_often_at_once(live_client, sessions, room):
    stall, draw = room
    spellings = ["0912345678", "+84 912 345 678", "(084) 0912.345.678".replace("(084) ", "")]

    replies = await asyncio.gather(
        *(
            live_client.post(
                f"{stall.path}/draws/{draw.code}/entries", json={"name": "Lê Thị Ngọc", "phone": spellings[n % 3]}
            )
            for n in range(12)
        )
    )

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["ticket"] for reply in replies}) == 1
    assert replies[0].json()["name"] == "Ngọc L."
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(DrawEntry)) == 1


async def test_an_account_enters_once_with_one_tap_and_its_phone_does_not_enter_again(client, session):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)
    buyer = await accounts.person(session, phone="+84912345678")
    as_guest = await client.post(
        f"{stall.path}/draws/{draw.code}/entries", json={"name": "Ai đó", "phone": "0912345678"}
    )
    await accounts.signed_in(client, buyer)

    tapped = await client.post(f"{stall.path}/draws/{draw.code}/entries", json={})

    assert tapped.json()["ticket"] == as_guest.json()["ticket"]


@pytest.mark.parametrize("body", [{}, {"name": "Lê"}, {"phone": "0912345678"}], ids=["nothing", "name", "phone"])
async def test_a_guest_says_a_name_and_a_phone(client, session, body):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)

    reply = await client.post(f"{stall.path}/draws/{draw.code}/entries", json=body)

    assert (reply.status_code, reply.json()["code"]) == (422, "draw_anonymous")


async def test_the_host_does_not_take_part(client, session):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/draws/{draw.code}/entries", json={})

    assert (reply.status_code, reply.json()["code"]) == (409, "draw_own")


async def test_the_databases_clock_closes_a_draw_before_anybody_draws_it(live_client, sessions, warp, room):
    stall, draw = room
    await enter(live_client, stall, draw, 1)
    async with sessions() as session:
        await warp(session, timedelta(seconds=61))

    late = await enter(live_client, stall, draw, 2)
    known = await enter(live_client, stall, draw, 1)

    assert (late.status_code, late.json()["code"]) == (409, "draw_closed")
    assert known.status_code == 200, "who is in gets the ticket again"


async def test_nobody_wins_before_the_close(client, session):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/draws/{draw.code}/draw")

    assert (reply.status_code, reply.json()["code"]) == (409, "draw_not_closed")


async def test_drawing_twice_at_once_draws_once_and_forgets_the_phones_of_those_who_lost(
    live_client, sessions, warp, room
):
    stall, draw = room
    for number in range(5):
        await enter(live_client, stall, draw, number)
    await accounts.signed_in(live_client, stall.host)
    async with sessions() as session:
        await warp(session, timedelta(seconds=61))

    replies = await asyncio.gather(*(live_client.post(f"{stall.path}/draws/{draw.code}/draw") for _ in range(4)))

    assert {reply.status_code for reply in replies} == {204}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(DrawWinner)) == 2
        kept = await session.scalar(select(func.count()).select_from(DrawEntry).where(DrawEntry.phone.is_not(None)))
    assert kept == 2


async def test_a_changed_secret_draws_nothing_and_says_so(sessions, warp, room):
    async with sessions() as session:
        await warp(session, timedelta(seconds=61))
    async with sessions() as session:
        assert await draw_due(session, "another secret of the same length, or so", 20) == 0
        await session.commit()
        assert await session.scalar(select(Draw.drawn_at)) is None


async def test_a_draw_nobody_entered_has_no_winner(live_client, sessions, warp, room):
    _stall, draw = room

    assert await drawn(sessions, warp) == 1

    published = (await live_client.get(f"/api/v1/draws/{draw.code}")).json()
    assert (published["entries"], published["won"]) == ([], [])
    assert published["seed"]


async def test_entries_can_neither_be_changed_nor_removed(session, client):
    stall = await livestream.stall(session)
    draw = await games.draw(session, stall)
    await enter(client, stall, draw, 1)

    for statement in ("DELETE FROM draw_entry", "UPDATE draw_entry SET ticket = 'VE-0000'", "DELETE FROM draw"):
        with pytest.raises(DBAPIError, match="never changed"):
            async with session.begin_nested():
                await session.execute(text(statement))
