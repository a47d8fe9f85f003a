"""Ordering: what one order costs all processes together, and how late its effects come at 200 orders a second."""

import contextlib
import json
import subprocess
import time
from collections.abc import Callable, Iterator

from proc import cpu_seconds
from reads import COUNTED
from stack import PYTHON, ROOT, Running, Stack, stack

from config.settings import Settings
from shop.cli.run import shop_plan

_ORDERS = 150
_RATE = 200  # orders a second of the event figure
_EVENT_SECONDS = 6
_MOST = 20.0  # seconds buyers go on
_IDLE = 3.0  # seconds over which the cost of doing nothing is measured, to be taken off
_DRAIN = 45.0  # seconds effects may take before the bench gives up

_OPEN = (
    "SELECT (SELECT count(*) FROM outbox_event WHERE relayed_at IS NULL) + "
    "(SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND dead_at IS NULL) AS open"
)
_LATE = (
    "SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM d.done_at - e.created_at))::float8 AS p99, "
    "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.done_at - e.created_at))::float8 AS p50 "
    "FROM outbox_delivery d JOIN outbox_event e ON e.id = d.event_id WHERE d.done_at IS NOT NULL"
)


def cash_on_delivery() -> dict[str, float]:
    """Basket to held order and all that follows from it: CPU of every process, statements, requests."""
    with stack() as made, _whole_shop(made) as (web, roots):
        _buy(made, web, 20, at_once=4)  # first calls prepare statements
        _drain(made)
        idle = _spent(made, roots, lambda: time.sleep(_IDLE))
        began = time.monotonic()
        bought: dict = {}

        def work() -> None:
            bought.update(_buy(made, web, _ORDERS, at_once=4))
            _drain(made)

        spent = _spent(made, roots, work)
        share = (time.monotonic() - began) / _IDLE
    own = {name: (spent[name] - idle[name] * share) / _ORDERS for name in spent}
    statements = own.pop("sql")
    return {
        "order_cpu_ms": 1000 * sum(own.values()),
        "order_sql": statements,
        "order_requests": bought["requests"] / _ORDERS,
        **{f"order_cpu_ms.{name}": 1000 * seconds for name, seconds in own.items()},
    }


def events() -> dict[str, float]:
    """From an event to its effect in the database, the 99th of a hundred, at 200 orders a second or what is reached."""
    with stack() as made, _whole_shop(made) as (web, _):
        _buy(made, web, 20, at_once=4)
        _drain(made)
        made.sql("TRUNCATE outbox_event CASCADE")
        told = _buy(made, web, _RATE * _EVENT_SECONDS, at_once=8, rate=_RATE)
        _drain(made)
        late = made.sql(_LATE)[0]
    reached = sum(told["results"].values()) / told["seconds"]
    return {"event_p99_s": late["p99"], "event_p50_s": late["p50"], "event_orders_per_s": reached}


@contextlib.contextmanager
def _whole_shop(made: Stack) -> Iterator[tuple[Running, dict[str, int]]]:
    """All processes of `shop run`; the web process, and by name the roots of everything that is counted."""
    with contextlib.ExitStack() as running:
        started = {
            process.name: running.enter_context(
                made.running(*process.words, serves=process.name == "web", limits=0, demo=0)
            )
            for process in shop_plan(Settings()).processes
        }
        time.sleep(6)  # workers come up
        servers = {name: process.pid for name, process in made.servers.processes.items()}
        roots = {name: one.pid for name, one in started.items()} | servers
        yield started["web"], roots


def _buy(made: Stack, web: Running, orders: int, *, at_once: int, rate: int = 0) -> dict:
    variants = [str(row["id"]) for row in made.sql("SELECT id FROM variant ORDER BY id LIMIT 500")]
    job = {
        "port": web.port, "orders": orders, "at_once": at_once, "rate": rate, "variants": variants, "place": "diem-1",
        "most_seconds": _MOST,
    }  # fmt: skip
    told = subprocess.run(
        [PYTHON, str(ROOT / "bench" / "buyers.py")], input=json.dumps(job).encode(), capture_output=True, check=True
    )
    seen = json.loads(told.stdout)
    if set(seen["results"]) != {"201"}:
        raise RuntimeError(f"orders: {seen}")
    return seen


def _drain(made: Stack) -> None:
    """Wait until every event has had its effect."""
    until = time.monotonic() + _DRAIN
    while made.sql(_OPEN)[0]["open"]:
        if time.monotonic() > until:
            raise RuntimeError("events are still open")
        time.sleep(0.1)


def _spent(made: Stack, roots: dict[str, int], work: Callable[[], None]) -> dict[str, float]:
    """CPU seconds by process, and statements as `sql`, that are spent while `work` runs."""
    made.sql("SELECT pg_stat_statements_reset()")
    before = {name: cpu_seconds(pid) for name, pid in roots.items()}
    work()
    spent = {name: cpu_seconds(pid) - before[name] for name, pid in roots.items()}
    return spent | {"sql": float(made.sql(COUNTED)[0]["calls"])}
