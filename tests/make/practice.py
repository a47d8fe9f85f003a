"""Practice runs for tests."""

from datetime import timedelta
from itertools import count

from shop.core.actor import Actor, Role
from shop.practice.models import PracticeGood, PracticeRun, RunKind
from shop.practice.open_runs import open_rehearsal, start_training
from tests.make import accounts, livestream

_numbers = count(1)


def acting(person, *roles):
    """The person as an asker."""
    return Actor(person_id=person.id, name=person.name, roles=frozenset(roles))


async def rehearsal(session, **facts):
    """A stall before air and its open rehearsal: (stall, run, its host as an asker)."""
    stall = await livestream.stall(session, on_air=False, licensed=False, **facts)
    host = acting(stall.host, Role.HOST)
    run = await open_rehearsal(session, host, stall.live.slug)
    await session.flush()
    return stall, run, host


async def rehearsal_of(session, live):
    """A rehearsal of a session that may be on air already: (run, its only good)."""
    run = PracticeRun(
        key=f"rehearsal-{next(_numbers)}",
        kind=RunKind.REHEARSAL,
        person_id=live.host_id,
        session_id=live.id,
        title=live.title,
        level=1,
        minutes=240,
        speed=1,
        seed=0,
        script="",
        started_at=live.starts_at,
        ends_at=live.starts_at + timedelta(hours=4),
        request_key=f"rehearsal-{next(_numbers)}",
    )
    session.add(run)
    await session.flush()
    good = PracticeGood(
        run_id=run.id,
        code="A1",
        position=0,
        name="Bát gốm",
        product_slug="bat-gom",
        unit="cái",
        image="",
        price=90_000,
        floor=1,
        stock=5,
    )
    session.add(good)
    await session.flush()
    return run, good


async def training_run(session, person=None, *, level=1, minutes=5, speed=1, seed=7):
    """A training run of a host, with an audience that is always the same: (run, its learner as an asker)."""
    person = person or await accounts.person(session, Role.HOST)
    learner = acting(person, Role.HOST)
    run = await start_training(
        session, learner, level=level, minutes=minutes, speed=speed, request_key=f"practice-{next(_numbers)}"
    )
    run.seed = seed
    await session.flush()
    return run, learner
