"""How a row changes what is said of a product and its packs. An empty cell changes nothing. Pure."""

import msgspec

from shop.catalog.content_rules import Content, Language, VariantContent, Words, spoken
from shop.listings.import_rows import Line

_LANGUAGES: dict[str, Language] = {"vi": "vi", "en": "en"}


def blank(name: str) -> Content:
    """What is said of a product nobody has listed: the register's name."""
    return Content(name=name)


def pack_names(content: Content) -> list[str]:
    """The names of all packs, in their order."""
    return [pack.name for pack in content.variants]


def say_of_product(content: Content, line: Line) -> Content:
    """The content with what the row says of the product as a whole."""
    texts = dict(content.texts)
    for column, written in line.texts.items():
        field, _, locale = column.value.partition(".")
        language = _LANGUAGES[locale]
        texts[language] = msgspec.structs.replace(texts.get(language, Words()), **{field: written})
    return msgspec.structs.replace(
        content,
        name=line.name or content.name,
        shelf_life_days=line.shelf_life or content.shelf_life_days,
        texts=spoken(texts),
    )


def say_of_pack(content: Content, line: Line) -> Content:
    """The content with what the row says of the pack that has its SKU."""
    packs = tuple(_said(pack, line) if pack.sku == line.sku else pack for pack in content.variants)
    return msgspec.structs.replace(content, variants=packs)


def add_pack(content: Content, line: Line) -> Content:
    """The content with the row's pack behind the others."""
    return msgspec.structs.replace(content, variants=(*content.variants, new_pack(line)))


def new_pack(line: Line) -> VariantContent:
    """The pack a row describes."""
    return _said(VariantContent(sku=line.sku, name="", unit=line.unit), line)


def _said(pack: VariantContent, line: Line) -> VariantContent:
    return msgspec.structs.replace(
        pack,
        name=line.pack or pack.name,
        unit=line.unit or pack.unit,
        net_weight_g=line.weight or pack.net_weight_g,
        barcode=line.barcode or pack.barcode,
    )
