"""Practice as programs see and send it. Amounts are đồng."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from shop.core.text import Body, DongAmount, Label, Line, Quantity
from shop.orders.wish import Contact
from shop.practice.marks import Sheet
from shop.practice.models import ActKind, PracticeRun, RunKind

Level = Annotated[int, Meta(ge=1, le=3)]
Minutes = Annotated[int, Meta(ge=5, le=20)]
Speed = Annotated[int, Meta(ge=1, le=20)]


class TrainingBody(Body):
    """A training run: 5, 10, 15 or 20 minutes of its own time, which may run 1, 2, 5, 10 or 20 times as fast."""

    level: Level = 1
    minutes: Minutes = 10
    speed: Speed = 1


class ActBody(Body):
    """An act of the host. `target` is the id of a good or a line, or a name, as `kind` needs.

    `words` are a good's code where an order is taken by hand, else what is said.
    """

    kind: ActKind
    target: Label = ""
    amount: DongAmount | None = None
    words: Line = ""


class PracticeOrderBody(Body):
    """Play at buying: the contact is not kept but for its name, and nothing is sold."""

    variant: UUID
    quantity: Quantity
    contact: Contact
    age_confirmed: bool = False


class PracticeOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order of a practice: it is none anywhere else."""

    id: UUID
    code: str


class RunOut(msgspec.Struct, frozen=True, kw_only=True):
    """A run. Its room stands under /api/v1/sessions/{address}."""

    key: str
    kind: RunKind
    address: str
    level: int
    minutes: int
    speed: int
    started_at: datetime
    ends_at: datetime
    finished_at: datetime | None
    points: int | None
    passed: bool | None

    @classmethod
    def of(cls, run: PracticeRun, address: str) -> "RunOut":
        """From its row."""
        return cls(
            key=run.key,
            kind=run.kind,
            address=address,
            level=run.level,
            minutes=run.minutes,
            speed=run.speed,
            started_at=run.started_at,
            ends_at=run.ends_at,
            finished_at=run.finished_at,
            points=run.points,
            passed=run.passed,
        )


class RunList(msgspec.Struct, frozen=True):
    """Training runs, the newest first."""

    items: list[RunOut]


class SheetOut(msgspec.Struct, frozen=True, kw_only=True):
    """A run with its score sheet; `final` once it has ended."""

    run: RunOut
    final: bool
    sheet: Sheet
