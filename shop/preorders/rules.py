"""Which days a window may have. Pure."""

from datetime import date, timedelta

import msgspec

FARTHEST = timedelta(days=400)  # what a harvest of next year needs
MOST_PIECES = 9_999  # of one window


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """When a harvest may be ordered, and when it ships: days of Hà Nội, the last included."""

    starts_on: date
    ends_on: date
    ship_from: date
    ship_until: date

    def fault(self, today: date) -> str | None:
        """The first field that cannot be meant; None: all may be."""
        faults = {
            "starts_on": self.starts_on < today - FARTHEST,
            "ends_on": self.ends_on < max(self.starts_on, today),
            "ship_from": self.ship_from < self.starts_on,
            "ship_until": self.ship_until < max(self.ship_from, self.ends_on) or self.ship_until > today + FARTHEST,
        }
        return next((field for field, wrong in faults.items() if wrong), None)
