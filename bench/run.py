"""`make bench`: prints each figure beside its goal and writes bench/latest.json. `--only NAME` runs what gives NAME."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import buy_now
import comment_orders
import comments
import drop
import imports
import orders
import reads
import rooms
import sizes
import video
import watched
import whole

LATEST = Path(__file__).with_name("latest.json")

GOALS: dict[str, tuple[float, str, str]] = {  # name: goal, unit, what is better
    "list_warm_cpu_ratio": (0.5, "bare ÷ ours", "higher"),
    "list_warm_cpu_ms": (0.06, "ms CPU a request", "lower"),
    "product_warm_cpu_ratio": (0.5, "bare ÷ ours", "higher"),
    "list_cold_ratio": (5, "plain way ÷ ours, CPU", "higher"),
    "list_cold_sql": (1, "statements", "lower"),
    "search_cpu_ms": (3, "ms CPU a request", "lower"),
    "search_sql": (3, "statements", "lower"),
    "size_ratio_list": (1.3, "p50 at 200,000 ÷ at 2,000", "lower"),
    "size_ratio_product": (1.3, "p50 at 200,000 ÷ at 2,000", "lower"),
    "size_ratio_search": (1.3, "p50 at 200,000 ÷ at 2,000", "lower"),
    "suggest_p95_ms": (20, "ms at 200,000, HTTP and all", "lower"),
    "facets_ms": (1000, "ms at 200,000, nothing filtered", "lower"),
    "order_cpu_ms": (4, "ms CPU an order", "lower"),
    "order_sql": (25, "statements", "lower"),
    "order_requests": (3, "requests", "lower"),
    "buy_now_cpu_ms": (1.5, "ms CPU an order, one request", "lower"),
    "buy_now_pgbench_ratio": (0.25, "orders/s ÷ pgbench's tps", "higher"),
    "drop_256_ratio": (10, "orders/s, ours ÷ plain way", "higher"),
    "drop_256_p99_ms": (150, "ms, 256 buyers of one product", "lower"),
    "hot_100_of_400_s": (3, "s, 100 units, 400 buyers", "lower"),
    "drop_20_256_p99_ms": (250, "ms, 20 units, 256 buyers, 2,000 watch", "lower"),
    "drop_20_256_screens_ms": (250, "ms from the last commit to the last screen", "lower"),
    "drop_20_256_lost": (0, "viewers lost meanwhile", "lower"),
    "drop_50_products_ratio": (0.8, "orders/s of 50 products ÷ of one", "higher"),
    "import_rows_per_s": (1000, "rows a second, the first import", "higher"),
    "comments_per_s": (20_000, "comments a second on one core", "higher"),
    "comments_s": (60, "comments a second that order, one process", "higher"),
    "rooms_10k_p99_ms": (120, "ms, 10,000 viewers, 4 frames/s of 1 kB", "lower"),
    "rooms_10k_core": (0.45, "of a core, the same", "lower"),
    "rooms_kb_viewer": (4, "kB a viewer, the same", "lower"),
    "video_hls_p50_s": (2.6, "s glass to glass, browser → HLS", "lower"),
    "video_fast_p50_s": (1.4, "s glass to glass, browser → fast mode", "lower"),
    "video_rtmp_p50_s": (2.7, "s glass to glass, RTMP → HLS", "lower"),
    "video_ingest_core": (0.015, "of a core, one stream of 720 × 1280", "lower"),
    "video_rtmp_core": (0.026, "of a core, the same by RTMP", "lower"),
    "video_1k_viewers_core": (1, "cores, 1,000 viewers by HLS", "lower"),
    "video_replay_missing_s": (1.3, "s not kept when the web process is killed", "lower"),
    "event_p99_s": (1, "s from event to effect", "lower"),
    "memory_pss_mb": (600, "MB, everything at rest", "lower"),
    "first_start_s": (120, "s to the first page", "lower"),
    "second_start_s": (5, "s to the first page", "lower"),
    "page_kb": (90, "kB of JS and CSS", "lower"),
}

BENCHES: dict[Callable[[], dict[str, float]], tuple[str, ...]] = {
    reads.warm_list: ("list_warm_cpu_ratio", "list_warm_cpu_ms"),
    reads.warm_product: ("product_warm_cpu_ratio",),
    reads.cold_list: ("list_cold_ratio", "list_cold_sql"),
    reads.search: ("search_cpu_ms", "search_sql"),
    sizes.by_size: (
        "size_ratio_list",
        "size_ratio_product",
        "size_ratio_search",
        "suggest_p95_ms",
        "facets_ms",
    ),
    orders.cash_on_delivery: ("order_cpu_ms", "order_sql", "order_requests"),
    orders.events: ("event_p99_s",),
    buy_now.buy_now: ("buy_now_cpu_ms", "buy_now_pgbench_ratio"),
    drop.crowd: ("drop_256_ratio", "drop_256_p99_ms"),
    drop.hot: ("hot_100_of_400_s",),
    watched.few: ("drop_20_256_p99_ms", "drop_20_256_screens_ms", "drop_20_256_lost"),
    drop.spread: ("drop_50_products_ratio",),
    comments.a_second: ("comments_per_s",),
    comment_orders.a_second: ("comments_s",),
    imports.rows_a_second: ("import_rows_per_s",),
    rooms.fan_out: ("rooms_10k_p99_ms", "rooms_10k_core", "rooms_kb_viewer"),
    video.chains: ("video_hls_p50_s", "video_fast_p50_s", "video_ingest_core", "video_1k_viewers_core"),
    video.rtmp: ("video_rtmp_p50_s", "video_rtmp_core"),
    video.killed: ("video_replay_missing_s",),
    whole.run: ("memory_pss_mb", "first_start_s", "second_start_s", "page_kb"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(GOALS), help="one figure, and what is measured with it")
    only = parser.parse_args().only
    known = json.loads(LATEST.read_text(encoding="utf-8")) if only and LATEST.exists() else {}
    failed = False
    for bench, names in BENCHES.items():
        if only is not None and only not in names:
            continue
        began = time.monotonic()
        try:
            found = bench()
        except Exception as error:  # noqa: BLE001 - one bench that fails must not hide the others
            print(f"{bench.__module__}.{bench.__name__} failed: {error}", file=sys.stderr)
            failed = True
            continue
        known |= {name: described(name, found[name]) for name in names if name in found}
        show(found, time.monotonic() - began)
    LATEST.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if failed else 0


def described(name: str, value: float) -> dict[str, object]:
    goal, unit, better = GOALS[name]
    return {"value": round(value, 4), "goal": goal, "unit": unit, "better": better}


def show(found: dict[str, float], took: float) -> None:
    for name, value in found.items():
        if name not in GOALS:
            print(f"  {name:26} {value:10.3f}")
            continue
        goal, unit, better = GOALS[name]
        met = value >= goal if better == "higher" else value <= goal
        sign = "≥" if better == "higher" else "≤"
        print(f"{'✓' if met else '✗'} {name:26} {value:10.3f}  {sign} {goal:<6} {unit}")
    print(f"  … {took:.0f} s")


if __name__ == "__main__":
    raise SystemExit(main())
