"""Samples of planning: the night market is one of every Friday, and begins a festival of three evenings."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local
from shop.markets.models import Festival, LiveSession, Market, MarketSeries
from shop.markets.plan_series import make_weeks
from shop.markets.slots import take_free_slots
from shop.samples.demo_market import CLOSES, FRIDAY, OPENS, SLUG, STALLS

SERIES = "cho-dem-thu-sau"
FESTIVAL = "ngay-hoi-livestream-mua-dong"
STALL = "gian-gom-ngay-hoi"
TEASER = "Bốn gian, bốn điểm bán OCOP, một tối thứ Sáu: gốm Bát Tràng, lụa Vạn Phúc, quà phố cổ và trà sen."
EVENINGS = (
    ("ngay-hoi-dem-thu-bay", "Ngày hội: đêm thứ Bảy", 1),
    ("ngay-hoi-dem-chu-nhat", "Ngày hội: đêm Chủ nhật", 2),
)


async def add_planning(session: AsyncSession) -> None:
    """Make the series, its coming weeks and the festival around the sample market. Safe to repeat."""
    await session.flush()  # the market may just have been made
    market = await session.scalar(select(Market).where(Market.slug == SLUG))
    known = await session.scalar(select(MarketSeries.id).where(MarketSeries.slug == SERIES))
    if market is None or known is not None:
        return
    day = local(market.starts_at).date()
    series = MarketSeries(
        slug=SERIES,
        name="Chợ đêm thứ Sáu",
        weekday=FRIDAY,
        opens=OPENS,
        closes=CLOSES,
        first_day=day,
        teaser="Chợ đêm trên mây họp mỗi thứ Sáu. Chương trình được xếp trước giờ mở.",
        teaser_art=2,
        sample=True,
    )
    festival = Festival(
        slug=FESTIVAL,
        name="Ngày hội livestream OCOP mùa đông",
        story="Ba tối liền, từ các điểm OCOP của Hà Nội: làng gốm, làng lụa, quà phố cổ.",
        sample=True,
    )
    session.add_all((series, festival))
    await session.flush()  # the markets need their ids
    market.series_id, market.series_day, market.festival_id = series.id, day, festival.id
    market.teaser, market.teaser_art = TEASER, 1
    await _add_evenings(session, market, festival)
    await make_weeks(session)


async def _add_evenings(session: AsyncSession, market: Market, festival: Festival) -> None:
    """Two more evenings, the first with a stall that still lacks its goods."""
    evenings = [
        Market(
            slug=slug,
            name=name,
            starts_at=market.starts_at + timedelta(days=days),
            ends_at=market.ends_at + timedelta(days=days),
            festival_id=festival.id,
            sample=True,
        )
        for slug, name, days in EVENINGS
    ]
    session.add_all(evenings)
    await session.flush()  # the stall needs its market's id
    first = await session.scalar(select(LiveSession).where(LiveSession.slug == STALLS[0].slug))
    if first is None:
        return
    live = LiveSession(
        slug=STALL,
        title="Lò gốm mở cửa ban đêm",
        market_id=evenings[0].id,
        place_id=first.place_id,
        host_id=first.host_id,
        starts_at=evenings[0].starts_at,
        ends_at=evenings[0].starts_at + timedelta(minutes=45),
        sample=True,
    )
    session.add(live)
    await session.flush()  # its slots need its id
    await take_free_slots(session, live)
