"""Plans as programs send and see them. Times are UTC in answers and aware in requests."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from shop.core.text import Body, Line, Name, Reason, Slug, Text
from shop.markets.models import Festival, LiveSession, Market, MarketSeries, MarketState, SessionState
from shop.markets.plan_market import MarketPlan
from shop.markets.plan_queries import HostsStall, PlannedGoods
from shop.markets.plan_series import SeriesPlan
from shop.markets.plan_stall import StallPlan
from shop.markets.queries import Stall
from shop.markets.rules import MOST_GOODS

Moment = Annotated[datetime, Meta(tz=True)]
Hour = Annotated[str, Meta(min_length=5, max_length=5, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Art = Annotated[int, Meta(ge=1, le=4)]
Version = Annotated[int, Meta(ge=1, le=10**6)]
Weekday = Annotated[int, Meta(ge=1, le=7)]
SlugOrNone = Annotated[str, Meta(max_length=120, pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")]
Code = Annotated[str, Meta(min_length=2, max_length=8, pattern=r"^[A-Za-z0-9 ]+$")]


class MarketBody(Body, kw_only=True):
    """A market. `teaser_art`: which of the four drawn hosts stands in its teaser; `festival`: the address of one."""

    name: Name
    starts_at: Moment
    ends_at: Moment
    teaser: Line = ""
    teaser_art: Art = 1
    festival: SlugOrNone = ""

    def plan(self) -> MarketPlan:
        """As the use case takes it."""
        return MarketPlan(**{name: getattr(self, name) for name in MarketPlan.__struct_fields__})


class MarketChange(MarketBody, kw_only=True):
    """What a market becomes, for the `version` its reader saw."""

    version: Version


class ReasonBody(Body, kw_only=True):
    """Why it is called off: people read it."""

    reason: Reason


class StageBody(Body, kw_only=True):
    """The stall for the main stage; null leaves it to the plan."""

    stall: Slug | None = None


class StallBody(Body, kw_only=True):
    """A stall inside the time of its market: at a sales point, held by a person."""

    title: Name
    place: Slug
    host: UUID
    starts_at: Moment
    ends_at: Moment

    def plan(self) -> StallPlan:
        """As the use case takes it."""
        return StallPlan(**{name: getattr(self, name) for name in StallPlan.__struct_fields__})


class StallChange(StallBody, kw_only=True):
    """What a stall becomes, for the `version` its reader saw."""

    version: Version


class GoodsBody(Body, kw_only=True):
    """A variant and the code its host calls it by: one or two letters and a number."""

    variant: UUID
    code: Code


class LineUpBody(Body, kw_only=True):
    """A whole line-up in its order, for the `version` of the stall its reader saw."""

    items: Annotated[list[GoodsBody], Meta(max_length=MOST_GOODS)]
    version: Version


class SeriesBody(Body, kw_only=True):
    """A market every week, on Hà Nội's clocks; without `last_day` until somebody ends it."""

    name: Name
    first_day: date
    last_day: date | None = None
    weekday: Weekday = 5
    opens: Hour = "20:30"
    closes: Hour = "22:00"
    teaser: Line = ""
    teaser_art: Art = 1

    def plan(self) -> SeriesPlan:
        """As the use case takes it."""
        hours = {name: time.fromisoformat(getattr(self, name)) for name in ("opens", "closes")}
        return SeriesPlan(**({name: getattr(self, name) for name in SeriesPlan.__struct_fields__} | hours))


class LastDayBody(Body, kw_only=True):
    """The last day on which it may be held."""

    last_day: date


class FestivalBody(Body, kw_only=True):
    """A festival's name and what is told of it."""

    name: Name
    story: Text = ""


class FestivalChange(FestivalBody, kw_only=True):
    """What a festival becomes, for the `version` its reader saw."""

    version: Version


class MarketPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """A market as its planners see it."""

    slug: str
    name: str
    starts_at: datetime
    ends_at: datetime
    state: MarketState
    called_off_reason: str | None
    teaser: str
    teaser_art: int
    series_day: date | None
    version: int
    sample: bool

    @classmethod
    def of(cls, market: Market) -> "MarketPlanned":
        """The market as it is told."""
        return cls(**{name: getattr(market, name) for name in cls.__struct_fields__})


class GoodsPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """A variant in a line-up; `here`: some of it stands at the stall's point."""

    variant: UUID
    code: str | None
    name: str
    producer: str | None
    on_sale: bool
    here: bool

    @classmethod
    def of(cls, goods: PlannedGoods) -> "GoodsPlanned":
        """The goods as they are told."""
        return cls(
            variant=goods.variant,
            code=goods.code,
            name=goods.label,
            producer=goods.producer,
            on_sale=goods.on_sale,
            here=goods.here,
        )


class StallPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """A stall as its planners see it; `lacks` is the code of what keeps its host off air on that day."""

    slug: str
    title: str
    market: str
    place: str
    host: UUID
    host_name: str
    starts_at: datetime
    ends_at: datetime
    state: SessionState
    called_off_reason: str | None
    on_stage: bool
    version: int
    lacks: str | None
    goods: list[GoodsPlanned]

    @classmethod
    def of(cls, stall: Stall, lacks: str | None, goods: list[PlannedGoods]) -> "StallPlanned":
        """The stall as it is told."""
        live: LiveSession = stall.live
        return cls(
            slug=live.slug,
            title=live.title,
            market=stall.market_slug,
            place=stall.place_slug,
            host=live.host_id,
            host_name=stall.host_name,
            starts_at=live.starts_at,
            ends_at=live.ends_at,
            state=live.state,
            called_off_reason=live.called_off_reason,
            on_stage=live.on_stage,
            version=live.version,
            lacks=lacks,
            goods=[GoodsPlanned.of(one) for one in goods],
        )


class SeriesPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """A weekly market."""

    slug: str
    name: str
    weekday: int
    opens: str
    closes: str
    first_day: date
    last_day: date | None
    sample: bool

    @classmethod
    def of(cls, series: MarketSeries) -> "SeriesPlanned":
        """The series as it is told."""
        hours = {"opens": f"{series.opens:%H:%M}", "closes": f"{series.closes:%H:%M}"}
        return cls(**({name: getattr(series, name) for name in cls.__struct_fields__} | hours))


class FestivalPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """A festival as its planners see it."""

    slug: str
    name: str
    story: str
    version: int
    sample: bool

    @classmethod
    def of(cls, festival: Festival) -> "FestivalPlanned":
        """The festival as it is told."""
        return cls(**{name: getattr(festival, name) for name in cls.__struct_fields__})


class OwnStall(msgspec.Struct, frozen=True, kw_only=True):
    """A stall its host still has to hold: when, where, how many goods it shows, and what they lack to go on air."""

    slug: str
    title: str
    market: str
    place_name: str
    starts_at: datetime
    ends_at: datetime
    state: SessionState
    goods: int
    lacks: str | None

    @classmethod
    def of(cls, one: HostsStall) -> "OwnStall":
        """The stall as its host is told."""
        live = one.stall.live
        return cls(
            slug=live.slug,
            title=live.title,
            market=one.stall.market_slug,
            place_name=one.stall.place_name,
            starts_at=live.starts_at,
            ends_at=live.ends_at,
            state=live.state,
            goods=one.goods,
            lacks=one.lacks.code if one.lacks else None,
        )


class OwnStalls(msgspec.Struct, frozen=True):
    """What a host has to do, by start."""

    items: list[OwnStall]
