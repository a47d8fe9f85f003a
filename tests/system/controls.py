"""The controls of the campaign: each fault again with its protection removed. What is not lost then proves nothing.

`CONTROL=1 make faults` plays them all; each must find its loss.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from shop.local.ports import free_port
from tests.system.crowd import crowd, until
from tests.system.cutter import cutting
from tests.system.harness import PATIENCE, ROOT, Shop, is_ready
from tests.system.mail import NEWS, PostBox, letters

CARELESS = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}
NEVER = "1000000"  # seconds
LATE_COMMITS = Path(__file__).parent / "careless"

Play = Callable[[Shop], Awaitable[int]]


@dataclass(frozen=True)
class Control:
    """A fault without its protection; `play` returns how much was lost or done twice."""

    fault: str
    protection: str
    play: Play
    env: Mapping[str, str] = field(default_factory=dict)


async def kill_postgres(shop: Shop) -> int:
    """PostgreSQL dies and commits were answered before they were written; how many promised orders are gone."""
    async with careless_commits(shop):
        async with crowd(shop) as buyers:
            await buyers.wait_promises(20)
            old = shop.pids()["postgres"]
            with shop.nobody_restarts():
                promised = set(buyers.promised.values())
                shop.kill_with_children("postgres")
            buyers.stopping = True
        await until(lambda: shop.pids().get("postgres", old) != old, "postgres was restarted")
        await asyncio.to_thread(shop.wait_until, shop.is_ready, PATIENCE, "the shop is ready again")
        return len(promised - await buyers.kept())


async def kill_web(shop: Shop) -> int:
    """A web process dies that had answered before its commits; how many promised orders are gone."""
    running, port = shop.running, free_port()
    chosen = {
        "SHOP_PORT": str(port),
        "SHOP_DATABASE_URL": running.database_url,
        "SHOP_REDIS_URL": running.redis_url,
        "SHOP_SECRET_KEY": running.secret_key,
        "PYTHONPATH": f"{LATE_COMMITS}:{ROOT}",
    }
    way = f"http://127.0.0.1:{port}"
    careless = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "shop.cli.main", "web", cwd=ROOT, env=shop.env | chosen, stderr=subprocess.DEVNULL
    )
    await until(lambda: is_ready(way), "the careless web process is ready")
    async with crowd(shop, way=way) as buyers:
        await buyers.wait_promises(20)
        careless.kill()
        promised = set(buyers.promised.values())
        buyers.stopping = True
    await careless.wait()
    return len(promised - await buyers.kept())


async def cut_replies(shop: Shop) -> int:
    """Replies are lost and buyers ask again under another key; how many orders nobody wished."""
    async with cutting(lambda: shop.running.port, 3) as wire, crowd(shop, way=wire.url, forgetful=True) as buyers:
        await until(lambda: wire.lost >= 15, "more replies are lost than six buyers lose before they ask again")
    return len(await buyers.kept()) - buyers.wishes


async def kill_worker(shop: Shop) -> int:
    """A worker dies, the broker has forgotten what it was told, and nothing is sent again."""
    return await _undone(shop, "worker")


async def kill_valkey(shop: Shop) -> int:
    """Valkey dies with what waits in it, and nothing is sent again."""
    return await _undone(shop, "valkey")


async def _undone(shop: Shop, victim: str) -> int:
    """How many orders got no letter although later ones have theirs."""
    box, address = PostBox(shop), f"{victim}@example.com"
    async with crowd(shop, buyers=2, email=address) as early:
        with shop.frozen("worker"):
            await early.wait_promises(10)
            early.stopping = True
            await box.wait_told()
            await box.flush_all()
            old = shop.kill_with_children(victim)[0]
        await until(lambda: shop.pids().get(victim, old) != old, f"{victim} was restarted")
    async with crowd(shop, buyers=1, email=f"later-{address}") as late:
        await late.wait_promises(3)
    wanted = {(code, news) for code in await late.kept() for news in NEWS}
    await until(lambda: wanted <= set(letters(shop, f"later-{address}")), "later orders have their letters")
    return len(await early.kept()) - len(letters(shop, address))


@asynccontextmanager
async def careless_commits(shop: Shop) -> AsyncIterator[None]:
    """PostgreSQL answers before a commit is written, and writes it late."""
    await _alter(shop, *(f"SET {name} = '{value}'" for name, value in CARELESS.items()))
    yield
    await _alter(shop, *(f"RESET {name}" for name in CARELESS))


async def _alter(shop: Shop, *changes: str) -> None:
    connection = await asyncpg.connect(shop.running.database_url)
    for change in changes:
        await connection.execute(f"ALTER SYSTEM {change}")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


NO_RESENDING = {"SHOP_RESEND_AFTER_SECONDS": NEVER}
CONTROLS = (
    Control("PostgreSQL is killed", "commits are on disk before they are answered", kill_postgres),
    Control("the web process is killed", "the reply leaves after the commit", kill_web),
    Control("replies are lost", "a try has the key of the one before", cut_replies),
    Control("a worker is killed, the broker emptied", "what is not done is sent again", kill_worker, NO_RESENDING),
    Control("Valkey is killed", "what is not done is sent again", kill_valkey, NO_RESENDING),
)


async def play(control: Control) -> int:
    """Play one control on a shop of its own; returns the loss."""
    shop = Shop(env={"SHOP_LIMITS": "off", "SHOP_RESEND_AFTER_SECONDS": "2", **control.env})
    try:
        await asyncio.to_thread(lambda: shop.start().wait_ready())
        return await control.play(shop)
    finally:
        shop.remove()


def main() -> int:
    """Play all; 1 when one of them found nothing."""
    blind = 0
    for control in CONTROLS:
        loss = asyncio.run(play(control))
        blind += loss <= 0
        told = f"found {loss} lost or doubled" if loss > 0 else "FOUND NOTHING: the campaign is blind to it"
        sys.stdout.write(f'{control.fault}, without "{control.protection}": {told}\n')
        sys.stdout.flush()
    return 1 if blind else 0


if __name__ == "__main__":
    sys.exit(main())
