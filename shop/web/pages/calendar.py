"""Calendar files: of a whole market and of one stall."""

from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency

from shop.core.clock import now
from shop.core.i18n import say
from shop.markets.api import SlugPath
from shop.markets.calendar_rules import Evening, calendar_file
from shop.markets.models import SessionState
from shop.markets.queries import Hall, Stall, hall_by_slug, stall_by_slug
from shop.web.formats import clock
from shop.web.pages.answer import PRIVATE, both
from shop.web.pages.visit import Visit
from shop.web.render import address

CALENDAR = "text/calendar"  # the framework adds the charset


@get(both("/cho-dem/{slug:str}/lich.ics"), include_in_schema=False)
async def market_calendar(visit: NamedDependency[Visit], slug: SlugPath) -> Response[bytes]:
    """A market for one's own calendar; the same entry again after every change."""
    hall = await hall_by_slug(visit.session, slug)
    return _file(slug, _market(visit, hall, await now(visit.session)))


@get(both("/phien/{slug:str}/lich.ics"), include_in_schema=False)
async def stall_calendar(visit: NamedDependency[Visit], slug: SlugPath) -> Response[bytes]:
    """A stall for one's own calendar."""
    return _file(slug, _stall(visit, await stall_by_slug(visit.session, slug)))


def _market(visit: Visit, hall: Hall, moment: datetime) -> Evening:
    market = hall.market
    standing = [stall.live for stall in hall.stalls if stall.live.state is not SessionState.CALLED_OFF]
    programme = [f"{clock(live.starts_at)} {live.title}" for live in standing]
    return Evening(
        uid=f"market-{market.id}@chomay",
        sequence=market.version - 1,
        starts_at=market.starts_at,
        ends_at=market.ends_at,
        title=market.name,
        description="\n".join(part for part in (market.called_off_reason, market.teaser, *programme) if part),
        location=say(visit.locale, "web.market.online"),
        url=_url(visit, f"/cho-dem/{market.slug}"),
        called_off=market.called_off_reason is not None,
        written_at=moment,
    )


def _stall(visit: Visit, stall: Stall) -> Evening:
    live = stall.live
    said = say(visit.locale, "web.market.from", host=stall.host_name, place=stall.place_name)
    return Evening(
        uid=f"stall-{live.id}@chomay",
        sequence=live.version - 1,
        starts_at=live.starts_at,
        ends_at=live.ends_at,
        title=f"{live.title}, {stall.market_name}",
        description="\n".join(part for part in (live.called_off_reason, said) if part),
        location=stall.place_name,
        url=_url(visit, f"/phien/{live.slug}"),
        called_off=live.state is SessionState.CALLED_OFF,
        written_at=stall.now,
    )


def _url(visit: Visit, path: str) -> str:
    return visit.settings.base_url + address(visit.locale, path)


def _file(slug: str, evening: Evening) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{slug}.ics"', "cache-control": PRIVATE}
    return Response(calendar_file([evening]), media_type=CALENDAR, headers=headers)


routes = [market_calendar, stall_calendar]
