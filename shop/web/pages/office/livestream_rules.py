"""The office writes the rules of livestreams anew, and publishes them from a day on."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.errors import RulesDayWrong
from shop.conduct.publish_rules import RulesWords, publish_rules, save_draft
from shop.conduct.queries import published_rules, rules_draft, rules_in_force
from shop.conduct.rules import LONGEST_TEXT
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.livestream_rules import version_row
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.conduct import OfficeRulesPage, RulesForm

HERE = "/van-phong/quy-dinh"
WORDS = ("text_vi", "text_en", "changes_vi", "changes_en")
FIELDS = frozenset({*WORDS, "day"})
DONE = frozenset({"save", "publish"})
LONGEST_CHANGES = 2000


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def rules_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """The versions and the draft; where there is none, the last version's words to begin from."""
    page = await _page(visit)
    told = say(visit.locale, f"web.law.done_{done}") if done in DONE else None
    return show("office_rules.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def rules_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Save the draft or publish it (the field `act`)."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        if type(refusal) is Invalid and refusal.field in WORDS:
            words = say(visit.locale, "web.law.words_missing")
            told.errors = (FieldError(field=refusal.field, message=words),)
        page = await attempt(visit, lambda session: _page(visit.over(session)))
        typed = page.form if act == "publish" else RulesForm(**_words(form))
        typed = msgspec.structs.replace(typed, day=form.text("day", 12))
        page = msgspec.structs.replace(page, form=typed, errors=told.errors, problem=told.problem)
        return show("office_rules.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id = person_of(visit.actor)
    if act == "save":
        await save_draft(session, officer_id, RulesWords(**_words(form)))
    elif act == "publish":
        day = read_date(form.text("day", 12))
        if day is None:
            raise RulesDayWrong(field="day")
        await publish_rules(session, officer_id, day)
    else:
        raise Invalid(field="act")


def _words(form: Form) -> dict[str, str]:
    longest = {"text_vi": LONGEST_TEXT, "text_en": LONGEST_TEXT}
    return {name: form.text(name, longest.get(name, LONGEST_CHANGES)) for name in WORDS}


async def _page(visit: Visit) -> OfficeRulesPage:
    draft = await rules_draft(visit.session)
    versions = await published_rules(visit.session)
    held = await rules_in_force(visit.session)
    form = RulesForm()
    if draft is not None:
        form = RulesForm(**{name: getattr(draft, name) for name in WORDS})
    elif versions:
        form = RulesForm(text_vi=versions[0].text_vi, text_en=versions[0].text_en)
    return OfficeRulesPage(
        site=visit.site,
        console=office(visit, HERE),
        versions=tuple(version_row(one, visit.locale, None, held.number if held else None) for one in versions),
        form=form,
        drafted=draft is not None,
    )


routes = [rules_page, rules_act]
