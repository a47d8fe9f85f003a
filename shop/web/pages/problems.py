"""Error pages, and the page that lists every refusal's code."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import Scope

from shop.core.errors import every_refusal
from shop.core.i18n import Locale, catalogue
from shop.core.request_id import current_request_id
from shop.http.problems import Problem
from shop.web.pages.answer import both, show
from shop.web.pages.visit import Visit
from shop.web.render import render
from shop.web.views import ErrorCode, ProblemPage, ProblemsListPage, Site

OURS = 500  # from here on the fault is ours, and trying again may help


def problem_page(scope: Scope, problem: Problem) -> bytes:
    """Write a problem as a page; it needs no database."""
    path = scope["path"].removeprefix("/en") if problem.locale == "en" else scope["path"]
    retry = path if scope.get("method") == "GET" and problem.status >= OURS else None
    page = ProblemPage(
        site=Site(path="/"),
        status=problem.status,
        detail=problem.detail,
        request_id=current_request_id(),
        retry_path=retry,
    )
    return render("problem.html", problem.locale, page)


@get(both("/loi"), include_in_schema=False)
async def list_problems(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Every code a program may meet, with its status and its sentence."""
    known = {refusal.code: refusal for refusal in every_refusal()}
    codes = tuple(
        ErrorCode(code=code, status=known[code].status, sentence=_sentence(code, visit.locale))
        for code in sorted(known)
    )
    return show("problems.html", visit.locale, ProblemsListPage(site=visit.site, codes=codes))


def _sentence(code: str, locale: Locale) -> str:
    """The message as it is written, with its blanks left open."""
    message = catalogue().get(f"problem.{code}")
    return message[locale] if message else ""


routes = [list_problems]
