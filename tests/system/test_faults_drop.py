"""Valkey dies in the middle of a drop: pieces are sold once, buyers are answered, and rooms show what is true."""

import asyncio

from tests.system.crowd import until
from tests.system.drop import open_drop, watching

PIECES, EARLY, LATE = 60, 40, 30  # of 70 buyers ten come too late


async def test_valkey_killed_in_the_middle_of_a_drop_sells_each_piece_once_and_rooms_come_back(crash_shop):
    drop = await open_drop(crash_shop, PIECES)
    async with watching(drop) as screen:
        await until(lambda: screen.left(drop) == PIECES, "the screen shows the room")
        pressing = asyncio.create_task(drop.buyers(EARLY))
        await until(lambda: len(drop.sold) >= 10, "ten pieces are sold")
        old, before = crash_shop.pids()["valkey"], len(drop.sold)
        with crash_shop.nobody_restarts():
            crash_shop.kill_with_children("valkey")
            await pressing
            await until(lambda: screen.left(drop) == PIECES - EARLY, "the screen is right while Valkey is dead")
        await until(lambda: crash_shop.pids().get("valkey", old) != old, "valkey was restarted")
        await until(lambda: drop.followers() == 1, "the room follows its channel again")
        await drop.buyers(LATE)
        await until(lambda: screen.left(drop) == 0, "the screen shows that nothing is left")
        await drop.tap()
        await until(lambda: screen.hearts() == 1, "hearts are counted again")

    assert before < EARLY
    assert set(drop.answers) <= {201, 202, 409, 503}, drop.answers
    assert (len(set(drop.sold.values())), len(drop.refused)) == (PIECES, EARLY + LATE - PIECES)
    assert await drop.repeat() == drop.sold
    assert await drop.held() == (PIECES, PIECES)
    audit = await asyncio.to_thread(crash_shop.command, "audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr
