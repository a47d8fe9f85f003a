"""An edit's wished content as it is kept, put over what is live, and compared with it. Pure."""

import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from shop.catalog.content import Content
from shop.core.money import Dong
from shop.listings.diff import Change, Fields, Value, diff_fields
from shop.listings.models import ListingEdit

PRICES = "prices"  # beside the content's fields: what variants cost (đồng, by SKU) that are made by the approval


def wished(edit: ListingEdit) -> Content:
    """What the producer wants said."""
    return msgspec.convert(edit.changes, Content)


def prices_of(edit: ListingEdit) -> dict[str, Dong]:
    """What the variants cost that the edit brings, by SKU."""
    return {str(sku): Dong(int(price)) for sku, price in edit.changes.get(PRICES, {}).items()}


def written(content: Content, prices: Mapping[str, Dong] | None = None) -> dict[str, Any]:
    """`content` as an edit keeps it: NFC, trimmed, empty fields left out. Drafts may lack what approval asks for."""
    kept = msgspec.convert(_tidy(msgspec.to_builtins(content)), dict[str, Any])
    texts: dict[str, Any] = kept.get("texts", {})
    kept["texts"] = {language: words for language, words in texts.items() if words}
    return kept | ({PRICES: dict(prices)} if prices else {})


def over(live: Content, wish: Content) -> Content:
    """`wish` with the live variants it does not name: an edit never removes one."""
    named = {variant.sku for variant in wish.variants}
    kept = tuple(variant for variant in live.variants if variant.sku not in named)
    return msgspec.structs.replace(wish, variants=(*wish.variants, *kept))


def fresh_skus(live: Content, wish: Content) -> list[str]:
    """SKUs of variants that are not there yet."""
    known = {variant.sku for variant in live.variants}
    return [variant.sku for variant in wish.variants if variant.sku not in known]


def diff(old: Content, new: Content) -> list[Change]:
    """What `new` says otherwise than `old`; nothing when they are the same."""
    return diff_fields(fields_of(old), fields_of(new))


def diff_edit(live: Content, edit: ListingEdit) -> list[Change]:
    """What the edit changes of `live`, prices of new variants among it."""
    wish = over(live, wished(edit))
    new = set(fresh_skus(live, wish))
    prices: Fields = {f"variants.{sku}.price": price for sku, price in prices_of(edit).items() if sku in new}
    return diff_fields(fields_of(live), fields_of(wish) | prices)


def whole_edit(live: Content, edit: ListingEdit) -> list[Change]:
    """All the edit says, as of a listing of which nothing was ever live."""
    prices: Fields = {f"variants.{sku}.price": price for sku, price in prices_of(edit).items()}
    said = fields_of(over(live, wished(edit))) | prices
    return diff_fields({}, {name: value for name, value in said.items() if value not in ((), None)})


def fields_of(content: Content) -> Fields:
    """Every field by its path, empty ones left out; pictures and variants by what they are, and their order."""
    plain = msgspec.to_builtins(content)
    pictures, variants = plain.pop("pictures"), plain.pop("variants")
    found: Fields = {}
    _walk(found, "", plain)
    found["pictures"] = tuple(picture["asset_id"] for picture in pictures)
    for picture in pictures:
        _walk(found, f"pictures.{picture.pop('asset_id')}", picture)
    found["variants"] = tuple(variant["sku"] for variant in variants)
    for variant in variants:
        _walk(found, f"variants.{variant.pop('sku')}", variant)
    return found


def texts_of(content: Content) -> dict[str, str]:
    """The name and every text by its path: what a reader is told."""
    told = fields_of(content).items()
    return {field: value for field, value in told if field.startswith(("name", "texts.")) and isinstance(value, str)}


def _walk(found: Fields, path: str, value: object) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _walk(found, f"{path}.{name}" if path else name, inner)
    elif value is not None and value != "":
        found[path] = _leaf(value)


def _leaf(value: object) -> Value:
    return value if isinstance(value, str | int) else str(value)


def _tidy(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if isinstance(value, dict):
        tidy = {str(_tidy(name)): _tidy(inner) for name, inner in value.items() if inner is not None}
        return {name: inner for name, inner in tidy.items() if inner != "" or name in {"name", "alt_vi"}}
    return [_tidy(inner) for inner in value] if isinstance(value, list | tuple) else value
