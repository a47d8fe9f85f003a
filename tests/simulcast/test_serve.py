"""A picture sent on by ffmpeg to a real RTMP receiver, and what goes wrong on the way."""

import asyncio
import contextlib
import signal
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import update

from shop.core.db import short
from shop.local.process import is_alive
from shop.simulcast.models import SimulcastTarget, TargetState, Why
from shop.simulcast.serve import Server
from tests.make import livestream
from tests.make.simulcast import KEY, Platform, add, free_port, needs_ffmpeg, on_screen, playing, ticks_until

pytestmark = needs_ffmpeg
LIVE, FAILING, STOPPED, WAITING = TargetState.LIVE, TargetState.FAILING, TargetState.STOPPED, TargetState.WAITING


@contextlib.asynccontextmanager
async def serving(settings, sessions, source, **changes):
    changed = msgspec.structs.replace(settings, simulcast_source=source, **changes)
    server = Server(changed, sessions)
    try:
        yield server
    finally:
        await server.close()


async def staged(sessions, **picture):
    async with short(sessions) as session:
        stall = await livestream.stall(session)
    await on_screen(sessions, stall, **picture)
    return stall


def facts_of(pid):
    """The words a process was started with, and its environment."""
    return Path(f"/proc/{pid}/cmdline").read_bytes(), Path(f"/proc/{pid}/environ").read_bytes()


async def died(pid, within=5):
    """Whether the process is gone in time."""
    for _ in range(within * 20):
        if not is_alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_the_picture_arrives_under_the_key_and_ends_with_the_session(live_client, sessions, settings, tmp_path):
    stall = await staged(sessions)
    with playing(tmp_path, stall.live.slug) as source, Platform(tmp_path) as platform:
        target = await add(live_client, stall, platform.address)
        async with serving(settings, sessions, source) as server:
            with structlog.testing.capture_logs() as logs:
                live = await ticks_until(server, sessions, target, LIVE)
                push = next(iter(server.pushes.values()))
                words, environment = facts_of(push.pid)
                async with asyncio.timeout(10):
                    while platform.received < 20_000:
                        await server.tick()
                        await asyncio.sleep(0.2)
                await live_client.post(f"{stall.path}/end")
                await server.tick()

    assert (live.why, live.attempts) == (Why.FLOWS, 0)
    assert f"Unexpected stream {KEY}" in platform.log.read_text()
    assert KEY.encode() not in words + environment
    assert b"SHOP_" not in environment
    assert KEY not in str(logs)
    assert not is_alive(push.pid)
    assert server.pushes == {}


async def test_a_target_that_refuses_is_tried_again_and_the_room_never_knows(live_client, sessions, settings, tmp_path):
    stall = await staged(sessions)
    nobody, good = free_port(), None
    with playing(tmp_path, stall.live.slug) as source, Platform(tmp_path) as platform:
        bad = await add(live_client, stall, f"rtmp://127.0.0.1:{nobody}/live", key="khoa-cua-noi-hong")
        good = await add(live_client, stall, platform.address)
        before = (await live_client.get(f"{stall.path}/snapshot")).json()
        async with serving(settings, sessions, source) as server:
            failed = await ticks_until(server, sessions, bad, FAILING)
            live = await ticks_until(server, sessions, good, LIVE)
        after = (await live_client.get(f"{stall.path}/snapshot")).json()

    assert (failed.why, failed.attempts, failed.wanted) == (Why.BROKE_OFF, 1, True)
    assert "refused" in failed.said
    assert "khoa-cua-noi-hong" not in failed.said
    assert live.why is Why.FLOWS
    assert before | {"server_time": 0} == after | {"server_time": 0}


async def test_a_target_that_dies_in_the_middle_is_live_again_when_it_comes_back(
    live_client, sessions, settings, tmp_path
):
    stall = await staged(sessions)
    with playing(tmp_path, stall.live.slug) as source, Platform(tmp_path) as platform:
        target = await add(live_client, stall, platform.address)
        async with serving(settings, sessions, source) as server:
            await ticks_until(server, sessions, target, LIVE)
            platform.__exit__()
            broken = await ticks_until(server, sessions, target, FAILING)
            with Platform(tmp_path, platform.port):
                live = await ticks_until(server, sessions, target, LIVE)

    assert (broken.why, broken.attempts) == (Why.BROKE_OFF, 1)
    assert (live.why, live.said) == (Why.FLOWS, None)


async def test_after_eight_failures_it_stops_and_says_what_to_do(live_client, sessions, settings, tmp_path, warp):
    stall = await staged(sessions)
    with playing(tmp_path, stall.live.slug) as source:
        target = await add(live_client, stall, f"rtmp://127.0.0.1:{free_port()}/live")
        async with short(sessions) as session:
            await session.execute(update(SimulcastTarget).values(attempts=7))
        async with serving(settings, sessions, source) as server:
            given_up = await ticks_until(server, sessions, target, STOPPED)
    shown = (await live_client.get(f"{stall.path}/simulcast")).json()["targets"][0]
    await live_client.post(f"{stall.path}/simulcast/{target}/send")
    again = (await live_client.get(f"{stall.path}/simulcast")).json()["targets"][0]

    assert (given_up.why, given_up.wanted, given_up.next_try_at) == (Why.GAVE_UP, False, None)
    assert shown["told"].startswith("Đã thử nhiều lần")
    assert (again["wanted"], again["attempts"]) == (True, 0)


async def test_without_ffmpeg_it_is_said_in_words(live_client, sessions, settings):
    stall = await staged(sessions)
    target = await add(live_client, stall, "rtmp://127.0.0.1:9/live")

    async with serving(settings, sessions, "http://127.0.0.1:9", simulcast_ffmpeg="/khong/co/ffmpeg") as server:
        found = await ticks_until(server, sessions, target, STOPPED)
    shown = (await live_client.get(f"{stall.path}/simulcast")).json()["targets"][0]

    assert found.why is Why.NO_FFMPEG
    assert "ffmpeg" in shown["told"]


async def test_in_production_a_name_that_leads_home_is_not_sent_to(live_client, sessions, settings):
    stall = await staged(sessions)
    target = await add(live_client, stall, "rtmp://localhost/live")

    async with serving(settings, sessions, "http://127.0.0.1:9", env="production") as server:
        found = await ticks_until(server, sessions, target, STOPPED)

    assert (found.why, found.wanted, server.pushes) == (Why.PRIVATE_HOST, False, {})


async def test_without_a_picture_it_waits(live_client, sessions, settings):
    stall = await staged(sessions, since=timedelta(seconds=1))
    target = await add(live_client, stall, "rtmp://127.0.0.1:9/live")

    async with serving(settings, sessions, "http://127.0.0.1:9") as server:
        found = await ticks_until(server, sessions, target, WAITING)

    assert (found.why, server.pushes) == (Why.NO_PICTURE, {})


async def test_two_processes_never_send_to_the_same_target(live_client, sessions, settings, tmp_path):
    stall = await staged(sessions)
    with playing(tmp_path, stall.live.slug) as source, Platform(tmp_path) as platform:
        target = await add(live_client, stall, platform.address)
        async with serving(settings, sessions, source) as one, serving(settings, sessions, source) as other:
            await asyncio.gather(one.tick(), other.tick())
            await ticks_until(one, sessions, target, LIVE, TargetState.CONNECTING)
            await other.tick()
            running = len(one.pushes) + len(other.pushes)
            first, second = (one, other) if one.pushes else (other, one)
            await first.close()
            await second.tick()
            taken_over = len(second.pushes)

    assert (running, taken_over) == (1, 1)


async def test_a_program_ends_with_the_process_that_started_it(tmp_path):
    words = (
        "import asyncio, pathlib, sys\n"
        "from shop.simulcast.push import Push\n"
        "async def main():\n"
        "    push = await Push.start(pathlib.Path('/bin/sleep'), '', '', 'khoa')\n"
        "    print(push.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n")
    sleeper.chmod(0o755)
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", words.replace("/bin/sleep", str(sleeper)), stdout=asyncio.subprocess.PIPE
    )
    child = int(await asyncio.wait_for(parent.stdout.readline(), 20))
    assert is_alive(child)

    parent.send_signal(signal.SIGKILL)
    await parent.wait()

    assert await died(child)
