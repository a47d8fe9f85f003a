"""Many small writes as few large ones: what a crowd gets, and what faults do to a batch. All transactions are real."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop.core.coalescer import MOST, Coalescer, OutcomeUnknown
from shop.core.errors import Conflict, TooMany, Unavailable
from shop.core.key_batch import claim_of, draw_keys, find_keys

ROUTE = "tests.coalescer"


def claims_of(asks):
    return [claim_of("test", ROUTE, f"key-{ask}", None) for ask in asks]


async def keep(session, asks):
    """Work that can be done again: each ask is a key, and what it stands for is kept once."""
    known = await find_keys(session, claims_of(asks))
    fresh = [claim for claim in claims_of(asks) if claim.name not in known]
    drawn = await draw_keys(session, fresh) if fresh else {}
    return [str((known | drawn)[claim.name].reference) for claim in claims_of(asks)]


async def kept(sessions):
    async with sessions() as session:
        return await session.scalar(text("SELECT count(*) FROM idempotency_key WHERE route = :route"), {"route": ROUTE})


class Batches:
    """Work that notes the batches it was given; `before` may spoil one."""

    def __init__(self, before=None):
        self.seen, self._before = [], before

    async def __call__(self, session, asks):
        self.seen.append(list(asks))
        if self._before is not None:
            await self._before(session, asks, len(self.seen))
        return await keep(session, asks)


@pytest.fixture
async def coalescer(sessions):
    made = []

    def make(work, patience=60, **options):
        made.append(Coalescer(sessions, work, patience=patience, **options))
        return made[-1]

    yield make
    for one in made:
        await one.close()


async def test_what_waits_goes_into_one_transaction_and_everybody_gets_an_answer_of_their_own(coalescer, sessions):
    work = Batches()
    line = coalescer(work)

    answers = await asyncio.gather(*(line.submit(number) for number in range(300)))

    assert len(set(answers)) == 300
    assert await kept(sessions) == 300
    assert len(work.seen) <= 3
    assert max(len(batch) for batch in work.seen) <= MOST


async def test_nobody_is_answered_before_the_commit(coalescer, sessions):
    seen = []
    line = coalescer(Batches())

    async def ask(number):
        await line.submit(number)
        seen.append(await kept(sessions))

    await asyncio.gather(*(ask(number) for number in range(20)))

    assert seen == [20] * 20


async def test_a_refusal_is_for_the_one_who_asked(coalescer, sessions):
    async def work(session, asks):
        kept_ones = await keep(session, [ask for ask in asks if ask % 2])
        return [kept_ones.pop(0) if ask % 2 else Conflict() for ask in asks]

    line = coalescer(work)
    answers = await asyncio.gather(*(line.submit(number) for number in range(10)), return_exceptions=True)

    assert [isinstance(answer, Conflict) for answer in answers] == [True, False] * 5
    assert await kept(sessions) == 5


async def test_a_row_that_spoils_the_batch_stands_alone_and_its_neighbours_are_unharmed(coalescer, sessions):
    async def spoil(session, asks, _):
        if 13 in asks:
            await session.execute(text("SELECT 1 / 0"))

    line = coalescer(Batches(spoil))
    answers = await asyncio.gather(*(line.submit(number) for number in range(40)), return_exceptions=True)

    assert [number for number, answer in enumerate(answers) if isinstance(answer, Exception)] == [13]
    assert isinstance(answers[13], DBAPIError)
    assert await kept(sessions) == 39


@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_a_lost_race_is_run_again_whole(coalescer, sessions, state):
    async def lose_twice(session, _, attempt):
        if attempt < 3:
            await session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"))

    work = Batches(lose_twice)
    line = coalescer(work)
    answers = await asyncio.gather(*(line.submit(number) for number in range(7)))

    assert len(set(answers)) == 7
    assert [len(batch) for batch in work.seen] == [7, 7, 7]


async def test_after_a_lost_connection_everything_is_there_once(coalescer, sessions):
    async def cut_off(session, _, attempt):
        if attempt == 1:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    line = coalescer(Batches(cut_off))
    answers = await asyncio.gather(*(line.submit(number) for number in range(30)))

    assert len(set(answers)) == 30
    assert await kept(sessions) == 30


async def test_a_commit_whose_answer_is_lost_is_found_by_its_key(coalescer, sessions):
    """The work commits, then the connection is gone: the second attempt must find, not repeat."""
    first = {}

    async def commit_then_fail(session, asks):
        answers = await keep(session, asks)
        if not first:
            first.update(zip(asks, answers, strict=True))
            async with sessions() as other, other.begin():
                await keep(other, [f"other-{ask}" for ask in asks])
            await session.commit()
            raise ConnectionResetError
        return answers

    line = coalescer(commit_then_fail)
    answers = await asyncio.gather(*(line.submit(number) for number in range(5)))

    assert dict(enumerate(answers)) == first


async def test_who_waits_too_long_is_told_that_nothing_is_known_and_the_same_key_tells(coalescer, sessions):
    gate = asyncio.Event()

    async def wait(session, asks):
        await gate.wait()
        return await keep(session, asks)

    line = coalescer(wait, patience=0.05)
    with pytest.raises(OutcomeUnknown) as told:
        await line.submit(1)
    gate.set()
    answers = [await until_known(line, 1) for _ in range(2)]

    assert (told.value.status, told.value.retry_after) == (202, 1)
    assert len(set(answers)) == 1
    assert await kept(sessions) == 1


async def until_known(line, ask):
    while True:
        try:
            return await line.submit(ask)
        except OutcomeUnknown:
            continue  # as a client does: again with the same key


async def test_two_flushers_work_side_by_side_and_one_key_stands_for_one_thing(coalescer, sessions):
    line = coalescer(Batches(), flushers=2)

    answers = await asyncio.gather(*(line.submit("same") for _ in range(5)), *(line.submit(n) for n in range(20)))

    assert len(set(answers[:5])) == 1
    assert await kept(sessions) == 21


async def test_a_full_queue_says_when_to_come_back(coalescer):
    gate = asyncio.Event()

    async def wait(session, asks):
        await gate.wait()
        return await keep(session, asks)

    line = coalescer(wait, bound=3)
    first = asyncio.create_task(line.submit("first"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # it is under way, and waits no more
    waiting = [asyncio.create_task(line.submit(number)) for number in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(TooMany):
        await line.submit("one too many")
    gate.set()

    assert len(set(await asyncio.gather(first, *waiting))) == 4


async def test_the_end_takes_nothing_more_and_works_what_waits(coalescer, sessions):
    line = coalescer(Batches())
    waiting = [asyncio.create_task(line.submit(number)) for number in range(50)]
    await asyncio.sleep(0)

    await line.close()

    with pytest.raises(Unavailable):
        await line.submit("late")
    assert len(set(await asyncio.gather(*waiting))) == 50
    assert await kept(sessions) == 50
