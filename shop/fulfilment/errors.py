"""What fulfilment refuses."""

from shop.core.errors import Conflict


class FetchedHere(Conflict):
    """The buyer fetches the goods at this point: they cannot come from another."""

    code = "fetched_here"


class NotServing(Conflict):
    """The other place is closed, or keeps nothing for orders."""

    code = "place_not_serving"


class NotInParcel(Conflict):
    """A variant that was named is not in this parcel."""

    code = "not_in_parcel"


class CashWithCarrier(Conflict):
    """A carrier brought the parcel and has what was taken for it."""

    code = "cash_with_carrier"


class LabelMissing(Conflict):
    """The carrier has not given the parcel a number yet: it cannot fetch it."""

    code = "label_missing"
