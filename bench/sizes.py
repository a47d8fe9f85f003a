"""The same reads at 2,000 and at 200,000 products: how much slower, and what facets and suggestions cost there."""

import asyncio
import json
from urllib.parse import quote

from goods import make_goods
from sqlalchemy.ext.asyncio import create_async_engine
from stack import Running, stack

from shop.catalog.learn import learn_words
from shop.core.db import async_url, make_sessions, short

SMALL, LARGE = 2000, 200_000
READS = {
    "list": "/api/v1/products",
    "product": "/api/v1/products/sp-7",
    "search": "/api/v1/products?q=gom+bat+trang",
    "frequent": "/api/v1/products?q=tra+sen",
    "facets": "/api/v1/products/facets",
}
TYPED = ("g", "t", "h", "tr", "go", "gom", "gom b", "gom ba", "tra sen t", "mat", "htx", "cong ty", "nuoc mam", "gmo")
_SECONDS = 2.0


def by_size() -> dict[str, float]:
    """p50 of one reader over HTTP with the cache off, both sizes; suggestions: the 95th of a hundred."""
    small, large = _measured(SMALL), _measured(LARGE)
    ratios = {f"size_ratio_{name}": large[name] / small[name] for name in ("list", "product", "search")}
    return ratios | {
        "suggest_p95_ms": large["suggest"],
        "facets_ms": large["facets"],
        "facets_ratio": large["facets"] / small["facets"],
        "search_frequent_ms": large["frequent"],
        **{f"{name}_p50_ms": large[name] for name in ("list", "product", "search")},
    }


def _measured(count: int) -> dict[str, float]:
    with stack(products=False) as made:
        asyncio.run(make_goods(made.servers.database_url, count))
        asyncio.run(_learn(made.servers.database_url))
        with made.web(front_cache_ms=0, limits=0) as web:
            _all_found(web)
            found = {}
            for name, path in READS.items():
                web.load(path, 0.5, 1)
                found[name] = web.load(path, _SECONDS, 1)["p50_ms"]
            took = sorted(web.load(f"/api/v1/products/suggest?q={quote(q)}", 0.5, 1)["p50_ms"] for q in TYPED)
            return found | {"suggest": took[int(0.95 * (len(took) - 1))]}


def _all_found(web: Running) -> None:
    """A search that finds less than a page would measure nothing."""
    found = len(json.loads(web.get(READS["search"])[1])["items"])
    if found < 24:
        raise RuntimeError(f"the search finds {found}")


async def _learn(url: str) -> None:
    engine = create_async_engine(async_url(url))
    async with short(make_sessions(engine)) as session:
        await learn_words(session)
    await engine.dispose()
