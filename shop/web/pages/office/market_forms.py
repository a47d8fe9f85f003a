"""Forms of planning: what was typed, as plans; and refusals beside the fields of these forms."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shop.core.clock import HANOI, local
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import Locale, say
from shop.markets.models import LiveSession, Market
from shop.markets.plan_market import MarketPlan
from shop.markets.plan_series import SeriesPlan
from shop.markets.plan_stall import StallPlan
from shop.web.pages.forms import Form, read_id
from shop.web.pages.producer.acts import Told, read_date
from shop.web.views import FieldError
from shop.web.views.office_markets import MarketForm, StallForm

SHORTEST = 3  # signs of a reason
_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:hg.]([0-5][0-9])", re.ASCII)
_WORDS = {  # field -> what is said where it cannot be read
    **dict.fromkeys(("name", "series_name", "festival_name"), "name"),
    "title": "title",
    **dict.fromkeys(("day", "first_day", "last_day", "end_day"), "day"),
    **dict.fromkeys(("opens", "closes", "series_opens", "series_closes", "starts", "ends"), "hour"),
    "reason": "reason",
    **dict.fromkeys(("host", "place", "weekday", "festival", "teaser_art"), "choice"),
}


def market_plan(form: Form) -> MarketPlan:
    """The market that was typed; one that closes before it opens closes the day after.

    Raises:
        Invalid: a field cannot be read.
    """
    day, opens, closes = read_day(form, "day"), _hour(form, "opens"), _hour(form, "closes")
    return MarketPlan(
        name=words(form, "name"),
        starts_at=_at(day, opens),
        ends_at=_at(day if closes > opens else day + timedelta(days=1), closes),
        teaser=form.text("teaser"),
        teaser_art=_number(form, "teaser_art", 4),
        festival=form.text("festival", 120),
    )


def series_plan(form: Form) -> SeriesPlan:
    """The weekly market that was typed.

    Raises:
        Invalid: a field cannot be read.
    """
    return SeriesPlan(
        name=words(form, "series_name"),
        weekday=_number(form, "weekday", 7),
        opens=_hour(form, "series_opens"),
        closes=_hour(form, "series_closes"),
        first_day=read_day(form, "first_day"),
        last_day=read_day(form, "last_day") if form.text("last_day") else None,
        teaser=form.text("series_teaser"),
    )


def stall_plan(form: Form, market: Market, kept: LiveSession | None = None) -> StallPlan:
    """The stall that was typed, at hours of its market's evening; what lies before its opening is the next morning.

    A time that reads as the `kept` one is the kept one, to the second.

    Raises:
        Invalid: a field cannot be read.
    """
    opens = local(market.starts_at)
    host = read_id(form.text("host", 40))
    if host is None:
        raise Invalid(field="host")
    return StallPlan(
        title=words(form, "title"),
        place=form.text("place", 120),
        host=host,
        starts_at=_after(opens, _hour(form, "starts"), kept.starts_at if kept else None),
        ends_at=_after(opens, _hour(form, "ends"), kept.ends_at if kept else None),
    )


def typed_market(form: Form) -> MarketForm:
    """A market's form with what was typed."""
    return MarketForm(**{name: form.text(name) for name in MarketForm.__struct_fields__})


def kept_market(market: Market, festival: str) -> MarketForm:
    """A market's form with what is kept."""
    starts, ends = local(market.starts_at), local(market.ends_at)
    return MarketForm(
        name=market.name,
        day=starts.date().isoformat(),
        opens=f"{starts:%H:%M}",
        closes=f"{ends:%H:%M}",
        teaser=market.teaser,
        teaser_art=str(market.teaser_art),
        festival=festival,
    )


def typed_stall(form: Form) -> StallForm:
    """A stall's form with what was typed."""
    return StallForm(**{name: form.text(name, 120) for name in StallForm.__struct_fields__})


def kept_stall(live: LiveSession, place: str) -> StallForm:
    """A stall's form with what is kept."""
    return StallForm(
        title=live.title,
        place=place,
        host=str(live.host_id),
        starts=f"{local(live.starts_at):%H:%M}",
        ends=f"{local(live.ends_at):%H:%M}",
    )


def told_of(refusal: Refusal, locale: Locale, names: Mapping[str, str]) -> Told:
    """A refusal beside its field; `names`: what a field of the plan is called in the form."""
    told = Told(refusal, locale, frozenset())
    field = names.get(refusal.field or "", refusal.field or "")
    if field in _WORDS and told.problem:
        said = say(locale, f"web.markets.wrong.{_WORDS[field]}") if type(refusal) is Invalid else told.problem
        told.errors, told.problem = (FieldError(field=field, message=said),), None
    return told


def words(form: Form, name: str) -> str:
    """The field as a name.

    Raises:
        Invalid: it is empty.
    """
    written = form.text(name, 120)
    if not written:
        raise Invalid(field=name)
    return written


def read_reason(form: Form) -> str:
    """The reason somebody gives.

    Raises:
        Invalid: it is too short to be one.
    """
    reason = form.text("reason")
    if len(reason) < SHORTEST:
        raise Invalid(field="reason")
    return reason


def read_day(form: Form, name: str) -> date:
    """The field as a day.

    Raises:
        Invalid: it is none, or lies outside of this century.
    """
    day = read_date(form.text(name, 20))
    if day is None or not date(2000, 1, 1) <= day <= date(2099, 12, 31):
        raise Invalid(field=name)
    return day


def read_version(form: Form) -> int:
    """The version the form was written with; only a tampered form has none."""
    version = form.number("version")
    if version is None:
        raise Invalid(field="version")
    return version


def goods_typed(form: Form) -> dict[UUID, str]:
    """The codes that were typed beside goods; empty ones too, as they take goods out."""
    found = {read_id(name.removeprefix("code_")): form.text(name, 20) for name in form.fields if name[:5] == "code_"}
    return {variant: code for variant, code in found.items() if variant is not None}


def _hour(form: Form, name: str) -> time:
    found = _HOUR.fullmatch(form.text(name, 10).replace(" ", ""))
    if found is None:
        raise Invalid(field=name)
    return time(int(found[1]), int(found[2]))


def _number(form: Form, name: str, most: int) -> int:
    number = form.number(name)
    if number is None or not 1 <= number <= most:
        raise Invalid(field=name)
    return number


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, HANOI)


def _after(opens: datetime, hour: time, kept: datetime | None) -> datetime:
    if kept is not None and local(kept).time().replace(second=0, microsecond=0) == hour:
        return kept
    moment = _at(opens.date(), hour)
    return moment if moment >= opens.replace(second=0, microsecond=0) else moment + timedelta(days=1)
