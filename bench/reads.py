"""Reading: the list and one product from memory and from the database, beside a bare server and the plain way."""

import json
import time

from proc import cpu_seconds
from stack import Running, Stack, free_port, stack

LIST = "/api/v1/products"
PRODUCT = "/api/v1/products/sp-7"
SEARCH = "/api/v1/products?q=gom+bat+trang"

_ROUNDS = 3
_SLICE = 2.0  # seconds of load at a time; what is compared takes turns, so that noise hits both
COUNTED = (
    "SELECT coalesce(sum(calls), 0)::bigint AS calls FROM pg_stat_statements "
    "WHERE query !~* '^(begin|commit|rollback|savepoint|release|;)' "
    "AND query NOT LIKE '%catalog_change%' AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%typeinfo%'"
)


def warm_list() -> dict[str, float]:
    """The list from memory."""
    with stack() as made:
        ratio, own_ms = _beside_bare(made, LIST)
    return {"list_warm_cpu_ratio": ratio, "list_warm_cpu_ms": own_ms}


def warm_product() -> dict[str, float]:
    """One product from memory."""
    with stack() as made:
        ratio, own_ms = _beside_bare(made, PRODUCT)
    return {"product_warm_cpu_ratio": ratio, "product_warm_cpu_ms": own_ms}


def cold_list() -> dict[str, float]:
    """The list from the database, with the cache off, beside the plain way; database counted."""
    with stack() as made, made.web(front_cache_ms=0, limits=0) as ours:
        with made.running("bench/plain.py", "{port}") as plain:
            _same_items(ours, plain)
            own = plainly = 0.0
            for _ in range(_ROUNDS):
                own += _cpu_ms(made, ours, LIST) / _ROUNDS
                plainly += _cpu_ms(made, plain, LIST) / _ROUNDS
        return {"list_cold_ratio": plainly / own, "list_cold_cpu_ms": own, "list_cold_sql": _sql(made, ours, LIST)}


def search() -> dict[str, float]:
    """A search with 24 hits, typed without diacritics, with the cache off; database counted."""
    with stack() as made, made.web(front_cache_ms=0, limits=0) as ours:
        found = len(json.loads(ours.get(SEARCH)[1])["items"])
        if found != 24:
            raise RuntimeError(f"the search finds {found}")
        _cpu_ms(made, ours, SEARCH)
        return {"search_cpu_ms": _cpu_ms(made, ours, SEARCH), "search_sql": _sql(made, ours, SEARCH)}


def _beside_bare(made: Stack, path: str) -> tuple[float, float]:
    """The bare server's CPU a request over ours, and ours in ms, every process of ours counted."""
    with made.web(metrics_port=free_port()) as ours:
        time.sleep(1.5)  # its first look at the database
        headers, body = ours.get(path)
        given = made.folder / "bytes.json"
        same = [header for header in headers if header[0].lower() not in {"date", "connection"}]  # the server's own
        given.write_text(json.dumps({"headers": same, "body": body.decode()}), encoding="utf-8")
        with made.running("bench/bare.py", str(given), "{port}") as bare:
            bare.load(path, 0.5)
            ours.load(path, 0.5)
            own = plain = 0.0
            for _ in range(_ROUNDS):
                plain += _cpu_ms(None, bare, path) / _ROUNDS
                own += _cpu_ms(made, ours, path) / _ROUNDS
    return plain / own, own


def _cpu_ms(made: Stack | None, server: Running, path: str) -> float:
    """CPU milliseconds a request of `server`, and of the database and Valkey when `made` is given."""
    roots = [server.pid, *(made.server_pids if made else [])]
    before = cpu_seconds(*roots)
    seen = server.load(path, _SLICE)
    return 1000 * (cpu_seconds(*roots) - before) / seen["requests"]


def _sql(made: Stack, server: Running, path: str, asked: int = 50) -> float:
    """Statements a request, as the database counts them; transaction control and the look once a second left out."""
    server.get(path)
    made.sql("SELECT pg_stat_statements_reset()")
    for _ in range(asked):
        server.get(path)
    return made.sql(COUNTED)[0]["calls"] / asked


def _same_items(ours: Running, plain: Running) -> None:
    """Both ways must answer the same, or the comparison means nothing."""
    left, right = (json.loads(server.get(LIST)[1])["items"] for server in (ours, plain))
    if left != right:
        raise RuntimeError("the plain way answers something else")
