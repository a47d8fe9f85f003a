"""Who hears of a draw: the room in its talk, winners by account or by text, each once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop.core.actor import Actor
from shop.games.draw import draw_due
from shop.games.enter import Entrant, enter_draw
from shop.games.events import DrawDrawn
from shop.livestream.models import Comment
from shop.livestream.say_draw import say_draw
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_draw import tell_draw_winners
from tests.make import accounts, games, livestream


@pytest.fixture
async def drawn(sessions, warp):
    """A draw won by an English account and by a guest."""
    async with sessions() as session:
        stall = await livestream.stall(session)
        draw = await games.draw(session, stall, winners=2)
        winner = await accounts.person(session, name="Ann Lee", locale="en", phone="+84987654321")
        as_account = Actor(person_id=winner.id)
        guest = Entrant(name="Lê Thị Bích Ngọc", phone="0912345678")
        await enter_draw(session, as_account, stall.live.slug, draw.code, Entrant(), secret=games.SECRET)
        await enter_draw(session, Actor(), stall.live.slug, draw.code, guest, secret=games.SECRET)
        await session.commit()
        await warp(session, timedelta(seconds=61))
    async with sessions() as session:
        await draw_due(session, games.SECRET, 20)
        await session.commit()
    return draw, winner


async def test_the_room_says_once_who_won(sessions, drawn):
    draw, _winner = drawn
    async with sessions() as session:
        for _ in range(2):
            await say_draw(session, draw.id)

        lines = (await session.scalars(select(Comment))).all()

    assert [line.name for line in lines] == ["Quay thưởng"]
    assert "Ngọc L." in lines[0].text
    assert draw.code in lines[0].text


async def test_winners_are_told_once_each_in_their_language(sessions, drawn):
    draw, winner = drawn
    event, event_id = DrawDrawn(session_id=draw.session_id, draw_id=draw.id), uuid4()
    async with sessions() as session:
        first = await tell_draw_winners(session, event_id, event)
        again = await tell_draw_winners(session, event_id, event)
        notices = {notice.channel: notice for notice in await session.scalars(select(Notice))}

    assert (first, again) == (3, 0)
    assert notices[Channel.IN_APP].person_id == winner.id
    assert notices[Channel.EMAIL].subject.startswith("You have won: Một bộ ấm chén")
    assert f"$base/en/quay-thuong/{draw.code}" in notices[Channel.EMAIL].body_text
    assert notices[Channel.TEXT].phone == "+84912345678"
    assert "trung thuong" in notices[Channel.TEXT].body_text
