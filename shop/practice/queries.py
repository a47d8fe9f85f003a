"""Reads of practice: a run with all that was done in it, a person's own runs, and everybody's for the office."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import shop_now
from shop.markets.models import LiveSession, Market, SessionState
from shop.places.models import Place
from shop.practice.errors import PracticeUnknown
from shop.practice.models import PracticeAct, PracticeGood, PracticeMark, PracticeRun, RunKind
from shop.practice.rules import address, elapsed_ms
from shop.practice.scenario import PlayGood, Spoken, scenario
from shop.practice.stage import Done, Playing, Stage


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """A run just read, with the room it makes at `now`."""

    run: PracticeRun
    host_name: str
    session_slug: str | None
    session_state: SessionState | None
    place: tuple[str, str]  # slug, name; empty for a training run
    market_slug: str
    goods: list[PracticeGood]
    acts: list[Done]
    now: datetime

    @property
    def over(self) -> bool:
        """Whether nothing more may be done in it."""
        begun = self.session_state not in {None, SessionState.SCHEDULED}
        return self.run.finished_at is not None or self.now >= self.run.ends_at or begun

    @property
    def address(self) -> str:
        """What its room, desk and API stand under."""
        return address(self.session_slug, self.run.key)

    @property
    def at(self) -> float:
        """Seconds of its own time that have passed."""
        moment = min(self.run.finished_at or self.now, self.now)
        return elapsed_ms(self.run.started_at, self.run.ends_at, moment, self.run.speed) / 1000

    @property
    def playing(self) -> Playing:
        """What its fold begins with."""
        run = self.run
        return Playing(
            run_id=run.id,
            seed=run.seed,
            level=run.level,
            seconds=run.minutes * 60,
            stock={good.code: good.stock for good in self.goods},
            prices={good.code: good.price for good in self.goods},
            lines=self.audience,
        )

    @property
    def play_goods(self) -> tuple[PlayGood, ...]:
        """The goods as an audience knows them."""
        return tuple(_play_good(good) for good in self.goods)

    @property
    def audience(self) -> Sequence[Spoken]:
        """All that its made-up audience says; a rehearsal has none."""
        run = self.run
        if run.kind is RunKind.REHEARSAL:
            return ()
        return scenario(run.seed, run.level, run.minutes, self.play_goods).lines

    def stage(self) -> Stage:
        """Its room at this moment."""
        return Stage(self.playing, self.acts, self.at)


class RunRow(msgspec.Struct, frozen=True, kw_only=True):
    """A training run in a list."""

    run: PracticeRun
    name: str


async def played(session: AsyncSession, key: str) -> Played:
    """The run at this address, in three statements.

    Raises:
        PracticeUnknown: there is none.
    """
    row = (
        await session.execute(
            select(PracticeRun, Person.name, LiveSession.slug, LiveSession.state, Place.slug, Place.name, Market.slug)
            .add_columns(shop_now())
            .join(Person, Person.id == PracticeRun.person_id)
            .outerjoin(LiveSession, LiveSession.id == PracticeRun.session_id)
            .outerjoin(Place, Place.id == LiveSession.place_id)
            .outerjoin(Market, Market.id == LiveSession.market_id)
            .where(PracticeRun.key == key)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise PracticeUnknown
    run, name, slug, state, place_slug, place_name, market_slug, now = row
    goods = select(PracticeGood).where(PracticeGood.run_id == run.id).order_by(PracticeGood.position)
    return Played(
        run=run,
        host_name=name,
        session_slug=slug,
        session_state=state,
        place=(place_slug or "", place_name or ""),
        market_slug=market_slug or "",
        goods=list(await session.scalars(goods)),
        acts=await _acts(session, run.id),
        now=now,
    )


async def runs_of(session: AsyncSession, person_id: UUID, most: int) -> list[PracticeRun]:
    """A person's training runs, the newest first."""
    found = await session.scalars(
        select(PracticeRun)
        .where(PracticeRun.person_id == person_id, PracticeRun.kind == RunKind.TRAINING)
        .order_by(PracticeRun.id.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def newest_runs(session: AsyncSession, most: int, after: UUID | None = None) -> list[RunRow]:
    """Everybody's training runs, the newest first."""
    wanted = (
        select(PracticeRun, Person.name)
        .join(Person, Person.id == PracticeRun.person_id)
        .where(PracticeRun.kind == RunKind.TRAINING)
        .order_by(PracticeRun.id.desc())
        .limit(most)
    )
    if after is not None:
        wanted = wanted.where(PracticeRun.id < after)
    return [RunRow(run=run, name=name) for run, name in await session.execute(wanted)]


async def marks_of(session: AsyncSession, run_id: UUID) -> list[PracticeMark]:
    """How a finished run was marked, in the order of the sheet."""
    found = await session.scalars(
        select(PracticeMark).where(PracticeMark.run_id == run_id).order_by(PracticeMark.position)
    )
    return list(found)


async def open_rehearsal_of(session: AsyncSession, session_id: UUID) -> PracticeRun | None:
    """The rehearsal of a session that is open now."""
    found: PracticeRun | None = await session.scalar(
        select(PracticeRun).where(
            PracticeRun.session_id == session_id,
            PracticeRun.finished_at.is_(None),
            PracticeRun.ends_at > shop_now(),
        )
    )
    return found


async def _acts(session: AsyncSession, run_id: UUID) -> list[Done]:
    rows = await session.scalars(select(PracticeAct).where(PracticeAct.run_id == run_id).order_by(PracticeAct.number))
    return [
        Done(
            id=row.id,
            number=row.number,
            kind=row.kind,
            at=row.at_ms / 1000,
            target=row.target,
            amount=row.amount,
            words=row.words,
            name=row.name,
        )
        for row in rows
    ]


def _play_good(good: PracticeGood) -> PlayGood:
    return PlayGood(
        code=good.code, name=good.name, unit=good.unit, price=good.price, floor=good.floor, stock=good.stock
    )
