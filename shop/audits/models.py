"""Runs of the auditor and what they found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class AuditRun(Record):
    """One comparison of all books. `asked_by`: an officer; None: the night's. It waits or works until `ended_at`.

    `differences` counts all that was found; the first of them are kept as findings.
    """

    __tablename__ = "audit_run"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (differences IS NULL)", name="counted_when_over"),
        CheckConstraint("differences >= 0", name="not_negative"),
        Index("audit_run_open_idx", "asked_by", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    differences: Mapped[int | None]


class AuditFinding(Record):
    """Two books that do not agree: by which check, about what (`subject`), and both figures."""

    __tablename__ = "audit_finding"
    __table_args__ = (Index("audit_finding_run_idx", "run_id", "id"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("audit_run.id", ondelete="CASCADE"))
    check_name: Mapped[str]
    subject: Mapped[str]
    expected: Mapped[str]
    found: Mapped[str]
