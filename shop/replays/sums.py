"""What was recorded of each take, with a sum that whoever holds the files can work out again."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from itertools import groupby

from shop.replays.rules import TakeSum
from shop.video.names import Piece, init_name, piece_name
from shop.video.storage import Storage


async def sum_takes(
    storage: Storage, here: str, pieces: Iterable[Piece], step: Callable[[], None] = lambda: None
) -> list[TakeSum]:
    """Each take of the pieces that lie below `here`, one file in memory at a time; `step` is called before each.

    The SHA-256 is that of the take's head and its pieces one behind the other, in the order of their numbers: of a file
    that plays.

    Raises:
        Unavailable: the storage is away.
    """
    found = []
    for take, mine in groupby(sorted(pieces), key=lambda piece: piece.take):
        digest, size, each = hashlib.sha256(), 0, list(mine)
        for name in (init_name(take), *map(piece_name, each)):
            step()
            content = await storage.get(here + name) or b""
            await asyncio.to_thread(digest.update, content)
            size += len(content)
        start, last = each[0].start, each[-1]
        end = last.start + last.lasting
        found.append(TakeSum(take=take, start=start, end=end, pieces=len(each), size=size, sha256=digest.hexdigest()))
    return found
