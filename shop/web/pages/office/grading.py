"""Begin a grading: of a registered product, or of a new product of a producer."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.certification.draft import Aim, NewProduct, begin_grading
from shop.certification.errors import GradingOpen
from shop.certification.queries import certificates_of, groups_of_today
from shop.certification.work_list import registered_by_slug, registered_found
from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.producers.models import ProducerState
from shop.producers.queries import producer_by_slug, search_producers
from shop.regions.queries import communes_of_today
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.certificate_acts import GRADES, SHORTEST_REASON
from shop.web.pages.office.certificate_page import grading_row
from shop.web.pages.office.certificates import HERE
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.office_certificates import FoundRow, GradingForm, OfficeGradingPage

NEW = f"{HERE}/moi"
MOST = 20
FIELDS = frozenset(GradingForm.__struct_fields__)
STATES = (ProducerState.ACTIVE, ProducerState.SUSPENDED, ProducerState.REGISTERED)


@get(both(NEW), guards=OFFICERS, include_in_schema=False)
async def grading_page(
    visit: NamedDependency[Visit],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    product: Annotated[str, QueryParameter(max_length=120)] = "",
    producer: Annotated[str, QueryParameter(max_length=120)] = "",
) -> Response[bytes]:
    """Find what is graded; then the form for it."""
    return show("office_grading.html", visit.locale, await _page(visit, product, producer, q))


@post(both(NEW), guards=OFFICERS, include_in_schema=False)
async def grading_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Write the draft; one is led to it. Sent twice, the second is told which dossier is open."""
    form = await read_form(visit.request)
    product, producer, typed = form.text("product", 120), form.text("producer", 120), _typed(form)
    wrong = _wrong(visit, typed, new=not product)
    if wrong:
        page = msgspec.structs.replace(await _page(visit, product, producer, ""), form=typed, errors=wrong)
        return show("office_grading.html", visit.locale, page, status=422)
    wanted = product or _new(typed, producer)
    stars, potential_five = GRADES.get(typed.grade, (None, False))
    aim, officer_id = Aim(stars=stars, potential_five=potential_five), person_of(visit.actor)
    try:
        made = await attempt(visit, lambda session: begin_grading(session, officer_id, wanted, aim, typed.reason))
    except Refusal as refusal:
        return await _refused(visit, product, producer, typed, refusal)
    return go(visit.locale, f"{HERE}/{made.code}?done=draft")


async def _refused(visit: Visit, product: str, producer: str, typed: GradingForm, refusal: Refusal) -> Response[bytes]:
    told = Told(refusal, visit.locale, FIELDS)
    page = await _page(visit, product, producer, "")
    open_code = refusal.extra.get("certificate") if isinstance(refusal, GradingOpen) else None
    page = msgspec.structs.replace(
        page,
        form=typed,
        errors=told.errors,
        problem=told.problem,
        open_code=str(open_code) if open_code else None,
    )
    return show("office_grading.html", visit.locale, page, status=told.status)


async def _page(visit: Visit, product: str, producer: str, q: str) -> OfficeGradingPage:
    page = OfficeGradingPage(site=visit.site, console=office(visit, HERE), q=q)
    known = await registered_by_slug(visit.session, product) if product else None
    if known is not None:
        found, maker = known
        day = await today(visit.session)
        gradings = await certificates_of(visit.session, found.id, unpublished=True)
        return msgspec.structs.replace(
            page,
            product=FoundRow(slug=found.slug, name=found.name, more=maker),
            others=tuple(grading_row(visit.locale, one, day) for one in gradings),
        )
    maker_row = await producer_by_slug(visit.session, producer) if producer else None
    if maker_row is not None:
        return msgspec.structs.replace(
            page,
            producer=FoundRow(slug=maker_row.slug, name=maker_row.name),
            groups=tuple((one.slug, one.name_vi) for one in await groups_of_today(visit.session)),
            communes=tuple((one.slug, one.name) for one in await communes_of_today(visit.session)),
            form=GradingForm(
                commune_written=maker_row.commune_written or "",
                district_written=maker_row.district_written or "",
                province_written=maker_row.province_written or "",
            ),
        )
    return await _searched(visit, page)


async def _searched(visit: Visit, page: OfficeGradingPage) -> OfficeGradingPage:
    if not page.q.strip():
        return page
    products = await registered_found(visit.session, page.q, MOST)
    producers = await search_producers(visit.session, page.q, STATES, MOST)
    return msgspec.structs.replace(
        page,
        products=tuple(FoundRow(slug=one.slug, name=one.name, more=maker) for one, maker in products),
        producers=tuple(FoundRow(slug=one.slug, name=one.name) for one in producers),
    )


def _typed(form: Form) -> GradingForm:
    return GradingForm(
        name=form.text("name", 120),
        group=form.text("group", 120),
        commune_written=form.text("commune_written", 120),
        district_written=form.text("district_written", 120),
        province_written=form.text("province_written", 120),
        commune=form.text("commune", 120),
        grade=form.text("grade", 12),
        reason=form.text("reason", 300),
    )


def _wrong(visit: Visit, typed: GradingForm, *, new: bool) -> tuple[FieldError, ...]:
    wrong = [name for name in ("name", "group") if new and not getattr(typed, name)]
    if len(typed.reason) < SHORTEST_REASON:
        wrong.append("reason")
    return tuple(FieldError(field=name, message=say(visit.locale, f"web.certwork.missing.{name}")) for name in wrong)


def _new(typed: GradingForm, producer: str) -> NewProduct:
    return NewProduct(
        name=typed.name,
        producer=producer or None,
        group=typed.group or None,
        commune_written=typed.commune_written or None,
        district_written=typed.district_written or None,
        province_written=typed.province_written or None,
        commune=typed.commune or None,
    )


routes = [grading_page, grading_act]
