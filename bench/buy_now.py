"""Buying at once: one request from the product to the held order, beside PostgreSQL's own measure of small writes."""

import re
import shutil
import subprocess
from urllib.parse import urlsplit

from drop import all_served, crowd_buys
from proc import cpu_seconds, pss_mb
from stack import Stack, stack

_BUYERS = 64
_ORDERS = 2000
_WARM = 200
_PGBENCH_CLIENTS = 16
_PGBENCH_SECONDS = 10
_TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)

_GOODS = "SELECT id::text, price FROM variant ORDER BY id LIMIT 500"


def buy_now() -> dict[str, float]:
    """64 buyers of 500 products, one request each: CPU an order, orders a second ÷ pgbench's transactions a second."""
    with stack() as made:
        goods = made.sql(_GOODS)
        bodies = [_body(row["id"], row["price"]) for row in goods]
        with made.web(limits=0) as web:
            crowd_buys(web, bodies, _WARM, path="/api/v1/orders", at_once=_BUYERS)
            before, memory = cpu_seconds(web.pid, *made.server_pids), pss_mb(web.pid)
            told = crowd_buys(web, bodies, _ORDERS, path="/api/v1/orders", at_once=_BUYERS)
            spent, grown = cpu_seconds(web.pid, *made.server_pids) - before, pss_mb(web.pid) - memory
        all_served(told, _ORDERS)
        rate = _ORDERS / told["seconds"]
        return {
            "buy_now_cpu_ms": 1000 * spent / _ORDERS,
            "buy_now_per_s": rate,
            "buy_now_p99_ms": told["p99_ms"],
            "buy_now_web_grew_mb": grown,
            **_beside(made, rate),
        }


def _body(variant: str, price: int) -> dict:
    return {
        "lines": [{"variant": variant, "quantity": 1, "sales_point": "diem-1"}],
        "delivery": {"method": "pickup", "sales_point": "diem-1"},
        "payment": "cod",
        "expected_total": price,
    }


def _beside(made: Stack, rate: float) -> dict[str, float]:
    """`pgbench` (tpcb-like) on the same server; nothing where the program is not installed."""
    program = shutil.which("pgbench")
    if program is None:
        print("  buy_now_pgbench_ratio: pgbench is not installed (Debian: postgresql-contrib)")
        return {}
    at = urlsplit(made.servers.database_url)
    where = ["-h", str(at.hostname), "-p", str(at.port), "-U", at.username or "", "pgbench"]
    env = made.environment(0) | {"PGPASSWORD": at.password or ""}
    made.sql("CREATE DATABASE pgbench")
    subprocess.run([program, "-i", "-q", "-s", "10", *where], env=env, capture_output=True, check=True)
    load = ["-c", str(_PGBENCH_CLIENTS), "-j", "2", "-T", str(_PGBENCH_SECONDS), "-M", "prepared", "-n"]
    told = subprocess.run([program, *load, *where], env=env, capture_output=True, check=True, text=True)
    found = _TPS.search(told.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said: {told.stdout}")
    return {"buy_now_pgbench_ratio": rate / float(found[1]), "pgbench_tps": float(found[1])}
