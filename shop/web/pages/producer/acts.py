"""What the pages of producers share: an act in its own transaction, dates of forms, a refusal beside its field."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import short
from shop.core.errors import Refusal
from shop.core.i18n import Locale
from shop.http.problems import describe
from shop.web.pages.visit import Visit
from shop.web.views import FieldError

T = TypeVar("T")

_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<day_vi>\d{1,2})[/.-](?P<month_vi>\d{1,2})[/.-](?P<year_vi>\d{4})",
    re.ASCII,
)


class Told:
    """What a page says of the last act: beside a field, above the page, or that it is done."""

    def __init__(self, refusal: Refusal, locale: Locale, fields: frozenset[str]) -> None:
        problem = describe(refusal, locale)
        self.status = problem.status
        beside = refusal.field in fields
        self.errors = (FieldError(field=refusal.field or "", message=problem.detail),) if beside else ()
        self.problem = None if beside else problem.detail


async def attempt(visit: Visit, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Do `act` in a transaction of its own: what it refuses leaves nothing, and the page can still be written."""
    async with short(visit.sessions) as session:
        return await act(session)


def read_date(text: str) -> date | None:
    """A date as browsers send it (2027-02-14) or people write it (14/2/2027); None when it is neither."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    written = found.groupdict()
    year, month, day = (int(written[name] or written[f"{name}_vi"]) for name in ("year", "month", "day"))
    try:
        return date(year, month, day)
    except ValueError:
        return None
