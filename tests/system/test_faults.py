"""Things die under load: what was promised stands, once, and the shop comes back by itself."""

import asyncio
import os
import signal

import httpx

from shop.local.process import command_line, descendants, is_alive
from tests.system.crowd import assert_every_promise_is_kept, crowd, until
from tests.system.cutter import cutting
from tests.system.harness import PATIENCE
from tests.system.mail import NEWS, PostBox, letters

PROCESSES = {"postgres", "valkey", "web", "relay", "worker", "bulk", "beat"}
STOP_ORDER = ["web", "relay", "worker", "valkey", "postgres"]


async def test_a_web_process_killed_in_the_middle_of_requests_keeps_every_promise(crash_shop):
    async with crowd(crash_shop) as buyers:
        await buyers.wait_promises(20)
        old = crash_shop.kill("web")
        await until(lambda: crash_shop.pids().get("web", old) != old, "web was restarted")
        await buyers.wait_promises(20)

    assert buyers.unanswered
    assert set(buyers.answers) <= {201, 202, 503}, buyers.answers
    await assert_every_promise_is_kept(buyers)


async def test_postgres_killed_under_load_is_an_outage_without_losses_while_the_catalogue_goes_on(crash_shop):
    shown = f"{crash_shop.url}/api/v1/products?limit=5"
    async with crowd(crash_shop) as buyers, httpx.AsyncClient(timeout=30) as reader:
        await buyers.wait_promises(20)
        before = await reader.get(shown)
        old = crash_shop.pids()["postgres"]
        with crash_shop.nobody_restarts():
            crash_shop.kill_with_children("postgres")
            await until(lambda: buyers.answers[503] + buyers.answers[202] >= 12, "buyers are told to come back")
            during = [await reader.get(shown) for _ in range(5)]
        await until(lambda: crash_shop.pids().get("postgres", old) != old, "postgres was restarted")
        await buyers.wait_promises(20)

    assert [answer.status_code for answer in during] == [200] * 5
    assert {answer.content for answer in during} == {before.content}
    assert set(buyers.answers) <= {201, 202, 503}, buyers.answers
    await assert_every_promise_is_kept(buyers)


async def test_replies_lost_after_the_commit_are_asked_for_again_and_make_no_second_order(crash_shop):
    async with (
        cutting(lambda: crash_shop.running.port, 3) as wire,
        crowd(crash_shop, way=wire.url) as buyers,
    ):
        await until(lambda: wire.lost >= 10, "ten replies are lost")
        await buyers.wait_promises(10)

    assert buyers.unanswered >= 10
    assert len(await buyers.kept()) == buyers.wishes
    await assert_every_promise_is_kept(buyers)


async def test_a_worker_killed_and_a_broker_emptied_between_order_and_mail_send_each_mail_once(crash_shop):
    box = PostBox(crash_shop)
    async with crowd(crash_shop, buyers=2, email="lan@example.com") as buyers:
        with crash_shop.frozen("worker"):
            await buyers.wait_promises(20)
            await box.flush_all()
            old = crash_shop.kill_with_children("worker")[0]
        await until(lambda: crash_shop.pids().get("worker", old) != old, "the worker was restarted")
        await buyers.wait_promises(10)
        await box.flush_all()

    kept = await buyers.kept()
    await box.wait_quiet()
    assert await box.states(buyers.email) == {"confirmed"}
    assert letters(crash_shop, buyers.email) == {(code, news): 1 for code in kept for news in NEWS}


async def test_ctrl_c_for_the_whole_group_under_load_stops_in_order_and_loses_nothing(crash_shop):
    async with crowd(crash_shop) as buyers:
        await buyers.wait_promises(20)
        crash_shop.interrupt_group()
        code = await asyncio.to_thread(crash_shop.wait_end)
    lines = list(crash_shop.lines)
    await asyncio.to_thread(lambda: crash_shop.start().wait_ready())

    assert code == 0
    stopping = [line for line in lines if "stopping " in line]
    assert [name for line, name in zip(stopping, STOP_ORDER, strict=True) if name not in line] == [], stopping
    assert not any("did not end in time" in line for line in lines)
    assert set(buyers.answers) <= {201, 202, 503}, buyers.answers
    assert not any("loading the" in line for line in crash_shop.lines)
    await assert_every_promise_is_kept(buyers)


async def test_what_outlives_a_killed_supervisor_is_ended_by_the_next_start(crash_shop):
    async with crowd(crash_shop) as buyers:
        await buyers.wait_promises(20)
        old = [pid for child in crash_shop.pids().values() for pid in (child, *descendants(child))]
        deaf = [pid for pid in descendants(crash_shop.pids()["postgres"]) if "checkpointer" in command_line(pid)]
        for pid in deaf:
            os.kill(pid, signal.SIGSTOP)  # it hears nothing of the death of its parent, and keeps the shared memory
        crash_shop.kill_supervisor()
    left = [pid for pid in deaf if is_alive(pid)]
    await asyncio.to_thread(lambda: crash_shop.start().wait_ready())

    assert left == deaf != []
    assert [pid for pid in old if is_alive(pid)] == []
    await asyncio.to_thread(crash_shop.wait_until, lambda: set(crash_shop.pids()) == PROCESSES, PATIENCE, "all run")
    await assert_every_promise_is_kept(buyers)
