"""What an edit changes, in words for people: the producer's desk and the office show it alike."""

from collections.abc import Collection, Iterable

from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.listings.diff import Change, Value
from shop.media.rules import WIDTHS, picture_address
from shop.web import formats
from shop.web.views.listings import ChangeView, PieceView

SMALLEST = min(WIDTHS)
CHOICES = ("tax_class", "shipping_class")


def change_views(changes: Iterable[Change], skus: Collection[str], locale: Locale) -> tuple[ChangeView, ...]:
    """The changes with the names of their fields; `skus` are those of all variants that may be named."""
    return tuple(_view(change, skus, locale) for change in changes)


def field_label(field: str, skus: Collection[str], locale: Locale) -> str:
    """What people call the field at this path of a content (`texts.vi.story`, `variants.HOP-500.unit`)."""
    area, _, rest = field.partition(".")
    if area == "texts":
        language, _, name = rest.partition(".")
        return _in(language, say(locale, f"web.listing.f_{name}"), locale)
    if area == "name":
        return _in("vi", say(locale, "web.listing.f_name"), locale)
    if area == "pictures" and rest:
        return _in(rest.rpartition("_")[2], say(locale, "web.listing.f_alt"), locale)
    if area == "variants" and rest:
        return _label_of_variant(rest, skus, locale)
    return say(locale, f"web.listing.f_{field}")


def _label_of_variant(rest: str, skus: Collection[str], locale: Locale) -> str:
    sku = max((one for one in skus if rest.startswith(f"{one}.")), key=len, default=rest.partition(".")[0])
    name, _, attribute = rest.removeprefix(f"{sku}.").partition(".")
    words = attribute or say(locale, f"web.listing.f_{'variant_name' if name == 'name' else name}")
    return say(locale, "web.listing.of_variant", sku=sku, field=words)


def _in(language: str, words: str, locale: Locale) -> str:
    return f"{words} ({say(locale, f'web.listing.{language}')})"


def _view(change: Change, skus: Collection[str], locale: Locale) -> ChangeView:
    label = field_label(change.field, skus, locale)
    if change.field == "pictures":
        before, after = _sources(change.before), _sources(change.after)
        return ChangeView(label=label, pictures_before=before, pictures_after=after)
    name = change.field.rpartition(".")[2]
    marked = change.pieces if name not in CHOICES else ()
    return ChangeView(
        label=label,
        picture=_picture(change.field),
        pieces=tuple(PieceView(kind=one.kind, text=one.text) for one in marked),
        before=_written(name, change.before, locale),
        after=_written(name, change.after, locale),
    )


def _picture(field: str) -> str:
    area, _, rest = field.partition(".")
    return picture_address(rest.partition(".")[0], SMALLEST) if area == "pictures" else ""


def _sources(value: Value) -> tuple[str, ...]:
    return tuple(picture_address(one, SMALLEST) for one in value) if isinstance(value, tuple) else ()


def _written(name: str, value: Value, locale: Locale) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if name in CHOICES:
        return say(locale, f"web.listing.{name}_{value}") if value else ""
    return _number(name, value, locale) if isinstance(value, int) else value or ""


def _number(name: str, value: int, locale: Locale) -> str:
    if name == "price":
        return formats.dong(locale, Dong(value))
    if name == "net_weight_g":
        return formats.weight(locale, value)
    return say(locale, f"web.listing.of_{name}", count=formats.number(locale, value))
