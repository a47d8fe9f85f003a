"""What the RTMP server asks of whoever runs it: who may publish, and where the picture goes."""

from enum import Enum
from typing import Protocol

from shop.video.rtmp.talk import Wish


class Parting(Enum):
    """Why a publisher's picture ends."""

    LEFT = "left"  # it said so
    LOST = "lost"  # it hung up, or fell silent
    BROKEN = "broken"  # it sent what is none of a picture
    OVER = "over"  # the sink wanted no more


class Sink(Protocol):
    """Takes one publisher's picture as fragmented MP4."""

    async def write(self, data: bytes) -> None:
        """Take the next bytes: a head, or a fragment.

        Raises:
            Refusal: nothing more is taken; its words reach the publisher.
        """

    async def stay(self) -> None:
        """Called about once a second.

        Raises:
            Refusal: the publisher must go; its words reach it.
        """

    async def close(self, parting: Parting) -> None:
        """The picture is over. Called once, whatever happened."""


class Gate(Protocol):
    """Decides who publishes."""

    async def open(self, wish: Wish, address: str) -> Sink:
        """Where the picture of who connects from `address` goes.

        Raises:
            Refusal: it may not publish; the words reach it.
        """
