"""Edits of listings that wait for an officer, and imports of many rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from shop.core.db import Base, Record


class EditState(StrEnum):
    """Where a staged edit stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ListingEdit(Record):
    """What a producer wants said or shown of a product; live only after approval. One open edit per product.

    `changes` holds the wished values by field (`changes.py` reads them); `base_version` is the product's
    version they were written against.
    """

    __tablename__ = "listing_edit"
    __table_args__ = (
        Index(
            "listing_edit_open_idx",
            "product_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'submitted')"),
        ),
        Index("listing_edit_state_idx", "state", "submitted_at"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    state: Mapped[EditState] = mapped_column(server_default=text("'draft'"))
    base_version: Mapped[int]
    changes: Mapped[dict[str, Any]]
    note: Mapped[str | None]  # from the producer
    reason: Mapped[str | None]  # from the officer
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class ImportState(StrEnum):
    """Where an import stands. A dry run ends as `checked` and writes nothing but its report."""

    QUEUED = "queued"
    RUNNING = "running"
    CHECKED = "checked"
    DONE = "done"
    FAILED = "failed"  # the file cannot be read, or a step broke off too often
    CANCELLED = "cancelled"


class ImportRun(Record):
    """One file of products of one producer. `done` rows are worked; the rest goes on from there after a crash."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("done BETWEEN 0 AND total", name="done_within_total"),
        Index("import_run_open_idx", "state", postgresql_where=text("state IN ('queued', 'running')")),
        Index("import_run_producer_idx", "producer_id", "id"),
    )

    producer_id: Mapped[UUID] = mapped_column(ForeignKey("producer.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: the command line
    filename: Mapped[str]
    digest: Mapped[str]  # SHA-256 of the file
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    dry_run: Mapped[bool]
    state: Mapped[ImportState] = mapped_column(server_default=text("'queued'"))
    total: Mapped[int] = mapped_column(server_default=text("0"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    created: Mapped[int] = mapped_column(server_default=text("0"))
    updated: Mapped[int] = mapped_column(server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(server_default=text("0"))
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    broken: Mapped[int] = mapped_column(server_default=text("0"))  # times the next step broke off unforeseen
    failure: Mapped[str | None]  # the code of what is wrong with the whole file
    failure_facts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class ImportProblem(Base):
    """What is wrong with one cell of an import: row as the sheet counts it, column by its heading."""

    __tablename__ = "import_problem"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    column: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
