"""Refusals of the catalogue."""

from shop.core.errors import Conflict, Invalid, NotFound


class NoSuchProduct(NotFound):
    """No listing has this address, or it was taken off."""

    code = "no_such_product"


class NoSuchVariant(NotFound):
    """No variant has this id."""

    code = "no_such_variant"


class AlreadyListed(Conflict):
    """The registered product has a listing already, or its address is taken."""

    code = "already_listed"


class NeverApproved(Conflict):
    """A draft cannot be shown: nobody has approved it yet."""

    code = "never_approved"


class NoActiveVariant(Conflict):
    """A listing that is shown must have something for sale."""

    code = "no_active_variant"


class ContentChanged(Conflict):
    """The live content is another than the one that was looked at; `version` is the live one's."""

    code = "content_changed"

    def __init__(self, version: int) -> None:
        super().__init__(extra={"version": version})


class NameMissing(Invalid):
    """A product has a Vietnamese name."""

    code = "product_name_missing"


class AltMissing(Invalid):
    """Every picture says in Vietnamese what is to be seen on it."""

    code = "alt_missing"


class PictureTwice(Invalid):
    """A picture stands once among the pictures of a product."""

    code = "picture_twice"


class VariantTwice(Invalid):
    """Variants of a product are told apart by their names and SKUs."""

    code = "variant_twice"


class BarcodeWrong(Invalid):
    """A GTIN has 8, 12, 13 or 14 digits, and its last one fits the others."""

    code = "barcode_wrong"


class TooManyAttributes(Invalid):
    """A variant says a bounded number of things about itself, each once."""

    code = "too_many_attributes"


class ContentUnclear(Invalid):
    """A field of the content is too long, out of its bounds, or holds control signs."""

    code = "content_unclear"


class SamePhrase(Invalid):
    """Search takes the two phrases for one already, or one of them is none of one to four words."""

    code = "same_phrase"


class SynonymKnown(Conflict):
    """The two phrases find each other already."""

    code = "synonym_known"


class NoSuchSynonym(NotFound):
    """Somebody else has removed this pair."""

    code = "no_such_synonym"
