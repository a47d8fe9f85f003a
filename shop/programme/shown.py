"""A run of show as its addresses answer it. Times are UTC, amounts đồng."""

from datetime import datetime
from uuid import UUID

import msgspec

from shop.programme.queries import Part, Skip
from shop.programme.stock_queries import AskSeen


class GoodShown(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a segment; amounts in đồng, null: the list price, or without bound."""

    variant: UUID
    price: int | None
    quota: int | None
    buyer_limit: int | None


class SegmentShown(msgspec.Struct, frozen=True, kw_only=True):
    """A segment, planned and real; `skipped` is what could not be pinned when it began."""

    id: UUID
    title: str
    minutes: int
    presenter: str
    producer: str | None
    script: str
    goods: list[GoodShown]
    began_at: datetime | None
    ended_at: datetime | None
    skipped: list[Skip]

    @classmethod
    def of(cls, part: Part) -> "SegmentShown":
        """The segment as those see it who run the session."""
        segment = part.segment
        return cls(
            id=segment.id,
            title=segment.title,
            minutes=segment.minutes,
            presenter=segment.presenter,
            producer=part.producer,
            script=segment.script,
            goods=[
                GoodShown(variant=good.variant_id, price=good.price, quota=good.quota, buyer_limit=good.buyer_limit)
                for good in part.goods
            ],
            began_at=part.run.began_at if part.run else None,
            ended_at=part.run.ended_at if part.run else None,
            skipped=list(part.run.skipped) if part.run else [],
        )


class ProgrammeShown(msgspec.Struct, frozen=True, kw_only=True):
    """The run of show of a session; `current` is the segment on air."""

    segments: list[SegmentShown]
    current: UUID | None
    over: bool
    asks: list[AskSeen]
