"""A data directory with the samples loaded, made once for all test processes and copied for each shop."""

import fcntl
import os
import subprocess
from pathlib import Path

from tests.system.harness import START_LIMIT, Shop

_OF_ONE_SHOP = ("lock", "web.port", "postgres.port", "valkey.port")  # a copy chooses its own


def filled_shop(env: dict[str, str] | None = None) -> Shop:
    """A shop, not yet started, whose start finds its samples loaded. For tests that ask nothing of a first start."""
    assert (env or {}).get("SHOP_DEMO", "1") == "1", "the samples are in it"
    shop = Shop(env=env)
    subprocess.run(["cp", "-a", f"{_kept()}/.", str(shop.folder)], check=True)
    for name in _OF_ONE_SHOP:
        (shop.folder / name).unlink(missing_ok=True)
    return shop


def _kept() -> Path:
    """The directory that is copied; the first test process that asks makes it, others wait for it."""
    run = Path(os.environ["CHOMAY_TEST_FOLDER"])
    kept = run / "filled"
    with (run / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _fill(run / "filling")
            (run / "filling").rename(kept)
    return kept


def _fill(folder: Path) -> None:
    """Let a first start do its steps, and stop it before it serves anybody."""
    shop = Shop(folder=folder)
    shop.start()
    try:
        shop.wait_until((folder / "done-address").exists, START_LIMIT, "the samples are loaded")
    finally:
        code = shop.stop()
    assert code == 0, shop.tail()
