"""Lists of pickups that devices took along, and what was handed over by them without the net."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class Outcome(StrEnum):
    """What came of a report."""

    HANDED_OVER = "handed_over"
    ALREADY = "already_handed_over"  # before this report came
    CONFLICT = "conflict"  # the goods were given, and the order says that they may not: a person decides


class Cause(StrEnum):
    """Why goods that were given cannot be handed over in the books."""

    NOT_PACKED = "not_packed"
    ELSEWHERE = "elsewhere"  # moved to another point meanwhile
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUSED = "refused"


class Ending(StrEnum):
    """How a person settled a conflict."""

    HANDED_OVER = "handed_over"  # it could be handed over after all
    WRITTEN_OFF = "written_off"  # its goods were taken out of the stock
    NOTED = "noted"  # nothing but the note


class PickupList(Record):
    """The pickups of a place that somebody took along at `created_at`, for use without the net.

    Names and hashes are not kept: they follow from the orders.
    """

    __tablename__ = "pickup_list"
    __table_args__ = (CheckConstraint("valid_until > created_at", name="valid_for_a_while"),)

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    valid_until: Mapped[datetime]
    order_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))


class OfflineHandOver(Record):
    """A report that a pickup was handed over without the net; `client_id` is the device's name for it.

    `given_at` is when the goods changed hands as the device says it, not before its list and not after the report.
    """

    __tablename__ = "offline_hand_over"
    __table_args__ = (
        UniqueConstraint("list_id", "client_id"),
        CheckConstraint("(outcome = 'conflict') = (cause IS NOT NULL)", name="conflict_has_cause"),
        CheckConstraint("num_nulls(ending, ended_by, ended_at, note) IN (0, 4)", name="ended_whole"),
        CheckConstraint("ending IS NULL OR outcome = 'conflict'", name="conflicts_end"),
        CheckConstraint("given_at <= created_at", name="given_before"),
        Index(
            "offline_hand_over_open_idx",
            "place_id",
            "id",
            postgresql_where=text("outcome = 'conflict' AND ending IS NULL"),
        ),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("pickup_list.id"))
    client_id: Mapped[str]
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    given_at: Mapped[datetime]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome]
    cause: Mapped[Cause | None]
    ending: Mapped[Ending | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    note: Mapped[str | None]
