"""What the sandbox remembers, in Redis: its pages and its callers may live in several processes."""

import msgspec

from config.settings import Settings
from shop.core.redis import make_redis

_KEPT = 7 * 24 * 3600  # seconds
OPEN = ""  # the code of a bill nobody has decided


class Bill(msgspec.Struct, kw_only=True):
    """A payment as the provider knows it. `code` is its outcome, `number` the provider's own number of it."""

    reference: str
    amount: int  # đồng
    number: str
    code: str = OPEN
    paid: bool = False
    refunded: int = 0  # đồng
    facts: dict[str, str] = msgspec.field(default_factory=dict)  # what the shop asked with


class Books:
    """The bills of one provider. The sandbox plays one person at a time: the last who writes wins."""

    def __init__(self, settings: Settings, provider: str) -> None:
        self._settings = settings
        self._prefix = f"wallet-sandbox:{provider}:"

    async def find(self, reference: str) -> Bill | None:
        """The bill of a reference, or of its own number."""
        async with make_redis(self._settings) as redis:
            kept = await redis.get(self._prefix + reference)
        return None if kept is None else msgspec.json.decode(kept, type=Bill)

    async def keep(self, bill: Bill) -> None:
        """Remember a bill as it stands."""
        written = msgspec.json.encode(bill)
        async with make_redis(self._settings) as redis:
            await redis.set(self._prefix + bill.reference, written, ex=_KEPT)
            await redis.set(self._prefix + bill.number, written, ex=_KEPT)
