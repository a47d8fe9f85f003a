"""The whole shop as an ordinary user, who owns nothing but the data directory."""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.system.harness import PATIENCE, ROOT, Shop

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root becomes another")


ENV = {"PATH": os.environ["PATH"]}


@pytest.fixture
def users_shop(make_shop: Callable[..., Shop]) -> Iterator[tuple[Shop, int]]:
    """A shop of the user `daemon` (of every Debian, neither root nor nobody), not yet started; the user's number."""
    user = pwd.getpwnam("daemon")
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs"]
    shop, python = make_shop(env={"SHOP_DEMO": "0"}), sys.executable
    outside = shop.folder.with_name(shop.folder.name + "-python")
    if not may_run(become, python):
        python = open_copy(outside)
        ENV["LD_LIBRARY_PATH"] = shop.env["LD_LIBRARY_PATH"] = str(outside / "lib")
    if not may_run(become, python):
        pytest.skip("an ordinary user may not read the project or its packages")
    shop.argv[:] = [*become, python, "-m", "shop.cli.main", "run"]
    os.chown(shop.folder, user.pw_uid, user.pw_gid)
    yield shop, user.pw_uid
    shutil.rmtree(outside, ignore_errors=True)


def test_an_ordinary_user_runs_the_whole_shop(users_shop):
    shop, uid = users_shop

    shop.start().wait_ready()
    shop.wait_until(lambda: "beat" in shop.pids(), PATIENCE, "all run")

    owners = {name: Path(f"/proc/{pid}").stat().st_uid for name, pid in shop.pids().items()}
    assert set(owners) == {"postgres", "valkey", "web", "relay", "worker", "bulk", "beat"}
    assert set(owners.values()) == {uid}
    assert httpx.get(f"{shop.url}/san-pham", timeout=30).status_code == 200
    assert shop.stop() == 0


def may_run(become: list[str], python: str) -> bool:
    """Whether the user may start this interpreter (through a shell: setpriv itself still has rights)."""
    words = [*become, "sh", "-c", 'exec "$0" -c "import sys, msgspec, shop.cli.main"', python]
    return subprocess.run(words, env=ENV, cwd=ROOT, capture_output=True, check=False).returncode == 0


def open_copy(folder: Path) -> str:
    """Our interpreter, carried out of a home that is closed to others; it finds the same packages."""
    left_out = shutil.ignore_patterns("site-packages", "test", "idlelib", "config-*", "include", "share")
    shutil.copytree(sys.base_prefix, folder, symlinks=True, ignore=left_out)
    site = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    site.mkdir(parents=True)
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return str(folder / "bin" / f"python{sysconfig.get_python_version()}")
