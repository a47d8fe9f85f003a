"""The one clock: SQL `shop_now()`; Python asks the database, so that the two never differ."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, DateTime, Function, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class ClockWarp(Base):
    """At most one row: shop time runs from `anchor_shop` at `anchor_real`, `rate` times as fast.

    Only an installation with `SHOP_CLOCK=test` may fill it; `shop db migrate` empties it elsewhere.
    """

    __tablename__ = "clock_warp"
    __table_args__ = (CheckConstraint("singleton", name="one_row"),)

    singleton: Mapped[bool] = mapped_column(primary_key=True, default=True)
    anchor_real: Mapped[datetime]
    anchor_shop: Mapped[datetime]
    rate: Mapped[float] = mapped_column(default=1.0)


def shop_now() -> Function[datetime]:
    """The SQL expression for now (UTC), STABLE within a transaction."""
    return func.shop_now(type_=DateTime(timezone=True))


async def now(session: AsyncSession) -> datetime:
    """Now, in UTC, as the database's transaction sees it."""
    moment: datetime = await session.scalar(select(shop_now())) or _never()
    return moment


async def today(session: AsyncSession) -> date:
    """Today's calendar date in Hà Nội: what certificates and market slots are written in."""
    return (await now(session)).astimezone(HANOI).date()


def local(moment: datetime) -> datetime:
    """`moment` as a clock on a wall in Hà Nội shows it."""
    return moment.astimezone(HANOI)


def _never() -> datetime:
    raise AssertionError("shop_now() returned no row")
