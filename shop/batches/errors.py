"""Refusals about batches."""

from shop.core.errors import Conflict, Invalid, NotFound


class BatchUnknown(NotFound):
    """No batch has this code."""

    code = "batch_unknown"


class LotTaken(Conflict):
    """The variant has a batch with the same lot already."""

    code = "lot_taken"


class VariantNotYours(Invalid):
    """The variant does not exist, or is another producer's."""

    code = "variant_not_yours"


class BatchDatesWrong(Invalid):
    """The dates cannot be true; the sentence of `DateFault` says which."""

    code = "batch_dates"


class RecalledAlready(Conflict):
    """The batch was recalled before."""

    code = "recalled_already"


class PlaceClosed(Invalid):
    """The sales point is closed: no batch can go there."""

    code = "place_closed"
