"""The whole shop as an ordinary user, who owns nothing but the data directory."""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import httpx
import pytest

from tests.system.harness import ROOT

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root becomes another")


def test_an_ordinary_user_runs_the_whole_shop(make_shop):
    user = pwd.getpwnam("daemon")  # of every Debian, neither root nor nobody
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"]
    python = next((path for path in (sys.executable, "/usr/bin/python3") if may_run([*become, path])), None)
    if python is None:
        pytest.skip("no interpreter of this version that an ordinary user may run")
    shop = make_shop(
        env={"SHOP_DEMO": "0", "PYTHONPATH": os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])},
        argv=[*become, python, "-m", "shop.cli.main", "run"],
    )
    os.chown(shop.folder, user.pw_uid, user.pw_gid)

    shop.start().wait_ready()
    shop.wait_until(lambda: "beat" in shop.pids(), 60, "all run")

    owners = {name: Path(f"/proc/{pid}").stat().st_uid for name, pid in shop.pids().items()}
    assert set(owners) == {"postgres", "valkey", "web", "relay", "worker", "bulk", "beat"}
    assert set(owners.values()) == {user.pw_uid}
    assert httpx.get(f"{shop.url}/san-pham", timeout=30).status_code == 200
    assert shop.stop() == 0


def may_run(words: list[str]) -> bool:
    """Whether this interpreter starts and understands our packages."""
    env = {"PYTHONPATH": sysconfig.get_path("purelib")}
    tried = subprocess.run(
        [*words, "-c", "import msgspec, asyncpg"], env=env, cwd="/", capture_output=True, check=False
    )
    return tried.returncode == 0
