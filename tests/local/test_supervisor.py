import contextlib
import os
import signal
from pathlib import Path

import asyncpg
import pytest

from shop.local.ports import free_port
from shop.local.process import command_line, is_alive
from tests.system.harness import PATIENCE, descendants


def order_of(shop, *texts):
    return [next(n for n, line in enumerate(shop.lines) if text in line) for text in texts]


def test_everything_starts_in_order_and_stops_in_order(first_house):
    shop = first_house().start().wait_ready()
    shop.wait_until(lambda: {"beat", "worker"} <= shop.pids().keys(), PATIENCE, "all run")
    names = list(shop.pids())

    code = shop.stop()

    assert names == ["postgres", "valkey", "web", "relay", "worker", "beat"]
    assert code == 0
    stops = order_of(
        shop, "stopping web", "stopping relay", "stopping worker, beat", "stopping valkey", "stopping post"
    )
    assert stops == sorted(stops)
    assert any(line.startswith("web      | was asked to stop") for line in shop.lines)
    assert "database system is shut down" in shop.tail()


def test_children_step_down_have_their_own_session_and_all_files_the_system_allows(house):
    shop = house().start().wait_ready()

    line = shop.wait_line("web      | up")

    uid = 65534 if os.geteuid() == 0 else os.geteuid()
    assert line.endswith(f"up uid={uid} files_raised=True session=True")


def test_secrets_are_private_and_the_second_start_keeps_them_and_skips_what_was_done(first_house, folder):
    shop = first_house().start().wait_ready()
    first = {name: (folder / name).read_text() for name in ("secret.key", "postgres.password", "valkey.password")}
    private = {name: (folder / name).stat().st_mode & 0o777 for name in (*first, "running.json", "valkey.conf")}
    url = shop.running.database_url
    shop.stop()

    shop.start().wait_ready()

    assert set(private.values()) == {0o600}
    assert first == {name: (folder / name).read_text() for name in first}
    assert shop.running.database_url == url
    assert (folder / "steps-done").read_text().split() == ["schema", "data"]


def test_a_long_step_is_accompanied_by_lines(house):
    shop = house("slow").start().wait_ready()

    assert any("preparing the tables … 2 s" in line or "preparing the tables … 3 s" in line for line in shop.lines)


def test_a_failed_step_stops_the_start_and_is_done_again_at_the_next(first_house, folder):
    broken = first_house("broken").start()

    code = broken.wait_end()

    assert code == 1
    assert "loading the data: failed" in broken.tail()
    assert not (folder / "running.json").exists()
    assert first_house().start().wait_ready().stop() == 0
    assert (folder / "steps-done").read_text().split() == ["schema", "data", "data"]


@pytest.mark.parametrize("name", ["web", "worker", "postgres", "valkey"])
def test_what_dies_is_started_again(house, name):
    shop = house().start().wait_ready()
    shop.wait_until(lambda: "beat" in shop.pids(), PATIENCE, "all run")

    old = shop.kill(name)

    assert shop.wait_restarted(name, old) != old
    shop.wait_line(f"{name} was ended by SIGKILL; it is started again")
    shop.wait_until(shop.is_ready, PATIENCE, "pages come again")


async def test_rows_acknowledged_before_postgres_is_killed_are_there_afterwards(house):
    shop = house().start().wait_ready()
    connection = await asyncpg.connect(shop.running.database_url)
    await connection.execute("CREATE TABLE kept (n int)")
    old = shop.pids()["postgres"]

    acknowledged = await insert_until_killed(shop, connection)

    shop.wait_restarted("postgres", old)
    shop.wait_until(lambda: times_ready(shop) == 2, PATIENCE, "postgres takes connections again")
    again = await asyncpg.connect(shop.running.database_url)
    assert await again.fetchval("SELECT count(*) FROM kept") >= acknowledged > 200
    await again.close()


async def insert_until_killed(shop, connection):
    acknowledged = 0
    with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        while True:
            await connection.execute("INSERT INTO kept VALUES ($1)", acknowledged)
            acknowledged += 1
            if acknowledged == 201:
                shop.kill_with_children("postgres")
    return acknowledged


def times_ready(shop):
    return sum("database system is ready to accept connections" in line for line in list(shop.lines))


def test_the_start_after_a_killed_supervisor_finds_a_clear_house_and_all_rows(house):
    shop = house().start().wait_ready()
    shop.wait_until(lambda: "beat" in shop.pids(), PATIENCE, "all run")
    left = shop.pids()

    shop.kill_supervisor()
    shop.start().wait_ready()

    assert not [name for name, pid in left.items() if is_alive(pid) and str(shop.folder) in command_line(pid)]
    assert not set(left.values()) & set(shop.pids().values())
    assert (shop.folder / "steps-done").read_text().split() == ["schema", "data"]


def test_a_child_that_survives_its_supervisor_is_ended_by_the_next_start(house):
    shop = house("stubborn").start().wait_ready()
    shop.wait_until(lambda: "worker" in shop.pids(), PATIENCE, "the worker runs")
    shop.wait_line("worker   | up")
    stubborn = shop.pids()["worker"]

    shop.kill_supervisor()
    survived = is_alive(stubborn)
    again = house().start()
    again.wait_line("worker was left over from an earlier run and has been ended")

    assert survived
    assert not is_alive(stubborn)
    assert again.wait_ready().stop() == 0


def test_ctrl_c_for_the_whole_group_reaches_the_supervisor_only(house):
    shop = house().start().wait_ready()
    shop.wait_line("beat     | up")

    shop.interrupt_group()
    code = shop.wait_end()

    assert code == 0
    assert not any("Traceback" in line or "KeyboardInterrupt" in line for line in shop.lines)
    assert not descendants(os.getpid()) or not any(
        str(shop.folder) in command_line(pid) for pid in descendants(os.getpid())
    )


def test_ctrl_c_during_the_start_stops_what_runs(house):
    shop = house("slow").start()
    shop.wait_line("schema   | up")

    shop.interrupt_group()

    assert shop.wait_end() == 0
    assert "database system is shut down" in shop.tail()


def test_a_second_ctrl_c_hurries_a_stubborn_program(house):
    shop = house("stubborn").start().wait_ready()
    shop.wait_line("worker   | up")
    shop.process.send_signal(signal.SIGINT)
    shop.wait_line("worker   | refuses to stop")

    shop.wait_until(lambda: hurry(shop), PATIENCE, "the worker was killed")

    assert shop.wait_end() == 0
    assert "worker did not end in time and was killed" in shop.tail()
    assert "database system is shut down" in shop.tail()


def hurry(shop):
    if shop.process.poll() is None:
        shop.process.send_signal(signal.SIGINT)
    return any("worker did not end in time" in line for line in shop.lines)


def test_a_taken_port_is_answered_with_who_has_it(house):
    first = house().start().wait_ready()
    port = first.running.port
    other = first.folder / "other"

    second = house(SHOP_PORT=str(port), SHOP_DATA_DIR=str(other)).start()

    assert second.wait_end() == 1
    assert f"Port {port} is taken by process {first.pids()['web']}" in second.tail()
    assert "SHOP_PORT" in second.tail()


def test_a_directory_in_use_is_answered_with_who_uses_it(house):
    first = house().start().wait_ready()

    second = house().start()

    assert second.wait_end() == 1
    assert f"{first.folder} is in use by `shop run` (process {first.process.pid})" in second.tail()
    assert first.is_ready()


def test_nobody_reading_the_output_does_not_stop_the_house(house):
    shop = house()
    reader, writer = os.pipe()
    pid = os.posix_spawn(
        shop.argv[0], shop.argv, shop.env, file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1)], setsid=True
    )
    os.close(writer)
    shop.wait_until(lambda: "beat" in shop.pids(), PATIENCE, "all run")
    os.close(reader)

    old = shop.kill("relay")
    shop.wait_restarted("relay", old)
    os.kill(pid, signal.SIGTERM)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_servers_of_your_own_are_used_and_none_is_embedded(house, folder):
    outer = house().start().wait_ready()
    own = Path(folder / "own")
    inner = house(
        SHOP_DATA_DIR=str(own), SHOP_DATABASE_URL=outer.running.database_url, SHOP_REDIS_URL=outer.running.redis_url
    )
    inner.folder = own

    inner.start().wait_ready()

    assert not {"postgres", "valkey"} & inner.pids().keys()
    assert not (own / "postgres").exists()
    assert inner.running.database_url == outer.running.database_url
    inner.stop()


def test_sample_accounts_are_shown_with_the_address_of_today(house, folder):
    first, second = free_port(), free_port()
    (folder / "demo-accounts.txt").write_text(f"try at http://127.0.0.1:{first}/phien\n")
    house(SHOP_PORT=str(first)).start().wait_ready().stop()

    shop = house(SHOP_PORT=str(second)).start().wait_ready()

    assert any(line.endswith(f"try at http://127.0.0.1:{second}/phien") for line in shop.lines)
