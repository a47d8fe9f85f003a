"""Who opens the page of a room is one of its viewers, counted once."""

from shop.livestream.seen import Room
from shop.markets.api import guest_of
from shop.markets.queries import Stall
from shop.markets.speaker import Speaker
from shop.reports.rules import is_audience
from shop.web.pages.visit import Visit


async def note_viewer(visit: Visit, stall: Stall) -> None:
    """Count this visitor among those who saw the room, unless it is its host, or no time for it.

    A guest is told apart by address and browser, as everywhere in rooms: no cookie is set for it. The hash is of the
    market, so that who goes from stall to stall is one visitor of the market.
    """
    live = stall.live
    if visit.actor.person_id == live.host_id or not is_audience(live.state, live.starts_at, stall.now):
        return
    who = Speaker.of(visit.actor, guest_of(visit.request, visit.settings, stall.market_slug))
    await visit.hub.sketches.note(visit.settings.secret_key, Room(live.id, live.market_id), who)
