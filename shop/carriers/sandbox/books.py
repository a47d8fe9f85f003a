"""What the sandbox remembers: its labels, by our reference and by its own number."""

from collections import OrderedDict

import msgspec

MOST = 10_000  # labels one process remembers; the oldest are forgotten


class Parcel(msgspec.Struct, kw_only=True):
    """A label the sandbox gave out, and the code it stands at."""

    reference: str
    tracking: str
    fee: int
    code: str


class Books:
    """The labels of one carrier."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._parcels: OrderedDict[str, Parcel] = OrderedDict()
        self._by_reference: dict[str, Parcel] = {}

    def open(self, reference: str, fee: int, code: str) -> tuple[Parcel, bool]:
        """The label of a reference, and whether it was made just now."""
        known = self._by_reference.get(reference)
        if known is not None:
            return known, False
        tracking = f"{self._prefix}{reference.replace('-', '')[-12:].upper()}"
        made = Parcel(reference=reference, tracking=tracking, fee=fee, code=code)
        self._parcels[tracking] = self._by_reference[reference] = made
        if len(self._parcels) > MOST:
            _, oldest = self._parcels.popitem(last=False)
            self._by_reference.pop(oldest.reference, None)
        return made, True

    def find(self, tracking: str) -> Parcel | None:
        """The label of a number."""
        return self._parcels.get(tracking)
