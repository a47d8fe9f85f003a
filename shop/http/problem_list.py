"""The list of all refusals: what `docs/problems.md` and the page `/loi` show."""

import msgspec

from shop.core.errors import every_refusal
from shop.core.i18n import Locale, catalogue


class ListedProblem(msgspec.Struct, frozen=True):
    """One code. `detail` keeps its blanks in braces, as every occurrence fills them anew."""

    code: str
    status: int
    title: str
    detail: str
    meaning: str


def listed_problems(locale: Locale) -> list[ListedProblem]:
    """All codes of the modules that are loaded, by status and code."""
    messages = catalogue()
    found: dict[str, ListedProblem] = {}
    for refusal in every_refusal():
        if refusal.code not in found:
            title = messages[f"http.title.{refusal.status}"][locale]
            detail = messages[f"problem.{refusal.code}"][locale]
            meaning = (refusal.__doc__ or "").strip().partition("\n")[0]
            found[refusal.code] = ListedProblem(refusal.code, refusal.status, title, detail, meaning)
    return sorted(found.values(), key=lambda problem: (problem.status, problem.code))
