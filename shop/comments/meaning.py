"""What a comment means: an intent, the lines it is about, and what its writer must be asked."""

from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

import msgspec

Pieces: TypeAlias = int | Decimal  # of the line's unit; a Decimal only where the line is divisible


class Intent(StrEnum):
    """What the writer wants. Only the first four may touch an order."""

    ORDER = "order"
    ADD = "add"
    CHANGE = "change"
    CANCEL = "cancel"
    QUESTION = "question"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


class Act(StrEnum):
    """What is to be done with one line."""

    ORDER = "order"
    ADD = "add"
    CHANGE = "change"
    CANCEL = "cancel"


class Doubt(StrEnum):
    """What is not clear, and so is asked."""

    CODE = "code"  # it fits several, or none that is known
    OPTION = "option"  # the code has several, none was named
    QUANTITY = "quantity"  # too many, a part of what is not divided, another unit, or two numbers
    WISH = "wish"  # whether it is meant as an order at all


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. Ordered and added pieces count from nothing, changed ones are the new number.

    A cancelled line without `quantity` goes wholly, else by so many. `instead_of` is the code it replaces:
    where nobody said how many, the buyer means as many as before.
    """

    code: str
    act: Act
    quantity: Pieces | None = None
    option: str | None = None
    instead_of: str | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One tap: the line that is meant if it is tapped."""

    code: str
    quantity: Pieces | None = None
    option: str | None = None


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What its writer is asked. Without answers the room offers what the buyer holds, or the line-up.

    `quantity` is the number that was said for goods nobody knows: it is kept with what is offered instead.
    """

    doubt: Doubt
    act: Act
    answers: tuple[Answer, ...] = ()
    quantity: int | None = None


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """A comment understood.

    `items` are what is clear, also beside an ask: then nothing is ordered before its answer. `question` says
    that it belongs to the host's questions, whatever else it is. `everything` cancels all that the buyer holds.
    `key` is equal for the same text written again, whatever its case, marks, signs and spaces.
    """

    intent: Intent
    key: str
    items: tuple[Item, ...] = ()
    asks: tuple[Ask, ...] = ()
    everything: bool = False
    question: bool = False
    phone: str | None = None
