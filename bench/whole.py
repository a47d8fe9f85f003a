"""The whole shop from one command: how long it takes to start, what it holds in memory, what its pages weigh."""

import contextlib
import gzip
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from proc import pss_mb
from stack import PYTHON, ROOT, free_port

_LIMIT = 180.0  # seconds a start may take before the bench gives up
_REST = 5.0  # seconds after which a started shop is at rest

_ASSETS = re.compile(r'<(?:script[^>]*\ssrc|link[^>]*rel="(?:stylesheet|modulepreload)"[^>]*href)="([^"]+)"')
_IMPORTS = re.compile(r'(?:import|from)\s*\(?["\'](\.{0,2}/[^"\']+)["\']')


def run() -> dict[str, float]:
    """A first start on an empty data directory, a second on the same, memory at rest, the weight of pages."""
    with tempfile.TemporaryDirectory(prefix="chomay-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _shop(folder / "data") as (_, _port, first):
            pass
        with _shop(folder / "data") as (pid, port, second):
            time.sleep(_REST)
            return {
                "memory_pss_mb": pss_mb(pid),
                "first_start_s": first,
                "second_start_s": second,
                "page_kb": _heaviest(f"http://127.0.0.1:{port}"),
            }


@contextlib.contextmanager
def _shop(data: Path) -> Iterator[tuple[int, int, float]]:
    """`shop run` on `data`: its pid, its port, and the seconds until it gave its first page."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
    with (data.parent / "shop.log").open("ab") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [PYTHON, "-m", "shop.cli.main", "run"],
            cwd=ROOT,
            env=clean | {"SHOP_PORT": str(port), "SHOP_DATA_DIR": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_for_page(f"http://127.0.0.1:{port}/", process, began)
            yield process.pid, port, time.monotonic() - began
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _wait_for_page(url: str, process: "subprocess.Popen[bytes]", began: float) -> None:
    while time.monotonic() - began < _LIMIT:
        if process.poll() is not None:
            raise RuntimeError(f"shop run ended with {process.returncode}")
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=10) as reply:
            if reply.status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("no page in time")


def _heaviest(base: str) -> float:
    """kB of JS and CSS, as sent, of the list and of a product; the heavier of the two."""
    listed = _fetch(f"{base}/san-pham").decode()
    product = re.search(r'href="(/san-pham/[a-z0-9-]+)"', listed)
    pages = [f"{base}/san-pham", *([f"{base}{product[1]}"] if product else [])]
    return max(_weight(page) for page in pages)


def _weight(page: str) -> float:
    waiting = [urljoin(page, path) for path in _ASSETS.findall(_fetch(page).decode())]
    seen: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("http"):
            continue
        body = _fetch(address)
        seen[address] = len(gzip.compress(body, 6))
        if address.partition("?")[0].endswith(".js"):
            waiting += [urljoin(address, path) for path in _IMPORTS.findall(body.decode())]
    return sum(seen.values()) / 1000


def _fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as reply:
        return reply.read()
