"""Many small writes as few large ones: what waits goes into the next transaction together.

There is no timer. While one transaction is under way the next batch gathers, so a batch is as large as the crowd.
Whoever asked is answered only after the commit.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import Sessions, short
from shop.core.driver import is_lost, sqlstate_of
from shop.core.errors import Refusal, TooMany, Unavailable

AskT = TypeVar("AskT")
AnswerT = TypeVar("AnswerT")
Work = Callable[[AsyncSession, Sequence[AskT]], Awaitable[Sequence[AnswerT | Refusal]]]
"""What is done with a batch in its transaction: an answer or a refusal for each ask, in their order. Doing it again
after an unknown outcome must find what was done: every ask carries a key of the database's. A batch may hold twins."""

MOST = 256  # asks of one transaction
BOUND = 4096  # asks that may wait in one process
PATIENCE = 2.0  # seconds after which somebody who waits is told that the outcome is not known yet
_LOST_RACES = frozenset({"40001", "40P01"})  # serialisation, deadlock: the same batch succeeds the next time
_RACES = 5  # of them in a row, before a batch is divided
_REST = 0.05  # seconds before a lost database is asked again

_log = structlog.get_logger("shop.coalescer")


class OutcomeUnknown(Refusal):
    """Not known in time whether it was done: asking again with the same key tells, and does it at most once."""

    code = "outcome_unknown"
    status = 202

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after


class _Entry(Generic[AskT, AnswerT]):
    """Somebody who waits."""

    __slots__ = ("answer", "ask")

    def __init__(self, ask: AskT) -> None:
        self.ask = ask
        self.answer: asyncio.Future[AnswerT] = asyncio.get_running_loop().create_future()

    def tell(self, answer: AnswerT | BaseException) -> None:
        """Answer, unless the one who asked has gone."""
        if self.answer.done():
            return
        if isinstance(answer, BaseException):
            self.answer.set_exception(answer)
            self.answer.exception()  # who has gone hears nothing, and nothing complains of that
        else:
            self.answer.set_result(answer)


class Coalescer(Generic[AskT, AnswerT]):
    """Takes asks one by one and works them in batches.

    `sessions` should have connections of their own, one for each of `flushers`: those who wait must not hold what
    the flusher needs.
    """

    def __init__(
        self,
        sessions: Sessions,
        work: Work[AskT, AnswerT],
        *,
        flushers: int = 1,
        bound: int = BOUND,
        patience: float = PATIENCE,
    ) -> None:
        self._sessions, self._work = sessions, work
        self._flushers, self._bound, self._patience = flushers, bound, patience
        self._waiting: deque[_Entry[AskT, AnswerT]] = deque()
        self._tasks: list[asyncio.Task[None]] = []
        self._wake = asyncio.Event()
        self._closing = False

    async def submit(self, ask: AskT) -> AnswerT:
        """Have `ask` worked with the next batch; its answer comes after the commit.

        Raises:
            Refusal: what the work says of it.
            TooMany: too many wait already; nothing was done.
            Unavailable: this process is about to end; nothing was done.
            OutcomeUnknown: no answer in time.
        """
        if self._closing:
            raise Unavailable
        if len(self._waiting) >= self._bound:
            raise TooMany(1)
        if not self._tasks:
            own = Context()  # nobody's request: a flusher works for all
            self._tasks = [asyncio.create_task(self._flush(), context=own) for _ in range(self._flushers)]
        entry: _Entry[AskT, AnswerT] = _Entry(ask)
        self._waiting.append(entry)
        self._wake.set()
        try:
            return await asyncio.wait_for(entry.answer, self._patience)
        except TimeoutError:
            raise OutcomeUnknown from None

    async def close(self) -> None:
        """Take nothing more, work what waits, and end."""
        self._closing = True
        self._wake.set()
        await asyncio.gather(*self._tasks)

    async def _flush(self) -> None:
        while True:
            batch = self._take()
            if batch:
                await self._settle(batch)
            elif self._closing and not self._waiting:
                return
            else:
                self._wake.clear()
                await self._wake.wait()

    def _take(self) -> list[_Entry[AskT, AnswerT]]:
        """The next batch, first come first, without those who have gone."""
        batch: list[_Entry[AskT, AnswerT]] = []
        while self._waiting and len(batch) < MOST:
            entry = self._waiting.popleft()
            if not entry.answer.done():
                batch.append(entry)
        return batch

    async def _settle(self, batch: Sequence[_Entry[AskT, AnswerT]]) -> None:
        """Work a batch until everybody in it is answered or has gone."""
        races = 0
        while batch:
            [outcome] = await asyncio.gather(self._attempt(batch), return_exceptions=True)
            if not isinstance(outcome, BaseException):
                for entry, answer in zip(batch, outcome, strict=True):
                    entry.tell(answer)
                return
            races += 1
            if _is_lost(outcome):
                await asyncio.sleep(_REST)
            elif sqlstate_of(outcome) not in _LOST_RACES or races > _RACES:
                await self._divide(batch, outcome)
                return
            batch = [entry for entry in batch if not entry.answer.done()]

    async def _attempt(self, batch: Sequence[_Entry[AskT, AnswerT]]) -> Sequence[AnswerT | Refusal]:
        async with short(self._sessions) as session:
            return await self._work(session, [entry.ask for entry in batch])

    async def _divide(self, batch: Sequence[_Entry[AskT, AnswerT]], error: BaseException) -> None:
        """One row may have spoilt it for all: halve until it stands alone, and its neighbours are unharmed."""
        if len(batch) == 1:
            batch[0].tell(error)
            return
        _log.warning("a batch is divided", size=len(batch), error=type(error).__name__)
        middle = len(batch) // 2
        await self._settle(batch[:middle])
        await self._settle(batch[middle:])


def _is_lost(error: BaseException) -> bool:
    """Whether the outcome is not known, or nothing can be done just now: the database has gone or lets nobody in."""
    return isinstance(error, Unavailable | OSError | TimeoutError) or (isinstance(error, DBAPIError) and is_lost(error))
