"""Files of the storage that many ask for at once, kept in memory for a while."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine

from shop.video.storage import Storage

ROOM = 48 * 1024 * 1024  # bytes; the newest segments of some twenty sessions

Make = Callable[[], Coroutine[None, None, bytes | None]]


class Shelf:
    """Reads a file once for all who ask for it. What was not asked for longest is let go first."""

    def __init__(self, storage: Storage, room: int = ROOM) -> None:
        self._storage = storage
        self._room = room
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._under_way: dict[str, asyncio.Task[bytes | None]] = {}

    async def get(self, name: str) -> bytes | None:
        """The bytes of a file; None when there is none.

        Raises:
            Unavailable: the storage does not answer.
        """
        return await self.made(name, lambda: self._storage.get(name))

    async def made(self, name: str, make: Make) -> bytes | None:
        """What `make` makes, once for all who ask for it under this name. Raises as it does."""
        if name in self._held:
            self._held.move_to_end(name)
            return self._held[name]
        task = self._under_way.get(name)
        if task is None:
            task = self._under_way[name] = asyncio.create_task(self._make(name, make))
            task.add_done_callback(lambda _: self._under_way.pop(name, None))
        return await asyncio.shield(task)

    async def _make(self, name: str, make: Make) -> bytes | None:
        content = await make()
        if content is not None:
            self._held[name] = content
            self._size += len(content)
            while self._size > self._room:
                self._size -= len(self._held.popitem(last=False)[1])
        return content
