"""What happened to reviews."""

from typing import ClassVar
from uuid import UUID

import msgspec

from shop.core.events import Event


class ReviewFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What every event about a review says."""

    review_id: UUID
    product_id: UUID


class ReviewWritten(ReviewFacts, Event, frozen=True, kw_only=True):
    """A buyer has reviewed what they received, for the first time."""

    kind: ClassVar[str] = "reviews.written"


class ReviewAnswered(ReviewFacts, Event, frozen=True, kw_only=True):
    """The producer has answered, for the first time."""

    kind: ClassVar[str] = "reviews.answered"


class ReviewRemoved(ReviewFacts, Event, frozen=True, kw_only=True):
    """The office has taken a review down for a legal reason."""

    kind: ClassVar[str] = "reviews.removed"
