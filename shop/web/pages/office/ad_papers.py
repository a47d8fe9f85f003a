"""Papers that confirm what may be said of a product, kept by the office."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.confirm_ad import AdPaper, confirm_ad, end_confirmation
from shop.conduct.errors import AdPaperWrong
from shop.conduct.queries import Confirmed, confirmations
from shop.core.clock import today
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.conduct import AdPapersPage, PaperForm, PaperRow

HERE = "/van-phong/giay-quang-cao"
FIELDS = frozenset(PaperForm.__struct_fields__)
DONE = frozenset({"add", "end"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def papers_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """Those that run out first at the top."""
    page = await _page(visit)
    told = say(visit.locale, f"web.law.done_{done}") if done in DONE else None
    return show("office_ad_papers.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def papers_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Note a paper or end one (the field `act`). Each is safe to repeat."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session)))
        typed = PaperForm(**{name: form.text(name, 120) for name in PaperForm.__struct_fields__})
        page = msgspec.structs.replace(page, form=typed, errors=told.errors, problem=told.problem)
        return show("office_ad_papers.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id = person_of(visit.actor)
    if act == "add":
        until = read_date(form.text("valid_until", 12))
        if until is None:
            raise AdPaperWrong(field="valid_until")
        paper = AdPaper(
            product_slug=form.text("product", 120),
            document_no=form.text("document_no", 120),
            issuer=form.text("issuer", 120),
            valid_until=until,
        )
        await confirm_ad(session, officer_id, paper)
    elif act == "end":
        await end_confirmation(session, officer_id, form.key("paper"))
    else:
        raise Invalid(field="act")


async def _page(visit: Visit) -> AdPapersPage:
    day = await today(visit.session)
    rows = tuple(_row(one, day) for one in await confirmations(visit.session))
    return AdPapersPage(site=visit.site, console=office(visit, HERE), rows=rows)


def _row(one: Confirmed, day: date) -> PaperRow:
    return PaperRow(
        id=str(one.paper.id),
        product=one.product,
        product_slug=one.product_slug,
        document_no=one.paper.document_no,
        issuer=one.paper.issuer,
        until=one.paper.valid_until,
        over=one.paper.valid_until < day,
        sample=one.paper.sample,
    )


routes = [papers_page, papers_act]
