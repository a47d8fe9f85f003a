"""What happened to questions."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class QuestionAsked(Event, frozen=True, kw_only=True):
    """Somebody wants to know something about a product."""

    kind: ClassVar[str] = "questions.asked"

    question_id: UUID


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """The producer has answered, for the first time."""

    kind: ClassVar[str] = "questions.answered"

    question_id: UUID
