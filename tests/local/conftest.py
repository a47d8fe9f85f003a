"""Data directories for real servers, and supervised houses with stand-in programs."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.harness import Shop

DUMMY_SHOP = str(Path(__file__).with_name("dummy_shop.py"))


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty data directory that the servers' user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="chomay-local-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(folder: Path) -> Iterator[Callable[..., Shop]]:
    """Make supervised houses of stand-ins on `folder`: `house("stubborn")`; stopped at the end."""
    made: list[Shop] = []

    def make(*words: str, **env: str) -> Shop:
        made.append(Shop(folder=folder, env=env, argv=[sys.executable, DUMMY_SHOP, *words]))
        return made[-1]

    yield make
    for shop in made:
        shop.stop()
