"""What delivery refuses."""

from shop.core.errors import Conflict, NotFound


class AddressUnknown(NotFound):
    """No such saved address, or not this person's."""

    code = "address_unknown"


class TooManyAddresses(Conflict):
    """The person's book is full."""

    code = "too_many_addresses"

    def __init__(self, most: int) -> None:
        super().__init__(most=most, extra={"most": most})
