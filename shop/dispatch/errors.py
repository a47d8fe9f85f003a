"""What dispatch refuses."""

from shop.core.errors import Conflict


class NoShipment(Conflict):
    """No carrier is asked for this parcel."""

    code = "no_shipment"


class AlreadyFetched(Conflict):
    """The carrier has fetched the parcel."""

    code = "already_fetched"


class NoLabel(Conflict):
    """There is nothing to print: nothing that is brought to a door is packed."""

    code = "no_label"
