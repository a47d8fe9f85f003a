import asyncio
import os
import sys

from sqlalchemy import text

from shop.cli.stock import receive_at
from tests.make.inventory import goods, level


async def _shop(settings, *words):
    """Run the program `shop` against the test's servers."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
    environment |= {
        "SHOP_DATABASE_URL": settings.database_url,
        "SHOP_REDIS_URL": settings.redis_url,
        "SHOP_SECRET_KEY": settings.secret_key,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "shop.cli.main", *words, env=environment, stdout=-1, stderr=-1
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_goods_are_received_and_audited_from_the_command_line(sessions, settings):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 2)

    received = await _shop(
        settings, "stock", "receive", "--variant", str(bowl.variant_id), "--place", bowl.point, "--quantity", "3"
    )
    honest = await _shop(settings, "audit")
    async with sessions() as session, session.begin():
        found = await level(session, bowl)
        await session.execute(text("UPDATE stock_level SET on_hand = 50"))
    crooked = await _shop(settings, "audit")

    assert received[0] == 0, received
    assert "3 received" in received[1]
    assert found == (5, 0)
    assert honest[0] == 0, honest
    assert crooked[0] == 1, crooked
    assert "expected on hand 5, held 0, found on hand 50, held 0" in crooked[1]


async def test_an_unknown_place_or_variant_is_said(session):
    bowl = await goods(session, 2)

    no_place = await receive_at(session, bowl.variant_id, "khong-co", 1, None)
    no_variant = await receive_at(session, bowl.place_id, bowl.point, 1, None)

    assert (no_place[1], no_variant[1]) == (1, 1)
    assert await level(session, bowl) == (2, 0)
