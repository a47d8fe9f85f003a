"""Named points inside use cases where a test may hold the world still, to play one interleaving exactly.

A pause is an argument of the use case; nothing is patched, and nobody else ever waits there.
"""

from collections.abc import Awaitable, Callable

Pause = Callable[[str], Awaitable[None]]
"""Called with the name of the point that was reached."""


async def go_on(_point: str) -> None:
    """The pause of everybody: none."""
