"""The staged form of a listing: reading it, and writing a content into it. What it means stands beside. Pure."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import msgspec

from shop.catalog.content import Content, Language, PictureOf, VariantContent, Words
from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.listings.rules import MOST_PICTURES
from shop.media.rules import WIDTHS, picture_address
from shop.web import formats
from shop.web.pages.forms import Form
from shop.web.views.listings import ContentForm, PictureRow, TextRow, VariantForm

MOST_TYPED = 20_000  # characters of a field that are read; what is too long for it is said, not cut off
MOST_ROWS = 200  # variants of a form
SMALLEST = min(WIDTHS)

_LINE_ENDS = {0x0B: "\n", 0x0C: "\n"}  # what word processors write between lines
_CONTROL = _LINE_ENDS | {code: None for code in (*range(0x20), 0x7F) if code not in {0x09, 0x0A, *_LINE_ENDS}}


class TextField(NamedTuple):
    """A text in two languages: its most characters, the lines its box shows, whether buyers need it."""

    key: str
    most: int
    rows: int = 1
    required: bool = False


TEXTS = (
    TextField("name", 120, required=True),
    TextField("summary", 300, 3, required=True),
    TextField("story", 8000, 8),
    TextField("ingredients", 2000, 3),
    TextField("origin", 2000, 2),
    TextField("storage", 2000, 2),
    TextField("usage", 2000, 3),
    TextField("warning", 2000, 2),
)


def read_content_form(form: Form, live: Collection[str]) -> ContentForm:
    """What was typed, nothing cut off; `live` are the SKUs of the variants that are live.

    Raises:
        Invalid: a picture has no id; only a tampered form says so.
    """
    return ContentForm(
        version=form.number("version") or 0,
        texts=tuple(_row(text, typed(form, f"vi_{text.key}"), typed(form, f"en_{text.key}")) for text in TEXTS),
        shelf_life_days=typed(form, "shelf_life_days"),
        tax_class=typed(form, "tax_class"),
        shipping_class=typed(form, "shipping_class"),
        min_age=typed(form, "min_age"),
        pictures=tuple(_pictures(form)),
        variants=tuple(_variants(form, live)),
        note=typed(form, "note"),
    )


def write_content_form(
    content: Content, prices: Mapping[str, Dong], live: Collection[str], locale: Locale, *, version: int, note: str
) -> ContentForm:
    """The form that says `content`; `prices` are those of variants that are not live yet."""
    return ContentForm(
        version=version,
        texts=tuple(_row(text, _said(content, "vi", text.key), _said(content, "en", text.key)) for text in TEXTS),
        shelf_life_days=_number(content.shelf_life_days),
        tax_class=content.tax_class,
        shipping_class=content.shipping_class,
        min_age=_number(content.min_age),
        pictures=tuple(_picture(one) for one in content.pictures),
        variants=tuple(_variant(one, prices, live, locale) for one in content.variants),
        note=note,
    )


def with_blank(form: ContentForm) -> ContentForm:
    """The form with an empty row behind its variants, for one more."""
    if len(form.variants) >= MOST_ROWS:
        return form
    return msgspec.structs.replace(form, variants=(*form.variants, VariantForm(sku="", fresh=True)))


def rearranged(form: ContentForm, act: str) -> ContentForm:
    """The form after a button at a picture or a new variant: `up:ID`, `down:ID`, `drop:ID`, `unlist:SKU`."""
    verb, _, named = act.partition(":")
    if verb == "unlist":
        kept = tuple(one for one in form.variants if not (one.fresh and one.sku == named))
        return msgspec.structs.replace(form, variants=kept)
    rows = list(form.pictures)
    at = next((at for at, one in enumerate(rows) if one.id == named), None)
    if at is None:
        return form
    row = rows.pop(at)
    if verb in {"up", "down"}:
        rows.insert(max(0, at - 1) if verb == "up" else at + 1, row)
    return msgspec.structs.replace(form, pictures=tuple(rows)) if verb in {"up", "down", "drop"} else form


def with_picture(form: ContentForm, asset_id: object) -> ContentForm:
    """The form with one more picture at the end; one that is there already stays where it is."""
    if any(one.id == str(asset_id) for one in form.pictures):
        return form
    row = PictureRow(id=str(asset_id), src=picture_address(asset_id, SMALLEST), alt_vi="", alt_en="")
    return msgspec.structs.replace(form, pictures=(*form.pictures, row))


def typed(form: Form, name: str) -> str:
    """A field in NFC, its line ends as one sign, without control signs and spaces around it."""
    written = form.fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", written).translate(_CONTROL).strip()[:MOST_TYPED]


def _row(text: TextField, vi: str, en: str) -> TextRow:
    return TextRow(key=text.key, vi=vi, en=en, most=text.most, rows=text.rows, required=text.required)


def _said(content: Content, language: Language, key: str) -> str:
    if language == "vi" and key == "name":
        return content.name
    return getattr(content.texts.get(language, Words()), key) or ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _picture(said: PictureOf) -> PictureRow:
    src = picture_address(said.asset_id, SMALLEST)
    return PictureRow(id=str(said.asset_id), src=src, alt_vi=said.alt_vi, alt_en=said.alt_en or "")


def _variant(said: VariantContent, prices: Mapping[str, Dong], live: Collection[str], locale: Locale) -> VariantForm:
    return VariantForm(
        sku=said.sku,
        name=said.name,
        unit=said.unit,
        weight=_number(said.net_weight_g),
        barcode=said.barcode or "",
        attributes="\n".join(f"{name}: {value}" for name, value in said.attributes.items()),
        price=formats.number(locale, prices[said.sku]) if said.sku in prices else "",
        fresh=said.sku not in live,
    )


def _pictures(form: Form) -> Iterator[PictureRow]:
    for number in range(1, MOST_PICTURES + 2):  # one more than may be, so that it is refused and not lost
        if form.text(f"picture_{number}"):
            id_ = form.key(f"picture_{number}")
            alt_vi, alt_en = typed(form, f"alt_vi_{number}"), typed(form, f"alt_en_{number}")
            yield PictureRow(id=str(id_), src=picture_address(id_, SMALLEST), alt_vi=alt_vi, alt_en=alt_en)


def _variants(form: Form, live: Collection[str]) -> Iterator[VariantForm]:
    for number in range(1, MOST_ROWS + 1):
        sku = typed(form, f"sku_{number}")
        row = VariantForm(
            sku=sku,
            name=typed(form, f"variant_name_{number}"),
            unit=typed(form, f"unit_{number}"),
            weight=typed(form, f"weight_{number}"),
            barcode=typed(form, f"barcode_{number}"),
            attributes=typed(form, f"attributes_{number}"),
            price=typed(form, f"price_{number}"),
            fresh=sku not in live,
        )
        if not row.blank:
            yield row
