"""A host's own coming stalls: when, where, and what is still lacking."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.errors import Refusal
from shop.core.i18n import Locale
from shop.http.problems import describe
from shop.markets.models import LiveSession, SessionState
from shop.markets.plan_queries import lacks_of, stalls_of_host
from shop.web.pages.answer import both, show
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.markets import OwnStallRow, OwnStallsPage


@get(both("/toi/gian-hang"), guards=[require_signed_in], include_in_schema=False)
async def own_stalls_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """By their start."""
    found = await stalls_of_host(visit.session, person_of(visit.actor))
    page = OwnStallsPage(
        site=visit.site,
        stalls=tuple(
            OwnStallRow(
                slug=one.stall.live.slug,
                title=one.stall.live.title,
                place=one.stall.place_name,
                market=one.stall.market_name,
                market_slug=one.stall.market_slug,
                starts_at=one.stall.live.starts_at,
                ends_at=one.stall.live.ends_at,
                on_air=one.stall.live.state is SessionState.ON_AIR,
                goods=one.goods,
                lacks=_in_words(one.lacks, visit.locale),
            )
            for one in found
        ),
    )
    return show("own_stalls.html", visit.locale, page)


async def lacks_in_words(session: AsyncSession, live: LiveSession, locale: Locale) -> str | None:
    """What keeps the host of a planned stall off air on that day, and what to do about it; None: nothing."""
    return _in_words(await lacks_of(session, live), locale)


def _in_words(lacks: Refusal | None, locale: Locale) -> str | None:
    return None if lacks is None else describe(lacks, locale).detail


routes = [own_stalls_page]
