"""How the test processes of one run share its files among them, and how each of them begins."""

import gc

import pytest
from xdist.scheduler import LoadFileScheduling

_ONE_HOUSE = ("tests/system/", "tests/browser/")  # each is worked by one process: its whole shop is started once
_FIRST = (  # what takes longest begins first, else one process works on it alone at the end
    "tests/system/",
    "tests/web/test_look.py",
    "tests/test_schemathesis.py",
    "tests/test_matrix.py",
    "tests/browser/",  # not beside tests/system/ when that can be helped: two whole shops on one small machine
    "tests/workers/",
    "tests/local/",
    "tests/livestream/",
    "tests/http/",
)


class Sharing(LoadFileScheduling):
    """A file is worked by one process; so is a directory whose files share a whole shop."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in _ONE_HOUSE if nodeid.startswith(folder)), super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    """Give each process whole files, and directories that share a shop."""
    return Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long before the rest, which stays in its order (needs --no-loadscope-reorder)."""
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Look for garbage more seldom, and not in the modules and thousands of tests that stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, place in enumerate(_FIRST) if item.nodeid.startswith(place)), len(_FIRST))
