"""What the sandbox remembers: bounded, and the same code for the same key even when it has forgotten."""

import hashlib
from collections import OrderedDict

MOST = 5_000  # invoices


class Books:
    """Issued invoices by key. `away` calls go unanswered; `lost` are worked and then go unanswered."""

    def __init__(self, away: int = 0, lost: int = 0) -> None:
        self.away, self.lost = away, lost
        self.issued: OrderedDict[str, str] = OrderedDict()

    def issue(self, key: str) -> str:
        """The authority's code of a key."""
        if key not in self.issued:
            self.issued[key] = f"M1-THU-{hashlib.sha256(key.encode()).hexdigest()[:20].upper()}"
            if len(self.issued) > MOST:
                self.issued.popitem(last=False)
        return self.issued[key]

    def is_away(self) -> bool:
        """Whether this call goes unanswered."""
        if self.away <= 0:
            return False
        self.away -= 1
        return True

    def is_lost(self) -> bool:
        """Whether the answer of this call gets lost."""
        if self.lost <= 0:
            return False
        self.lost -= 1
        return True
