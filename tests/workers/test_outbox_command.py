"""`shop outbox`: the backlog in one line, dead letters by name, another chance for them."""

import asyncio

import pytest
from sqlalchemy import text

from shop.cli.main import main
from shop.core.backlog import look_at_backlog
from shop.core.db import short
from tests.workers.probe import Probed
from workers.deliveries import work_deliveries


@pytest.fixture(autouse=True)
def _environment(settings, monkeypatch):
    for field in ("database_url", "redis_url", "secret_key", "data_dir"):
        monkeypatch.setenv(f"SHOP_{field.upper()}", getattr(settings, field))


async def test_list_names_a_dead_letter_and_resend_revives_it(effects, relay, sessions, capsys):
    await effects.publish(Probed(note="x"))
    await relay.expand()
    async with short(sessions) as session:
        await session.execute(text("UPDATE outbox_delivery SET dead_at = shop_now(), error = 'ValueError: no'"))
        (letter,) = (await session.scalars(text("SELECT id FROM outbox_delivery"))).all()

    listed = await _shop("outbox", "list")
    shown = capsys.readouterr().out
    revived = await _shop("outbox", "resend", str(letter))
    nothing_left = await _shop("outbox", "resend", "--all")

    assert (listed, revived, nothing_left) == (0, 0, 1)
    assert str(letter) in shown
    assert "dead letters: 1" in shown
    assert "ValueError: no" in shown
    async with short(sessions) as session:
        backlog = await look_at_backlog(session)
    assert (backlog.open, backlog.dead) == (1, 0)
    assert await work_deliveries(sessions, [letter], 8) == 1


async def test_resend_must_say_what(capsys):
    assert await _shop("outbox", "resend") == 2
    assert "--all" in capsys.readouterr().out


async def _shop(*words: str) -> int:
    return await asyncio.to_thread(main, words)
