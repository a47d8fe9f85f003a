"""Questions, and every wording of their answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record


class Question(Record):
    """One question about a product; everybody reads it once it is answered.

    `asker` is `person:<id>` or a guest's address: the same words of the same asker are one question.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("product_id", "asker", "words"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_dated"),
        CheckConstraint("(answer IS NULL) = (answer_version = 0)", name="answer_counted"),
        Index("question_answered_idx", "product_id", "id", postgresql_where=text("answer IS NOT NULL")),
        Index("question_waiting_idx", "product_id", "id", postgresql_where=text("answer IS NULL")),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None]
    asker: Mapped[str]
    author: Mapped[str]
    locale: Mapped[str]
    words: Mapped[str]
    answer: Mapped[str | None]
    answer_version: Mapped[int] = mapped_column(server_default=text("0"))
    answered_at: Mapped[datetime | None]


class QuestionAnswer(Record):
    """One wording of an answer, as it was written: append-only."""

    __tablename__ = "question_answer"
    __table_args__ = (UniqueConstraint("question_id", "version"),)

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    version: Mapped[int]
    words: Mapped[str]
    actor: Mapped[str]
