"""How many watched a session: a row for each minute, and the sketch that counts everybody once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record


class SessionMinute(Record):
    """The viewers of a session in one minute (UTC): at most so many at once, and `seen` different ones until then."""

    __tablename__ = "session_minute"
    __table_args__ = (
        UniqueConstraint("session_id", "minute"),
        CheckConstraint("viewers >= 0 AND seen >= 0", name="not_negative"),
        CheckConstraint("extract(second FROM minute) = 0", name="whole"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"))
    minute: Mapped[datetime]
    viewers: Mapped[int]
    seen: Mapped[int]


class SessionAudience(Base):
    """The HyperLogLog of a session's viewers, from which a Redis that forgot it is filled again.

    It counts to one percent and names nobody. `seen` are different viewers of the session, `market_seen` those of all
    stalls of its market together, as of the last look.
    """

    __tablename__ = "session_audience"
    __table_args__ = (
        CheckConstraint("octet_length(sketch) BETWEEN 1 AND 20000", name="sketch_bounded"),
        CheckConstraint("seen >= 0 AND market_seen >= 0", name="not_negative"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("live_session.id", ondelete="CASCADE"), primary_key=True)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)
    seen: Mapped[int]
    market_seen: Mapped[int]
