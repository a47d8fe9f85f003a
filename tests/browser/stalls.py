"""The stalls of the shared shop's night market, for tests that close one."""

from shop.samples.demo import load_demo
from tests.system.crowd import books
from tests.system.harness import Shop


async def open_closed_stalls(shop: Shop) -> None:
    """Give each stall whose session has ended a new one at the same address, as `shop load demo` does."""
    async with books(shop) as session:
        await load_demo(session, shop.running.secret_key)
