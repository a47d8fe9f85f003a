"""What is said and shown of a product, and what makes it fit to be shown. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from shop.catalog.errors import (
    AltMissing,
    BarcodeWrong,
    ContentUnclear,
    NameMissing,
    PictureTwice,
    TooManyAttributes,
    VariantTwice,
)
from shop.catalog.models import ShippingClass, TaxClass
from shop.core.text import Label, Line, Name, Story, Text, fold

MOST_ATTRIBUTES = 12  # of one variant
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_AT = re.compile(r" - at (?:`key` in )?`\$\.?(?P<field>.*)`$")

Language = Literal["vi", "en"]
_LANGUAGES: tuple[Language, ...] = ("vi", "en")


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a product in one language. The Vietnamese name stands on the product, not here."""

    name: Label | None = None
    summary: Line | None = None
    story: Story | None = None
    ingredients: Text | None = None
    origin: Text | None = None
    storage: Text | None = None
    usage: Text | None = None
    warning: Text | None = None


class PictureOf(msgspec.Struct, frozen=True, kw_only=True):
    """A picture and what is to be seen on it, for those who cannot see it."""

    asset_id: UUID
    alt_vi: Line
    alt_en: Line | None = None


class VariantContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a size or a pack; price, stock and whether it is sold are not content. Weight in grams."""

    sku: Name
    name: Label
    unit: Name
    net_weight_g: Annotated[int, Meta(ge=1, le=10_000_000)] | None = None
    barcode: Annotated[str, Meta(max_length=14)] | None = None
    attributes: Annotated[dict[Label, Label], Meta(max_length=MOST_ATTRIBUTES)] = {}


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a listing that waits for approval. Empty texts are None, silent languages are absent."""

    name: Label
    texts: Annotated[dict[Language, Words], Meta(max_length=2)] = {}
    shelf_life_days: Annotated[int, Meta(ge=1, le=36_500)] | None = None
    tax_class: TaxClass = TaxClass.GOODS
    shipping_class: ShippingClass = ShippingClass.PARCEL
    min_age: Annotated[int, Meta(ge=1, le=99)] | None = None
    pictures: Annotated[tuple[PictureOf, ...], Meta(max_length=50)] = ()
    variants: Annotated[tuple[VariantContent, ...], Meta(max_length=200)] = ()


CONTENT_FIELDS: tuple[str, ...] = Content.__struct_fields__


def checked(content: Content) -> Content:
    """The content in its one way of writing: NFC, trimmed, what is empty left out.

    Raises:
        NameMissing, AltMissing, PictureTwice, VariantTwice, BarcodeWrong, TooManyAttributes, ContentUnclear:
            with the path of the field, such as `variants.HOP-500.barcode`.
    """
    plain = msgspec.to_builtins(content)
    try:
        tidy = msgspec.convert(_tidy(plain), Content)
    except msgspec.ValidationError as error:
        at = _AT.search(str(error))
        raise ContentUnclear(field=at["field"] if at else None) from error
    if not tidy.name:
        raise NameMissing(field="name")
    _check_pictures(tidy.pictures)
    _refuse_twins("sku", [variant.sku for variant in tidy.variants])
    _refuse_twins("name", [variant.name for variant in tidy.variants])
    for variant in tidy.variants:
        _check_variant(variant)
    return msgspec.structs.replace(tidy, texts=spoken(tidy.texts))


def spoken(texts: Mapping[Language, Words]) -> dict[Language, Words]:
    """Languages in which something is said, Vietnamese first and without a name of its own."""
    kept: dict[Language, Words] = {}
    for language in _LANGUAGES:
        if language in texts:
            said = {field: text or None for field, text in msgspec.structs.asdict(texts[language]).items()}
            words = Words(**said | ({"name": None} if language == "vi" else {}))
            if words != Words():
                kept[language] = words
    return kept


def is_gtin(code: str) -> bool:
    """Whether a barcode is a GTIN: its length, and its check digit (GS1 General Specifications, 7.9)."""
    if len(code) not in _GTIN_LENGTHS or not (code.isascii() and code.isdecimal()):
        return False
    digits = [int(sign) for sign in reversed(code)]
    return sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0


def per_hundred_grams(price: int, net_weight_g: int) -> int:
    """What 100 g cost, in whole đồng, half a đồng rounded up."""
    return (price * 200 + net_weight_g) // (2 * net_weight_g)


def _tidy(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if isinstance(value, dict):
        return {_tidy(key): _tidy(inner) for key, inner in value.items() if inner is not None and inner != ""}
    if isinstance(value, list | tuple):
        return [_tidy_part(inner) for inner in value]
    return value


def _tidy_part(part: object) -> object:
    """A picture or a variant: an alternative text or a name that is empty stays, to be refused by name or kept."""
    assert isinstance(part, dict), "pictures and variants are structs"
    kept = {name: "" for name in ("alt_vi", "name") if part.get(name) == ""}
    tidy = _tidy(part)
    assert isinstance(tidy, dict), "a struct stays one"
    return tidy | kept


def _check_pictures(pictures: Iterable[PictureOf]) -> None:
    seen = set()
    for picture in pictures:
        if not picture.alt_vi:
            raise AltMissing(field=f"pictures.{picture.asset_id}.alt_vi")
        if picture.asset_id in seen:
            raise PictureTwice(field="pictures")
        seen.add(picture.asset_id)


def _check_variant(variant: VariantContent) -> None:
    if variant.barcode is not None and not is_gtin(variant.barcode):
        raise BarcodeWrong(field=f"variants.{variant.sku}.barcode")
    said = {fold(name) for name in variant.attributes}
    if len(said) != len(variant.attributes) or len(said) > MOST_ATTRIBUTES or "" in said:
        raise TooManyAttributes(field=f"variants.{variant.sku}.attributes", most=MOST_ATTRIBUTES)


def _refuse_twins(field: str, values: list[str]) -> None:
    if len(set(values)) != len(values):
        raise VariantTwice(field=f"variants.{field}")
