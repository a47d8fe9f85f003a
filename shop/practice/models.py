"""Practice runs: the goods they play with, what was done in them, and how it was marked."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class RunKind(StrEnum):
    """A rehearsal is of a session, its audience is the crew; a training run has an audience that is made up."""

    REHEARSAL = "rehearsal"
    TRAINING = "training"


class ActKind(StrEnum):
    """What is done in a run. The last two are the crew's, all others the host's."""

    GREET = "greet"
    PIN = "pin"
    UNPIN = "unpin"
    SOLD_OUT = "sold_out"
    REPLY = "reply"
    REFUSE = "refuse"
    TAKE = "take"
    REMOVE = "remove"
    MUTE = "mute"
    LIFT = "lift"
    SLOW = "slow"
    HAND_OVER = "hand_over"
    SAY = "say"
    BUY = "buy"


class Skill(StrEnum):
    """What a training run is marked for."""

    GREET = "greet"
    PIN = "pin"
    ANSWER = "answer"
    ORDERS = "orders"
    SOLD_OUT = "sold_out"
    ORDERLY = "orderly"
    CLAIMS = "claims"
    PRICE = "price"
    HAND_OVER = "hand_over"


class PracticeRun(Record):
    """One practice. Nothing in it is sold: it has goods, comments and orders of its own.

    `key` is the end of its address and opens its room to whoever was given it. The audience of a training run follows
    from `seed`, `level`, `minutes` and the written lines that `script` names; `speed` is how fast its time runs.
    `acts` counts what was done, under the row's lock. `points` (of a hundred) are written once, when it is finished.
    """

    __tablename__ = "practice_run"
    __table_args__ = (
        CheckConstraint("(kind = 'rehearsal') = (session_id IS NOT NULL)", name="of_a_session"),
        CheckConstraint("level BETWEEN 1 AND 3", name="level_bounded"),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes_bounded"),
        CheckConstraint("speed BETWEEN 1 AND 20", name="speed_bounded"),
        CheckConstraint("acts BETWEEN 0 AND 2000", name="acts_bounded"),
        CheckConstraint("started_at < ends_at", name="forward"),
        CheckConstraint("points BETWEEN 0 AND 100", name="points_bounded"),
        CheckConstraint(
            "(points IS NULL) = (passed IS NULL) AND (points IS NULL OR finished_at IS NOT NULL)", name="marked_at_end"
        ),
        UniqueConstraint("person_id", "request_key"),
        Index(
            "practice_run_one_open_per_session",
            "session_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL AND session_id IS NOT NULL"),
        ),
        Index("practice_run_open_idx", "ends_at", postgresql_where=text("finished_at IS NULL")),
    )

    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RunKind]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    title: Mapped[str]
    level: Mapped[int]
    minutes: Mapped[int]
    speed: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    script: Mapped[str]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    acts: Mapped[int] = mapped_column(server_default=text("0"))
    points: Mapped[int | None]
    passed: Mapped[bool | None]
    request_key: Mapped[str]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class PracticeGood(Record):
    """Something a run plays at selling: a copy, so that no act of a run reaches the goods themselves.

    `floor` (đồng) is the lowest price it may be pinned at; what has no `stars` may not be pinned.
    """

    __tablename__ = "practice_good"
    __table_args__ = (
        UniqueConstraint("run_id", "code"),
        CheckConstraint("floor BETWEEN 1 AND price", name="floor_below_price"),
        CheckConstraint("stock >= 0", name="stock_counted"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("practice_run.id", ondelete="CASCADE"))
    code: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    product_slug: Mapped[str]
    unit: Mapped[str]
    image: Mapped[str]
    price: Mapped[int] = mapped_column(BigInteger)
    floor: Mapped[int] = mapped_column(BigInteger)
    stock: Mapped[int]
    stars: Mapped[int | None]
    potential_five: Mapped[bool] = mapped_column(server_default=text("false"))
    certificate: Mapped[str | None]
    expires_on: Mapped[date | None]


class PracticeAct(Record):
    """Something done in a run, `at_ms` of its own time after its start: append-only.

    `key` is the sender's own where a crew speaks: sent twice it is one act.
    """

    __tablename__ = "practice_act"
    __table_args__ = (UniqueConstraint("run_id", "number"), UniqueConstraint("run_id", "key"))

    run_id: Mapped[UUID] = mapped_column(ForeignKey("practice_run.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[ActKind]
    at_ms: Mapped[int] = mapped_column(BigInteger)
    target: Mapped[str]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    words: Mapped[str]
    name: Mapped[str]
    key: Mapped[str]


class PracticeMark(Record):
    """How one skill was marked: `done` of `most` chances were used well, worth `points` of `worth`."""

    __tablename__ = "practice_mark"
    __table_args__ = (
        UniqueConstraint("run_id", "skill"),
        CheckConstraint("done BETWEEN 0 AND most", name="done_within_most"),
        CheckConstraint("points BETWEEN 0 AND worth", name="points_within_worth"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("practice_run.id", ondelete="CASCADE"))
    position: Mapped[int]
    skill: Mapped[Skill]
    done: Mapped[int]
    most: Mapped[int]
    points: Mapped[int]
    worth: Mapped[int]
