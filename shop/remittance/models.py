"""Cash that was taken in for parcels, who holds it, and how it is handed in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.carriers.models import CarrierName
from shop.core.db import Record
from shop.core.money import Dong


class Holder(StrEnum):
    """Who took the cash for a parcel: the counter of its place, the place's own rider, a carrier."""

    POINT = "point"
    RIDER = "rider"
    CARRIER = "carrier"


class CashState(StrEnum):
    """Taken in, handed in to us, and seen on our account."""

    COLLECTED = "collected"
    REMITTED = "remitted"
    SETTLED = "settled"


class Verdict(StrEnum):
    """What a line of a carrier's list is beside our books; `judge` in rules says when."""

    EXACT = "exact"
    UNDER = "under"
    OVER = "over"
    UNKNOWN = "unknown"
    TWICE = "twice"
    UNDELIVERED = "undelivered"
    NOTHING_DUE = "nothing_due"
    UNREADABLE = "unreadable"


class Decision(StrEnum):
    """What becomes of a line: its money counts for the parcel, or goes back to the carrier."""

    TAKEN = "taken"
    DECLINED = "declined"


class Remittance(Record):
    """Cash one holder handed in together: of a drawer that was counted and closed, or of a carrier's list.

    `reference` is the drawer's shift or the list. `amount` (đồng) is what the parcels' cash comes to, `fee` what the
    carrier charges beside it. It is settled once somebody saw the money on our account, under the bank's reference.
    """

    __tablename__ = "remittance"
    __table_args__ = (
        CheckConstraint("num_nonnulls(place_id, carrier) = 1", name="of_one_holder"),
        CheckConstraint("amount >= 0 AND fee >= 0", name="not_negative"),
        CheckConstraint("state <> 'collected'", name="handed_in"),
        CheckConstraint("num_nulls(bank_reference, settled_by, settled_at) IN (0, 3)", name="settled_whole"),
        CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="settled_dated"),
        Index("remittance_open_idx", "id", postgresql_where=text("state = 'remitted'")),
    )

    reference: Mapped[UUID] = mapped_column(unique=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    carrier: Mapped[CarrierName | None]
    amount: Mapped[Dong] = mapped_column(server_default=text("0"))
    fee: Mapped[Dong] = mapped_column(server_default=text("0"))
    state: Mapped[CashState]
    bank_reference: Mapped[str | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]


class CodCollection(Record):
    """The cash (đồng) for one parcel: `amount` was taken in from the buyer, `handed_in` came to us.

    It is written when the parcel is handed over or delivered. Cash of a rider lies in the drawer of its place from then
    on; `carrier` holds its own until it hands it in.
    """

    __tablename__ = "cod_collection"
    __table_args__ = (
        CheckConstraint("amount > 0", name="some"),
        CheckConstraint("(holder = 'carrier') = (carrier IS NOT NULL)", name="carrier_named"),
        CheckConstraint("(state = 'collected') = (remittance_id IS NULL)", name="handed_in_with"),
        CheckConstraint("num_nulls(handed_in, fee, remittance_id) IN (0, 3)", name="handed_in_whole"),
        CheckConstraint("handed_in >= 0 AND fee >= 0", name="handed_in_not_negative"),
        Index("cod_collection_held_idx", "carrier", "id", postgresql_where=text("state = 'collected'")),
    )

    parcel_id: Mapped[UUID] = mapped_column(ForeignKey("parcel.id"), unique=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("shop_order.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    holder: Mapped[Holder]
    carrier: Mapped[CarrierName | None]
    amount: Mapped[Dong]
    state: Mapped[CashState]
    actor: Mapped[str]  # who took it in, as histories name them
    handed_in: Mapped[Dong | None]
    fee: Mapped[Dong | None]
    remittance_id: Mapped[UUID | None] = mapped_column(ForeignKey("remittance.id"), index=True)


class FileState(StrEnum):
    """Read and judged, nothing done; or worked into the books."""

    CHECKED = "checked"
    APPLIED = "applied"


class RemittanceFile(Record):
    """A carrier's list of cash it hands in; the same bytes (`digest`) are one list, whoever sends them."""

    __tablename__ = "remittance_file"
    __table_args__ = (
        CheckConstraint("num_nulls(applied_by, applied_at) IN (0, 2)", name="applied_whole"),
        CheckConstraint("(state = 'applied') = (applied_at IS NOT NULL)", name="applied_dated"),
    )

    carrier: Mapped[CarrierName]
    filename: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    state: Mapped[FileState]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    applied_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    applied_at: Mapped[datetime | None]


class RemittanceLine(Record):
    """One row of a carrier's list as it was read, what it is beside our books, and what was decided.

    `verdict` is of when it was last judged; a line that was taken belongs to exactly one collection, for ever.
    """

    __tablename__ = "remittance_line"
    __table_args__ = (
        UniqueConstraint("file_id", "row"),
        CheckConstraint("amount >= 0 AND fee >= 0", name="not_negative"),
        CheckConstraint("(decision = 'taken') <= (collection_id IS NOT NULL)", name="taken_for_something"),
        CheckConstraint("num_nulls(decision, decided_by, decided_at) IN (0, 3)", name="decided_whole"),
        Index("remittance_line_taken_idx", "collection_id", unique=True, postgresql_where=text("decision = 'taken'")),
        Index("remittance_line_open_idx", "file_id", postgresql_where=text("decision IS NULL")),
    )

    file_id: Mapped[UUID] = mapped_column(ForeignKey("remittance_file.id"))
    row: Mapped[int]
    tracking: Mapped[str]
    code: Mapped[str]  # the order's, as the carrier repeats it
    amount: Mapped[Dong]
    fee: Mapped[Dong]
    paid_on: Mapped[date | None]
    verdict: Mapped[Verdict]
    expected: Mapped[Dong | None]  # what our books say it should be
    quoted: Mapped[Dong | None]  # the fee the carrier told us when it gave the label
    collection_id: Mapped[UUID | None] = mapped_column(ForeignKey("cod_collection.id"))
    decision: Mapped[Decision | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None]
