"""Publishers and the fast mode in a process of their own, behind nginx as docs/running.md has it, in a real browser."""

import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Browser

from tests.browser.filming import chromium_with_camera, go_on_air, runs
from tests.browser.windows import DESK, Window
from tests.make.simulcast import free_port
from tests.system.filled import filled_shop
from tests.system.harness import CALM, START_LIMIT, is_ready

STALL, HOST = "gian-gom-bat-trang", "chu-gian@chomay.example"
ROOM = f"/phien/{STALL}"
DOCS = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="Debian's nginx is not installed")


class Front(NamedTuple):
    """A shop by the address of the proxy before it."""

    url: str
    folder: Path


def nginx_conf(folder: Path, front: int, web: int, video: int) -> str:
    """nginx with the documented blocks for rooms and pictures, all else to the web process."""
    documented = "\n".join(re.findall(r"^    location ~ .*?^    \}", DOCS, re.MULTILINE | re.DOTALL))
    assert documented.count("location ~") == 2
    places = "\n".join(f"{name}_temp_path {folder}/{name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""
{"user root;" if not os.getuid() else ""}
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body;
  {places}
  upstream rooms {{ server 127.0.0.1:{web}; }}
  upstream video {{ server 127.0.0.1:{video}; }}
  server {{
    listen 127.0.0.1:{front};
    client_max_body_size 20m;
{documented}
    location / {{ proxy_pass http://127.0.0.1:{web}; proxy_set_header Host $host; }}
  }}
}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """A shop whose web process takes no publishers."""
    front, web, video, folder = free_port(), free_port(), free_port(), tmp_path_factory.mktemp("nginx")
    url = f"http://127.0.0.1:{front}"
    (folder / "nginx.conf").write_text(nginx_conf(folder, front, web, video))
    apart = {"SHOP_PORT": f"{web}", "SHOP_VIDEO_APART": "1", "SHOP_VIDEO_PORT": f"{video}", "SHOP_PUBLIC_URL": url}
    running = filled_shop(CALM | apart).start()
    try:
        running.wait_ready()
        running.wait_until(lambda: is_ready(f"http://127.0.0.1:{video}"), START_LIMIT, "publishers are taken")
        with subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]) as nginx:
            yield Front(url, running.folder)
            nginx.terminate()
    finally:
        running.remove()


@pytest.fixture(scope="module")
async def browser(browser: Browser) -> AsyncIterator[Browser]:
    """A Chromium with a camera."""
    async with chromium_with_camera(browser) as seeing:
        yield seeing


async def test_a_host_films_and_others_watch_both_ways(window, shop):
    host: Window = await window(viewport=DESK)
    await go_on_air(host, ROOM, HOST)
    viewer: Window = await window()

    await viewer.go(ROOM)
    await runs(viewer)
    await viewer.page.evaluate("localStorage.setItem('room way', 'fast')")
    await viewer.page.reload()
    await runs(viewer)

    assert await viewer.page.locator("[data-running]").get_attribute("data-running") == "fast"
