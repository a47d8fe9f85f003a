"""The audit log: append-only, each row chained to the one before by its hash.

The database makes the chain (trigger `audit_chain`) and refuses updates and deletions. Appending takes
one advisory lock until the commit, so only acts of staff, officers and hosts belong here, never a hot path.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, LargeBinary, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, sql
from shop.core.request_id import current_request_id


class AuditEntry(Base):
    """Who did what to which thing, and when; `hash` covers the row and the hash before it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str]
    previous: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''::bytea"))
    hash: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''::bytea"))


def record_act(session: AsyncSession, actor: UUID | str | None, action: str, subject: object, **detail: object) -> None:
    """Write that `actor` (a person's id, or the name of a program) did `action` to `subject`."""
    session.add(
        AuditEntry(
            actor=str(actor or "guest"),
            action=action,
            subject=str(subject),
            detail=detail,
            request_id=current_request_id(),
        )
    )


async def verify_chain(session: AsyncSession) -> int | None:
    """The id of the first entry that was altered, forged or whose predecessor is gone; None when all is well."""
    broken: int | None = await session.scalar(text(sql("core/audit_broken")))
    return broken
