"""What may follow what in an enquiry, which words ask for wholesale, and the key to a buyer's own page. Pure."""

import base64
import hmac
import re
from collections.abc import Sequence
from uuid import UUID

from shop.core.ids import keyed_digest
from shop.core.text import fold, squeeze
from shop.core.transitions import Transitions
from shop.wholesale.models import EnquiryState

MOVES = Transitions[EnquiryState](
    {
        EnquiryState.NEW: frozenset({EnquiryState.QUOTED, EnquiryState.REFUSED, EnquiryState.EXPIRED}),
        EnquiryState.QUOTED: frozenset(
            {
                EnquiryState.QUOTED,  # at another price
                EnquiryState.REFUSED,
                EnquiryState.ACCEPTED,
                EnquiryState.DECLINED,
                EnquiryState.EXPIRED,
            }
        ),
    }
)
OPEN = frozenset({EnquiryState.NEW, EnquiryState.QUOTED})
WAITING_DAYS = 30  # after which an enquiry nobody answered expires
LONGEST_QUOTE = 90  # days a quote may hold
MOST_BANDS = 6
MOST = 100_000  # pieces a producer may ask for at least
MOST_WANTED = 1_000_000

WORDS = (
    r"(?:gia|mua|ban|lay|nhap|hang|bao) si|(?:ban|mua|gia|lay|nhap) buon|so luong lon|mua nhieu|gia dai ly|wholesale"
)
"""What asks for wholesale, without marks; pages read a sender's own line by the same words."""
_ASKS = re.compile(rf"\b(?:{WORDS})\b")
_NOT_SI = re.compile(r"\bsĩ\b", re.IGNORECASE)  # "bác sĩ", "nghệ sĩ": another word


def is_wholesale(text: str) -> bool:
    """Whether a line of a room asks for wholesale: `giá sỉ`, `bán buôn`, `lay si`."""
    return _ASKS.search(fold(_NOT_SI.sub(" ", squeeze(text)))) is not None


def price_for(bands: Sequence[tuple[int, int]], quantity: int) -> int | None:
    """The price of one piece by bands (from so many, đồng); None where none reaches down so far."""
    fitting = [price for least, price in sorted(bands) if least <= quantity]
    return fitting[-1] if fitting else None


def own_token(secret: str, enquiry_id: UUID) -> str:
    """The bearer token of a buyer's page: 192 bits, the same each time it is asked for; stored nowhere."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "wholesale-token", str(enquiry_id))[:24]).decode()


def is_own_token(secret: str, enquiry_id: UUID, offered: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(own_token(secret, enquiry_id).encode(), offered.encode())
