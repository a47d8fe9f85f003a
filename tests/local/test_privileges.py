import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from shop.local.identity import service_identity
from shop.local.privileges import reading_capability
from shop.local.process import Launch, spawn

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")

SHELL = "/bin/sh"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed_file():
    """A file below a directory that only root may enter."""
    closed = Path(tempfile.mkdtemp(prefix="chomay-closed-"))
    file = closed / "code"
    file.write_text("read\n")
    yield file
    shutil.rmtree(closed)


def said(command, capability):
    launch = Launch(
        [SHELL, "-c", command], service_identity(), {"PATH": os.environ["PATH"]}, Path("/"), signal.SIGTERM, capability
    )
    process = spawn(launch, subprocess.PIPE)
    answer = process.communicate()[0].decode()
    return process.returncode, answer


def test_a_child_of_root_reads_below_closed_directories_with_the_capability_and_not_without(closed_file):
    with_it = said(f"id -u; cat {closed_file}", reading_capability())
    without = said(f"cat {closed_file}", None)

    assert with_it == (0, "65534\nread\n")
    assert without[0] != 0


def test_migrations_below_a_closed_directory_are_found(closed_file):
    """Alembic asks access(2), which knows nothing of the capability: it gets a copy, which goes with its owner."""
    scripts = closed_file.parent / "migrations"
    shutil.copytree(ROOT / "shop" / "migrations", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    ask = (
        "import os, pathlib; from shop.migrations.upgrade import reachable_scripts as find; "
        f"asked = pathlib.Path('{scripts}'); found = find(asked); "
        "print(os.access(asked, os.F_OK), os.access(found / 'env.py', os.R_OK), found)"
    )

    code, answer = said(f'PYTHONPATH={ROOT} HOME=/ {sys.executable} -c "{ask}"', reading_capability())

    reached, readable, found = answer.split()
    assert (code, readable) == (0, "True")
    assert found == str(scripts) if reached == "True" else not Path(found).exists()


def test_the_capability_does_not_let_it_write_what_is_not_its_own(closed_file):
    if reading_capability() != 2:
        pytest.skip("this system gives only the wider capability")

    code, _ = said(f"echo more >> {closed_file}", reading_capability())

    assert code != 0
    assert closed_file.read_text() == "read\n"


def test_a_child_can_never_gain_rights_again():
    code, answer = said("grep NoNewPrivs /proc/self/status", None)

    assert (code, answer.split()) == (0, ["NoNewPrivs:", "1"])


def test_a_child_is_ended_when_its_parent_is_killed(tmp_path):
    script = (
        "import os, sys; from pathlib import Path\n"
        "from shop.local.identity import service_identity\n"
        "from shop.local.privileges import reading_capability\n"
        "from shop.local.process import Launch, spawn\n"
        "launch = Launch(['/bin/sleep', '60'], service_identity(), {}, Path('/'), capability=reading_capability())\n"
        "child = spawn(launch)\n"
        "print(child.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )

    pid = int(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False).stdout)

    assert not still_sleeping(pid)


def still_sleeping(pid):
    state = Path(f"/proc/{pid}/stat")
    for _ in range(1000):
        try:
            if state.read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except OSError:
            return False
    return True
