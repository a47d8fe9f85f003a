"""The drop with everybody looking: twenty units, 256 buyers, two thousand viewers of the room over their sockets."""

import contextlib
import json
import select
import subprocess
from collections.abc import Iterator

from comment_orders import _LINE_UP
from drop import _CROWD, _ROOM, _SOLD, _STOCK, _buy
from stack import PYTHON, ROOT, Running, Stack, stack

_UNITS = 20
_VIEWERS = 2000
_PATIENCE = 60.0  # seconds until the screens must have changed, or the bench fails
_COMMITTED = "SELECT extract(epoch FROM max(pg_xact_commit_timestamp(xmin)))::float AS at FROM order_line"


class Screens:
    """The crowd of `screens.py`."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def line(self) -> bytes:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], _PATIENCE)
        if not ready:
            raise RuntimeError("the screens say nothing")
        return self._process.stdout.readline()

    def wait(self, units: int) -> dict:
        """What they say when all of them show `units`."""
        while (said := json.loads(self.line()))["units"] != units:
            pass
        return said


def few() -> dict[str, float]:
    """Each unit is sold once, everybody is answered, and every screen shows that nothing is left."""
    with stack(track_commit_timestamp="on") as made:
        variant = made.sql(_ROOM)[0]["variant"]
        made.sql(_LINE_UP)
        made.sql(_STOCK, variant, _CROWD)
        with made.web(limits=0) as web, made.running("-m", "shop.cli.main", "relay", serves=False):
            _buy(web, variant, 2 * _CROWD)  # half of them are refused
            with _watching(made, web, variant) as screens:
                made.sql(_STOCK, variant, _UNITS)  # the room looks again by itself
                screens.wait(_UNITS)
                told = _buy(web, variant, _CROWD)
                seen = screens.wait(0)
            sold = made.sql(_SOLD)[0]["sold"] - _CROWD
            committed = made.sql(_COMMITTED)[0]["at"]
    if told["results"] != {"201": _UNITS, "409": _CROWD - _UNITS} or told["errors"] or sold != _UNITS:
        raise RuntimeError(f"twenty units: {told}, sold {sold}")
    return {
        "drop_20_256_p99_ms": told["p99_ms"],
        "drop_20_256_screens_ms": 1000 * (seen["at"] - committed),
        "drop_20_256_lost": seen["lost"],
        "drop_20_256_p50_ms": told["p50_ms"],
    }


@contextlib.contextmanager
def _watching(made: Stack, web: Running, variant: str) -> Iterator[Screens]:
    token = json.loads(web.get("/api/v1/sessions/gian-bench/token")[1])["token"]
    path = f"/api/v1/sessions/gian-bench/socket?token={token}"
    with subprocess.Popen(
        [PYTHON, str(ROOT / "bench" / "screens.py"), str(web.port), path, str(_VIEWERS), variant],
        cwd=ROOT,
        env=made.environment(web.port) | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        screens = Screens(process)
        if screens.line().strip() != b"in":
            raise RuntimeError(f"{_VIEWERS} viewers could not come in")
        yield screens
