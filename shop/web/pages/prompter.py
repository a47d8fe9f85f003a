"""The prompter: the words of the segment on air, for a second screen or a phone."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.accounts.guards import require_signed_in
from shop.markets.guards import require_host
from shop.markets.queries import stall_by_slug
from shop.markets.rules import room_state
from shop.programme.queries import show_of
from shop.web.pages.answer import both, show
from shop.web.pages.studio_programme import parts_of
from shop.web.pages.visit import Visit
from shop.web.views.programme import PartState, PrompterPage


@get(both("/phien/{slug:str}/loi-thoai"), guards=[require_signed_in], include_in_schema=False)
async def prompter_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """For those who run the session; a script scrolls, and takes the next words as the show goes on."""
    await require_host(visit.session, visit.actor, slug)
    stall = await stall_by_slug(visit.session, slug)
    shown = await show_of(visit.session, stall.live)
    parts = parts_of(stall.live, shown, [], {}, visit.locale)
    page = PrompterPage(
        site=visit.site,
        slug=slug,
        title=stall.live.title,
        state=room_state(stall.live.state, stall.live.host_seen_at, stall.now, visit.settings.host_away_seconds),
        seq=stall.live.seq,
        current=next((part for part in parts if part.state is PartState.NOW), None),
        coming=next((part for part in parts if part.state is PartState.NEXT), None),
        over=shown.over,
    )
    return show("prompter.html", visit.locale, page)


routes = [prompter_page]
