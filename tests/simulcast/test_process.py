"""The process `shop simulcast`: where it is started, that it works, and that it ends when asked."""

import asyncio

import msgspec
import pytest

from shop.cli.run import shop_plan
from shop.core.db import short
from shop.simulcast.models import TargetState
from tests.make import livestream
from tests.make.simulcast import Platform, add, needs_ffmpeg, on_screen, playing, reaches, state_of
from workers.simulcast import run_simulcast


def names(settings):
    return [process.name for process in shop_plan(settings).processes]


@pytest.mark.parametrize(("program", "there"), [("/bin/sh", True), ("/khong/co/ffmpeg", False)])
def test_a_shop_on_one_machine_starts_it_where_the_program_is(settings, program, there):
    assert ("simulcast" in names(msgspec.structs.replace(settings, simulcast_ffmpeg=program))) is there


@needs_ffmpeg
async def test_it_sends_until_it_is_asked_to_stop_and_leaves_the_target_to_others(
    live_client, sessions, settings, tmp_path
):
    async with short(sessions) as session:
        stall = await livestream.stall(session)
    await on_screen(sessions, stall)
    stop = asyncio.Event()
    with playing(tmp_path, stall.live.slug) as source, Platform(tmp_path) as platform:
        target = await add(live_client, stall, platform.address)
        running = asyncio.create_task(run_simulcast(msgspec.structs.replace(settings, simulcast_source=source), stop))
        live = await reaches(sessions, target, TargetState.LIVE)
        stop.set()
        await asyncio.wait_for(running, 30)
    left = await state_of(sessions, target)

    assert live.state is TargetState.LIVE
    assert (left.wanted, left.runner, left.lease_until) == (True, None, None)
