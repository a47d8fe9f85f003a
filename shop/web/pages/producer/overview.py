"""A producer's desk today, and the producer as shoppers see it."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.errors import NotFound
from shop.core.i18n import say
from shop.producers.models import Producer, ProducerState
from shop.producers.queries import closed_until, commune_of, producer_by_slug
from shop.web.desk_queries import DeskFacts, desk_facts, ending_certificates, public_counts, stock_at_points
from shop.web.pages.answer import both, show
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.replay_views import replays_part
from shop.web.pages.visit import Visit
from shop.web.views.producer_public import ProducerPublicPage
from shop.web.views.producers import OverviewPage, StockRow, Todo

URGENT_DAYS = 30


@get(both("/chu-the/{slug:str}"), guards=PEOPLE, include_in_schema=False)
async def overview_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """What waits today."""
    producer = await own_producer(visit, slug)
    facts = await desk_facts(visit.session, producer.id)
    page = OverviewPage(
        site=visit.site,
        console=desk(producer, ""),
        slug=producer.slug,
        state=producer.state,
        day=facts.day,
        todos=(*_todos(visit, producer, facts), *await _ending(visit, producer)),
        on_sale=facts.on_sale,
        drafts=facts.hidden,
        waiting=facts.edits_waiting,
        pieces=facts.pieces,
        stock=tuple(
            StockRow(product=one.product, point=one.point, available=one.available, on_hand=one.on_hand)
            for one in await stock_at_points(visit.session, producer.id)
        ),
        closed_until=await closed_until(visit.session, producer.id),
        first_steps=not facts.on_sale and not facts.hidden,
        suspended_reason=producer.suspended_reason,
    )
    return show("producer_overview.html", visit.locale, page)


@get(both("/chu-the-ocop/{slug:str}"), include_in_schema=False)
async def public_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """A producer for shoppers; one that was never approved, or may not sell now, has no page."""
    producer = await producer_by_slug(visit.session, slug[:120])
    if producer is None or producer.state is not ProducerState.ACTIVE:
        raise NotFound
    certificates, products = await public_counts(visit.session, producer.id)
    commune = await commune_of(visit.session, producer)
    english = visit.locale == "en" and producer.about_en
    written = (producer.commune_written, producer.district_written, producer.province_written)
    page = ProducerPublicPage(
        site=visit.site,
        slug=producer.slug,
        name=producer.name,
        kind=producer.kind,
        written=", ".join(part for part in written if part) or None,
        today=commune.name if commune else None,
        about=producer.about_en if english else producer.about_vi,
        address=producer.address,
        phone=producer.phone,
        certificates=certificates,
        products=products,
        closed_until=await closed_until(visit.session, producer.id),
        replays=await replays_part(visit.session, producer.id),
    )
    return show("producer_public.html", visit.locale, page)


def _todos(visit: Visit, producer: Producer, facts: DeskFacts) -> list[Todo]:
    base = f"/chu-the/{producer.slug}"
    waiting = (
        (facts.papers_asked, "doc", "papers", "/giay-to", True),
        (facts.edits_open, "edit", "edits", "/san-pham", False),
        (facts.imports_running, "clock", "imports", "/nhap", False),
        (facts.hidden, "tag", "hidden", "/san-pham", False),
    )
    return [
        Todo(
            icon=icon,
            text=say(visit.locale, f"web.desk.todo.{name}", count=count),
            more=say(visit.locale, f"web.desk.todo.{name}_more"),
            path=base + path,
            urgent=urgent,
        )
        for count, icon, name, path, urgent in waiting
        if count
    ]


async def _ending(visit: Visit, producer: Producer) -> list[Todo]:
    return [
        Todo(
            icon="award",
            text=say(visit.locale, "web.desk.todo.ending", product=one.product, days=one.days),
            more=say(visit.locale, "web.desk.todo.ending_more"),
            path=f"/xac-thuc/{one.code}",
            urgent=one.days <= URGENT_DAYS,
        )
        for one in await ending_certificates(visit.session, producer.id)
    ]


routes = [overview_page, public_page]
