"""The sample night market: this Friday's, or the one that is on now, with stalls at real sales points."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.clock import HANOI, local, now
from shop.core.money import Dong
from shop.core.text import fold
from shop.markets.models import LineUp, LiveSession, Market, MarketState, PriceFloor, SessionState
from shop.markets.slots import take_free_slots
from shop.places.models import Place
from shop.programme.models import Segment, SegmentGood

SLUG = "cho-dem-tren-may"
NAME = "Chợ đêm trên mây"
FRIDAY = 5
OPENS, CLOSES = time(20, 30), time(22, 0)  # every Friday, as the pilot of 2021 was announced
LINE_UP = 6  # products of a stall
PER_WORD = 3
SEGMENT_MINUTES = 25
PROGRAM = "samples"
SCRIPT = (
    "Chào cả nhà, bây giờ mình giới thiệu {title}.\n\n"
    "Giơ sản phẩm lên, đọc số sao trên giấy chứng nhận và tên chủ thể.\n\n"
    "Nhắc khách: bấm Mua ngay, nhận tại điểm bán hoặc giao tận nơi, xem hàng rồi mới trả tiền."
)


class Stall(msgspec.Struct, frozen=True, kw_only=True):
    """A stall: where it stands, who speaks, and words of the products it shows."""

    slug: str
    title: str
    place: str
    host: str  # e-mail of the host's sample account
    letter: str  # of the codes the host calls
    words: tuple[str, ...]


STALLS = (
    Stall(
        slug="gian-gom-bat-trang",
        title="Gốm men từ lò Bát Tràng",
        place="diem-ocop-lang-nghe-gom-su-bat-trang-1",
        host="chu-gian@chomay.example",
        letter="A",
        words=("gom su", "gom men", "lo song", "den tu linh"),
    ),
    Stall(
        slug="gian-to-lua-van-phuc",
        title="Tơ lụa và đồ tay làng nghề",
        place="diem-ocop-lang-nghe-lua-van-phuc-1",
        host="chu-gian-2@chomay.example",
        letter="B",
        words=("chan bong", "tui vai", "tui soi", "hop son mai", "dat vang"),
    ),
    Stall(
        slug="gian-qua-pho-co",
        title="Quà phố cổ: cốm, giò, bánh",
        place="diem-ocop-cho-dong-xuan",
        host="chu-gian-3@chomay.example",
        letter="C",
        words=("banh com", "xoi com", "cha com", "gio lua", "banh deo"),
    ),
    Stall(
        slug="gian-tra-mat-ong",
        title="Trà sen, mật ong và cà phê",
        place="diem-ocop-sieu-thi-hoang-cau",
        host="chu-gian-4@chomay.example",
        letter="D",
        words=("tra sen", "mat ong hoa rung", "hong tra", "ca phe", "mat ong rung"),
    ),
)


STALL_SLUGS = frozenset(stall.slug for stall in STALLS)


def next_evening(moment: datetime) -> tuple[datetime, datetime]:
    """The Friday evening of Hà Nội that is on at `moment` or comes next."""
    day = local(moment).date()
    friday = day + timedelta(days=(FRIDAY - day.isoweekday()) % 7)
    if datetime.combine(friday, CLOSES, HANOI) <= moment:
        friday += timedelta(days=7)
    return datetime.combine(friday, OPENS, HANOI), datetime.combine(friday, CLOSES, HANOI)


def line_up_of(stall: Stall, names: dict[str, str]) -> list[str]:
    """Slugs of the products a stall shows, from slug -> name: those its words name, in the order of the words."""
    chosen: list[str] = []
    for word in stall.words:
        fitting = [slug for slug, name in sorted(names.items()) if word in fold(name) and slug not in chosen]
        chosen += fitting[:PER_WORD]
    return chosen[:LINE_UP]


def shown_at(names: dict[str, str]) -> dict[str, list[str]]:
    """What stands at the stalls: place -> slugs of products."""
    return {stall.place: line_up_of(stall, names) for stall in STALLS}


async def open_market(session: AsyncSession, variants: dict[tuple[str, int], UUID], names: dict[str, str]) -> None:
    """Make the market, and the stalls that are missing or have ended; what is over keeps its day in its address.

    Safe to repeat: while the market is to come or on, and no stall has ended, nothing happens.
    """
    market = await _market_to_come(session)
    for live in await session.scalars(
        select(LiveSession).where(LiveSession.market_id == market.id, LiveSession.state == SessionState.ENDED)
    ):
        if live.ended_at is not None and live.slug in STALL_SLUGS:
            live.slug = f"{live.slug}-{local(live.ended_at):%Y%m%d-%H%M%S}"
    await session.flush()  # new stalls take the plain addresses
    standing = set(await session.scalars(select(LiveSession.slug).where(LiveSession.slug.in_(STALL_SLUGS))))
    for stall in STALLS:
        if stall.slug not in standing:
            await _open_stall(session, market, stall, variants, names)


async def _market_to_come(session: AsyncSession) -> Market:
    moment = await now(session)
    earlier = await session.scalar(select(Market).where(Market.slug == SLUG))
    if earlier is not None:
        if earlier.ends_at > moment:
            return earlier
        await _put_away(session, earlier)
    starts, ends = next_evening(moment)
    week = await session.scalar(
        select(Market).where(
            Market.series_day == local(starts).date(), Market.sample, Market.state == MarketState.PLANNED
        )
    )
    if week is not None:
        week.slug, week.name = SLUG, NAME
        await session.flush()  # its stalls look for it
        return week
    market = Market(slug=SLUG, name=NAME, starts_at=starts, ends_at=ends, sample=True)
    session.add(market)
    await session.flush()  # the stalls need its id
    return market


async def _open_stall(
    session: AsyncSession, market: Market, stall: Stall, variants: dict[tuple[str, int], UUID], names: dict[str, str]
) -> None:
    live = LiveSession(
        slug=stall.slug,
        title=stall.title,
        market_id=market.id,
        place_id=(await session.execute(select(Place.id).where(Place.slug == stall.place))).scalar_one(),
        host_id=(await session.execute(select(Person.id).where(Person.email == stall.host))).scalar_one(),
        starts_at=market.starts_at,
        ends_at=market.ends_at,
        sample=True,
    )
    session.add(live)
    await session.flush()  # the line-up needs its id
    session.add_all(
        LineUp(session_id=live.id, variant_id=variants[slug, 0], code=f"{stall.letter}{number}", position=number)
        for number, slug in enumerate(line_up_of(stall, names), 1)
    )
    await session.flush()  # its producers are read from it
    await take_free_slots(session, live)
    await _plan(session, live, [variants[slug, 0] for slug in line_up_of(stall, names)])


async def _put_away(session: AsyncSession, market: Market) -> None:
    day = local(market.starts_at).date().isoformat()
    market.slug = f"{market.slug}-{day}"
    for live in await session.scalars(select(LiveSession).where(LiveSession.market_id == market.id)):
        live.slug = f"{live.slug}-{day}"
    await session.flush()  # the new market takes the plain addresses


async def _plan(session: AsyncSession, live: LiveSession, shown: Sequence[UUID]) -> None:
    """Floors of seven tenths of the list price, as though producers had approved them, and a run of show of pairs."""
    rows = await session.execute(
        select(Variant.id, Variant.price, Product.name)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id.in_(shown))
    )
    known = {row[0]: (row[1], row[2]) for row in rows}
    session.add_all(
        PriceFloor(session_id=live.id, variant_id=variant, price=Dong(known[variant][0] * 7 // 10), approved_by=PROGRAM)
        for variant in shown
    )
    for place, pair in enumerate((shown[n : n + 2] for n in range(0, len(shown), 2)), 1):
        title = " và ".join(known[variant][1] for variant in pair)
        segment = Segment(
            session_id=live.id,
            client_id=f"sample-{place}",
            position=place,
            title=title[:120],
            presenter="",
            minutes=SEGMENT_MINUTES,
            script=SCRIPT.format(title=title),
        )
        session.add(segment)
        await session.flush()  # its goods refer to it
        session.add_all(
            SegmentGood(segment_id=segment.id, variant_id=variant, position=n) for n, variant in enumerate(pair, 1)
        )
