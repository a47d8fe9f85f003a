"""Follow the channel of a room: one subscription that comes back by itself."""

import asyncio
import random
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_FIRST_PAUSE = 0.2  # seconds before the first try to come back
_LONGEST_PAUSE = 5.0
_LISTEN_SECONDS = 10.0  # how long one wait for a message lasts; the client looks after the connection between two

_JITTER = random.SystemRandom()
_log = structlog.get_logger("shop.rooms")


async def follow(
    redis: "Redis", channel: str, on_link: Callable[[bool], None], on_news: Callable[[bytes], None]
) -> None:
    """Call `on_news` with every message until cancelled; `on_link` says when the subscription stands or broke.

    After a break it waits a little longer each time, by a random part more or less, so that a thousand
    rooms do not knock at the same moment.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            async with redis.pubsub() as subscription:
                await subscription.ssubscribe(channel)
                on_link(True)
                pause = _FIRST_PAUSE
                while True:
                    heard = await subscription.get_message(ignore_subscribe_messages=True, timeout=_LISTEN_SECONDS)
                    if heard is not None:
                        on_news(heard["data"])
        except (RedisError, OSError, TimeoutError) as error:
            on_link(False)
            _log.warning("room lost its channel", channel=channel, error=type(error).__name__, pause=pause)
        await asyncio.sleep(pause * _JITTER.uniform(0.5, 1.5))
        pause = min(pause * 2, _LONGEST_PAUSE)
