"""Publishers and the fast mode in a process of their own."""

import httpx
import msgspec
import pytest
from websockets.exceptions import InvalidStatus

from shop.cli.run import shop_plan
from shop.video_tier import create_program
from tests.broadcast.conftest import publishing, until


async def test_tier_takes_publishers_and_the_web_process_shows_them(stall, serve, tmp_path):
    apart = {"video_dir": str(tmp_path), "video_apart": True}
    async with (
        serve(**apart) as web,
        serve(create_program, **apart) as tier,
        publishing(tier, stall) as publisher,
        httpx.AsyncClient(base_url=web.url, timeout=60) as client,
    ):
        hello = await publisher.hello(stall.key)
        await publisher.film()
        # filmed just now: the first segment may have begun before the stall went on air, the last ones did not
        playlist = await until(
            lambda: client.get(f"/video/{stall.live.slug}/live.m3u8"), lambda reply: reply.is_success
        )
        others = [
            (await client.get(tier.url + path)).status_code for path in ("/", "/api/v1/products", "/health/ready")
        ]
        with pytest.raises(InvalidStatus) as refused:
            async with publishing(web, stall):
                pass

    assert hello == {"ok": True, "take": 1}
    assert "#EXT-X-MAP" in playlist.text
    assert others == [404, 404, 200]
    assert refused.value.response.status_code == 403


def test_on_one_machine_the_process_that_serves_pages_is_the_one_a_start_waits_for(settings):
    plan = shop_plan(msgspec.structs.replace(settings, video_apart=True))

    names = [process.name for process in plan.processes]
    assert names[0] == "web"
    assert "video" in names
