"""Data directories for real servers, and supervised houses with stand-in programs."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop.local.servers import start_servers
from tests.system.harness import Shop

DUMMY_SHOP = str(Path(__file__).with_name("dummy_shop.py"))


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty data directory that the servers' user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="chomay-local-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _made_cluster() -> Iterator[Path]:
    """A data directory PostgreSQL was made in, to be copied: making a cluster takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="chomay-local-"))
    with start_servers(folder):
        pass
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def furnished(folder: Path, _made_cluster: Path) -> Path:
    """The same directory with a cluster in it that has been started and stopped once."""
    for name in ("postgres", "postgres.password"):
        copy_owned(_made_cluster / name, folder / name)
    return folder


def copy_owned(source: Path, target: Path) -> None:
    """Copy a file or a tree with its owners and modes."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


@pytest.fixture
def house(furnished: Path) -> Iterator[Callable[..., Shop]]:
    """Make supervised houses of stand-ins on `folder`: `house("stubborn")`; stopped at the end."""
    yield from _houses(furnished)


@pytest.fixture
def first_house(folder: Path) -> Iterator[Callable[..., Shop]]:
    """The same on an empty directory: its first start makes the cluster."""
    yield from _houses(folder)


def _houses(folder: Path) -> Iterator[Callable[..., Shop]]:
    made: list[Shop] = []

    def make(*words: str, **env: str) -> Shop:
        made.append(Shop(folder=folder, env=env, argv=[sys.executable, DUMMY_SHOP, *words]))
        return made[-1]

    yield make
    for shop in made:
        shop.stop()
