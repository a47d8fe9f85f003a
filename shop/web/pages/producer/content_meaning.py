"""What a staged form means: a wish, or what is wrong with which field; and the field a refusal names. Pure."""

import re
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import msgspec

from shop.catalog.content import Content, Language, PictureOf, VariantContent, Words
from shop.catalog.content_rules import MOST_ATTRIBUTES
from shop.catalog.models import ShippingClass, TaxClass
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.core.text import fold
from shop.listings.edit import Wish
from shop.listings.import_rows import Unreadable, read_barcode, read_days, read_price, read_weight
from shop.web.pages.producer.content_form import MOST_ROWS
from shop.web.views import FieldError
from shop.web.views.listings import ContentForm, PictureRow, VariantForm

LONGEST_LINE, LONGEST_ALT, LONGEST_NOTE = 120, 300, 300
MOST_YEARS = 99
SHOWN = 40  # characters of a field that a sentence repeats

K = TypeVar("K", bound=StrEnum)
T = TypeVar("T")

_VARIANT_FIELDS = {
    "sku": "sku",
    "name": "variant_name",
    "unit": "unit",
    "net_weight_g": "weight",
    "barcode": "barcode",
    "attributes": "attributes",
    "price": "price",
}


class Reader:
    """Reads fields of a form and collects what cannot be meant, each beside its field."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self.errors: list[FieldError] = []

    def wrong(self, field: str, key: str, **facts: object) -> None:
        """Note that a field cannot be meant so."""
        self.errors.append(FieldError(field=field, message=say(self._locale, key, **facts)))

    def line(self, field: str, written: str, most: int) -> str:
        """A text of at most `most` characters."""
        if len(written) > most:
            self.wrong(field, "import.problem.text_too_long", most=most, signs=len(written))
        return written

    def value(self, field: str, written: str, read: Callable[[str], T]) -> T | None:
        """What `read` makes of a field; None where it is empty or unreadable."""
        if not written:
            return None
        try:
            return read(written)
        except Unreadable as error:
            self.wrong(field, f"import.problem.{error.code.value}", written=written[:SHOWN], **error.facts)
            return None

    def choice(self, field: str, written: str, kinds: type[K]) -> K:
        """One of a few words; a form that was tampered with gets the first."""
        if written not in set(kinds):
            self.wrong(field, "web.listing.wrong_choice")
            return next(iter(kinds))
        return kinds(written)

    def years(self, field: str, written: str) -> int | None:
        """An age in years."""
        if not written:
            return None
        if re.fullmatch("0?[1-9]|[1-9][0-9]", written):
            return int(written)
        self.wrong(field, "web.listing.wrong_age", most=MOST_YEARS)
        return None


def meaning_of(form: ContentForm, locale: Locale) -> tuple[Wish, tuple[FieldError, ...]]:
    """The wish a form stands for; with errors it must not be used. A draft may lack what approval asks for."""
    reader = Reader(locale)
    said: dict[Language, dict[str, str]] = {"vi": {}, "en": {}}
    for row in form.texts:
        said["vi"][row.key] = reader.line(f"vi_{row.key}", row.vi, row.most)
        said["en"][row.key] = reader.line(f"en_{row.key}", row.en, row.most)
    content = Content(
        name=said["vi"].pop("name"),
        texts={
            language: Words(**{key: text or None for key, text in words.items()}) for language, words in said.items()
        },
        shelf_life_days=reader.value("shelf_life_days", form.shelf_life_days, read_days),
        min_age=reader.years("min_age", form.min_age),
        tax_class=reader.choice("tax_class", form.tax_class, TaxClass),
        shipping_class=reader.choice("shipping_class", form.shipping_class, ShippingClass),
        pictures=tuple(_pictures(reader, form.pictures)),
        variants=tuple(_variant(reader, number, row) for number, row in enumerate(form.variants, 1)),
    )
    prices = {row.sku: _price(reader, number, row) for number, row in enumerate(form.variants, 1) if row.fresh}
    _refuse_twins(reader, form.variants)
    note = reader.line("note", form.note, LONGEST_NOTE) or None
    wish = Wish(content=content, prices=prices, note=note, version=form.version)
    return wish, tuple(reader.errors)


def with_skus(form: ContentForm, stem: str) -> ContentForm:
    """The form with a SKU for every new variant without one, made of `stem`: the same form gets the same ones."""
    taken = {row.sku for row in form.variants}
    rows = []
    for number, row in enumerate(form.variants, 1):
        candidates = (f"{stem}-{at}" for at in range(number, number + 2 * MOST_ROWS))
        sku = row.sku or next(made for made in candidates if made not in taken)
        taken.add(sku)
        rows.append(msgspec.structs.replace(row, sku=sku))
    return msgspec.structs.replace(form, variants=tuple(rows))


def field_of(path: str | None, form: ContentForm) -> str | None:
    """The form's field that a refusal names by its path in the content; None: it names none of the form's."""
    area, _, rest = (path or "").partition(".")
    if area == "texts":
        return rest.replace(".", "_", 1)
    if area == "name":
        return "vi_name"
    if area == "pictures" and rest:
        found = (number for number, row in enumerate(form.pictures, 1) if rest.startswith(f"{row.id}."))
        number = next(found, None)
        return f"{rest.rpartition('.')[2]}_{number}" if number else "pictures"
    if area == "variants" and rest:
        return _field_of_variant(rest, form.variants)
    return area if area in {"pictures", "variants", "shelf_life_days", "min_age"} else None


def _field_of_variant(rest: str, rows: Collection[VariantForm]) -> str:
    for number, row in enumerate(rows, 1):
        name = rest.removeprefix(f"{row.sku}.")
        if row.sku and name != rest and name in _VARIANT_FIELDS and (row.fresh or name not in {"sku", "price"}):
            return f"{_VARIANT_FIELDS[name]}_{number}"
    return "variants"


def _pictures(reader: Reader, rows: Collection[PictureRow]) -> Iterator[PictureOf]:
    for number, row in enumerate(rows, 1):
        alt_vi = reader.line(f"alt_vi_{number}", row.alt_vi, LONGEST_ALT)
        alt_en = reader.line(f"alt_en_{number}", row.alt_en, LONGEST_ALT)
        yield PictureOf(asset_id=UUID(row.id), alt_vi=alt_vi, alt_en=alt_en or None)


def _variant(reader: Reader, number: int, row: VariantForm) -> VariantContent:
    if not row.unit:
        reader.wrong(f"unit_{number}", "web.listing.wrong_unit")
    return VariantContent(
        sku=reader.line(f"sku_{number}", row.sku, LONGEST_LINE),
        name=reader.line(f"variant_name_{number}", row.name, LONGEST_LINE),
        unit=reader.line(f"unit_{number}", row.unit, LONGEST_LINE),
        net_weight_g=reader.value(f"weight_{number}", row.weight, read_weight),
        barcode=reader.value(f"barcode_{number}", row.barcode, read_barcode),
        attributes=_attributes(reader, f"attributes_{number}", row.attributes),
    )


def _price(reader: Reader, number: int, row: VariantForm) -> Dong:
    if not row.price:
        reader.wrong(f"price_{number}", "web.listing.wrong_price")
    return Dong(reader.value(f"price_{number}", row.price, read_price) or 0)


def _attributes(reader: Reader, field: str, written: str) -> dict[str, str]:
    """Lines of `name: value`."""
    found: dict[str, str] = {}
    lines = [line.strip() for line in written.split("\n") if line.strip()]
    for line in lines:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not (name and colon and value):
            reader.wrong(field, "web.listing.wrong_attribute", written=line[:SHOWN])
            return {}
        reader.line(field, max(name, value, key=len), LONGEST_LINE)
        found[name] = value
    if len(lines) > MOST_ATTRIBUTES or len({fold(name) for name in found}) < len(lines):
        reader.wrong(field, "problem.too_many_attributes", most=MOST_ATTRIBUTES)
    return found


def _refuse_twins(reader: Reader, rows: Collection[VariantForm]) -> None:
    skus: set[str] = set()
    names: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.sku in skus:
            reader.wrong(f"sku_{number}" if row.fresh else "variants", "problem.variant_twice")
        if row.name in names:
            reader.wrong(f"variant_name_{number}", "problem.variant_twice")
        skus.add(row.sku)
        names.add(row.name)
