"""The long campaign of `make faults`: a whole shop is hurt by chance, round after round, and its books compared.

A seed makes the same choices again. Ends with 1 and the seed at the first promise that is not kept.
"""

import argparse
import asyncio
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable

from tests.system.crowd import Crowd, assert_every_promise_is_kept, crowd, until
from tests.system.cutter import cutting
from tests.system.harness import PATIENCE, Shop
from tests.system.mail import NEWS, PostBox, letters

ENV = {"SHOP_LIMITS": "off", "SHOP_RESEND_AFTER_SECONDS": "2"}
ALLOWED = {201, 202, 503}
CUT = 7  # of so many replies to orders one is lost after its commit, all the time
MAIL_PATIENCE = 600.0  # seconds; a letter claimed by a worker that dies rests for two minutes

Hurt = Callable[[Shop, random.Random], Awaitable[None]]


def killing(name: str, *, whole: bool = True) -> Hurt:
    """kill -9 of a child, with all below it unless only itself is meant; the supervisor starts it again."""

    async def hurt(shop: Shop, _chance: random.Random) -> None:
        old = shop.pids().get(name)
        if old is None:
            return
        if whole:
            shop.kill_with_children(name)
        else:
            shop.kill(name)
        await until(lambda: shop.pids().get(name, old) != old, f"{name} was restarted")

    hurt.__name__ = f"kill {name}" if whole else f"kill the parent of {name}"
    return hurt


def freezing(name: str) -> Hurt:
    """A child and all below it stand still for a while."""

    async def hurt(shop: Shop, chance: random.Random) -> None:
        with shop.frozen(name):
            await asyncio.sleep(chance.uniform(0.5, 4))

    hurt.__name__ = f"freeze {name}"
    return hurt


async def flush(shop: Shop, _chance: random.Random) -> None:
    """FLUSHALL of Valkey."""
    await PostBox(shop).flush_all()


async def outage(shop: Shop, chance: random.Random) -> None:
    """PostgreSQL is dead and nobody starts it for a while."""
    old = shop.pids()["postgres"]
    with shop.nobody_restarts():
        shop.kill_with_children("postgres")
        await asyncio.sleep(chance.uniform(0.2, 3))
    await until(lambda: shop.pids().get("postgres", old) != old, "postgres was restarted")


async def ctrl_c(shop: Shop, _chance: random.Random) -> None:
    """Ctrl-C for the whole group, and a new start."""
    shop.interrupt_group()
    code = await asyncio.to_thread(shop.wait_end)
    assert code == 0, f"the supervisor ended with {code}"
    await asyncio.to_thread(lambda: shop.start().wait_ready())


async def headless(shop: Shop, _chance: random.Random) -> None:
    """kill -9 of the supervisor, and a new start."""
    shop.kill_supervisor()
    await asyncio.to_thread(lambda: shop.start().wait_ready())


HURTS: tuple[Hurt, ...] = (
    killing("web"),
    killing("relay"),
    killing("worker"),
    killing("worker", whole=False),
    killing("bulk"),
    killing("beat"),
    killing("valkey"),
    killing("postgres"),
    killing("postgres", whole=False),
    freezing("web"),
    freezing("relay"),
    freezing("valkey"),
    freezing("postgres"),
    flush,
    outage,
    ctrl_c,
    headless,
)


async def play_round(shop: Shop, number: int, chance: random.Random) -> Crowd:
    """Two or three hurts in a row under load; then every promise is looked up."""
    chosen = chance.sample(HURTS, chance.choice([1, 2, 3]))
    begun = time.monotonic()
    async with (
        cutting(lambda: shop.running.port, CUT) as wire,
        crowd(shop, buyers=3, email=f"round-{number}@example.com", way=wire.url) as buyers,
    ):
        for hurt in chosen:
            await buyers.wait_promises(5)
            say(f"round {number}: {getattr(hurt, '__name__', 'hurt').replace('_', ' ')}")
            await hurt(shop, chance)
        await buyers.wait_promises(5)
    strange = set(buyers.answers) - ALLOWED
    assert not strange, f"answers nobody should get: {strange}"
    await asyncio.to_thread(shop.wait_until, shop.is_ready, PATIENCE, "the shop is ready")
    await assert_every_promise_is_kept(buyers)
    say(f"round {number}: {len(buyers.promised)} orders, answers {dict(buyers.answers)}, {wire.lost} replies lost on "
        f"the way, no order lost, none twice, "
        f"{time.monotonic() - begun:.0f} s")  # fmt: skip
    return buyers


async def campaign(rounds: int, seed: int) -> None:
    """All rounds on one shop; at the end every order has each of its letters once."""
    chance, shop = random.Random(seed), Shop(env=ENV)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        await asyncio.to_thread(lambda: shop.start().wait_ready())
        played = [await play_round(shop, number, chance) for number in range(1, rounds + 1)]
        say("waiting until every letter is out")
        await PostBox(shop).wait_quiet(MAIL_PATIENCE)
        for buyers in played:
            kept = await buyers.kept()
            assert letters(shop, buyers.email or "") == {(code, news): 1 for code in kept for news in NEWS}
    except AssertionError:
        say(shop.tail())
        raise
    finally:
        shop.remove()


def say(line: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Read the options, play, and name the seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    args = parser.parse_args()
    say(f"seed {args.seed}, {args.rounds} rounds")
    try:
        asyncio.run(campaign(args.rounds, args.seed))
    except AssertionError as error:
        say(f"NOT KEPT: {error}\nseed {args.seed}")
        return 1
    say(f"All promises kept. Seed {args.seed}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
