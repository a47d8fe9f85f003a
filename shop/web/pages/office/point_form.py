"""The form of a sales point: read, and written from what is there."""

from shop.core.i18n import Locale, say
from shop.places.point import Point
from shop.places.queries import FoundPlace
from shop.places.rules import WEEK, Span, hours_fit, read_hours, read_point, written_hours
from shop.web.pages.forms import Form
from shop.web.pages.place_views import spans_of
from shop.web.pages.producer.acts import read_date
from shop.web.views import FieldError
from shop.web.views.office_places import PointForm

LENGTHS = {
    "name": 120, "address": 200, "commune": 120, "district": 120, "operator": 200, "phone": 20, "position": 60,
    "opened_on": 12, "closed_from": 12, "note": 300,
}  # fmt: skip
HOURS = tuple(f"hours_{day}" for day in WEEK)
FIELDS = frozenset({*LENGTHS, *HOURS})
NEEDED = ("name", "address", "commune")


def typed_form(form: Form) -> PointForm:
    """What was typed, as it was."""
    texts = {name: form.text(name, longest) for name, longest in LENGTHS.items()}
    return PointForm(**texts, hours=tuple(form.text(name, 80) for name in HOURS))


def kept_form(found: FoundPlace) -> PointForm:
    """What is said of a point, as the form takes it."""
    place, spans = found.place, spans_of(found.hours)
    return PointForm(
        name=place.name,
        address=place.address or "",
        commune=found.commune.slug if found.commune else "",
        district=found.district.slug if found.district else "",
        operator=place.operator or "",
        phone=place.phone or "",
        position=f"{place.lat:g},{place.lon:g}" if place.location_exact else "",
        opened_on=place.opened_on.isoformat() if place.opened_on else "",
        closed_from=place.closed_from.isoformat() if place.closed_from else "",
        note=place.note or "",
        hours=tuple(written_hours(spans, day) for day in WEEK),
    )


def read_point_form(form: Form, locale: Locale) -> tuple[Point | None, tuple[FieldError, ...]]:
    """The point that was meant, or what cannot be read of it."""
    typed = typed_form(form)
    position = read_point(typed.position) if typed.position else None
    opened_on, closed_from = read_date(typed.opened_on), read_date(typed.closed_from)
    spans = _spans(typed.hours)
    wrong = [name for name in NEEDED if not getattr(typed, name)]
    wrong += ["position"] if typed.position and position is None else []
    wrong += ["opened_on"] if typed.opened_on and opened_on is None else []
    wrong += ["closed_from"] if typed.closed_from and closed_from is None else []
    wrong += [name for name, day in zip(HOURS, spans, strict=True) if day is None]
    if wrong:
        return None, tuple(FieldError(field=name, message=_message(locale, name)) for name in wrong)
    point = Point(
        name=typed.name,
        address=typed.address,
        commune=typed.commune,
        district=typed.district,
        operator=typed.operator,
        phone=typed.phone,
        position=position,
        hours=tuple(span for day in spans for span in day or ()),
        opened_on=opened_on,
        closed_from=closed_from,
        note=typed.note,
    )
    return point, ()


def _spans(hours: tuple[str, ...]) -> list[list[Span] | None]:
    """The spans of each weekday; None where they cannot be read or do not fit."""
    found: list[list[Span] | None] = []
    for weekday, text in zip(WEEK, hours, strict=True):
        read = read_hours(text)
        spans = None if read is None else [(weekday, opens, closes) for opens, closes in read]
        found.append(spans if spans is not None and hours_fit(spans) else None)
    return found


def _message(locale: Locale, field: str) -> str:
    if field in HOURS:
        day = say(locale, f"web.weekday.{field[-1]}")
        return say(locale, "web.point.missing.hours", day=day)
    return say(locale, f"web.point.missing.{field}")
