"""What may follow what for producers, registrations and papers; what each must bring; who outranks whom. Pure."""

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import msgspec

from shop.core.ids import keyed_digest
from shop.core.transitions import Transitions
from shop.producers.models import MemberRole, PaperKind, PaperState, ProducerKind, ProducerState, RegistrationState

INVITATION_DAYS = 7
MOST_INVITATIONS = 20  # open at the same time, of one producer
MOST_OPEN = 3  # registrations one person may have open
MOST_CLOSURES = 20  # that are not over, of one producer
LONGEST_CLOSURE = timedelta(days=365)
DOCUMENT_BYTES = 10_000_000
RESERVED = frozenset({"dang-ky", "loi-moi", "tai-lieu", "registrations", "invitations", "papers"})  # our own addresses

MOVES = Transitions[ProducerState](
    {
        ProducerState.REGISTERED: frozenset({ProducerState.ACTIVE, ProducerState.DECLINED}),
        ProducerState.ACTIVE: frozenset({ProducerState.SUSPENDED}),
        ProducerState.SUSPENDED: frozenset({ProducerState.ACTIVE}),
    }
)
REGISTRATION_MOVES = Transitions[RegistrationState](
    {
        RegistrationState.DRAFT: frozenset({RegistrationState.SUBMITTED, RegistrationState.WITHDRAWN}),
        RegistrationState.SUBMITTED: frozenset(
            {
                RegistrationState.RETURNED,
                RegistrationState.APPROVED,
                RegistrationState.DECLINED,
                RegistrationState.WITHDRAWN,
            }
        ),
        RegistrationState.RETURNED: frozenset({RegistrationState.SUBMITTED, RegistrationState.WITHDRAWN}),
    }
)
PAPER_MOVES = Transitions[PaperState](
    {
        PaperState.MISSING: frozenset({PaperState.GIVEN}),
        PaperState.GIVEN: frozenset({PaperState.GIVEN, PaperState.ACCEPTED, PaperState.DECLINED, PaperState.EXPIRED}),
        PaperState.ACCEPTED: frozenset({PaperState.DECLINED, PaperState.EXPIRED}),
        PaperState.DECLINED: frozenset({PaperState.GIVEN}),
        PaperState.EXPIRED: frozenset({PaperState.GIVEN}),
    }
)
OPEN = (RegistrationState.DRAFT, RegistrationState.SUBMITTED, RegistrationState.RETURNED)
WRITABLE = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED, RegistrationState.APPROVED})
REVIEWED = frozenset({RegistrationState.SUBMITTED, RegistrationState.APPROVED})  # whose papers an officer decides

_RANK = {MemberRole.VIEWER: 0, MemberRole.EDITOR: 1, MemberRole.OWNER: 2}
_TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12}")  # enterprise, its branch, personal number


class Requirement(msgspec.Struct, frozen=True):
    """What a paper must bring to count as given."""

    number: bool = True
    document: bool = True
    valid_until: bool = False


REQUIREMENTS = {
    PaperKind.BUSINESS_REGISTRATION: Requirement(),
    PaperKind.HOUSEHOLD_REGISTRATION: Requirement(),
    PaperKind.COOPERATION_CONTRACT: Requirement(number=False),
    PaperKind.TAX_CODE: Requirement(document=False),  # the tax office shows who holds it
    # Law 91/2025/QH15, article 29(2): no picture of an ID paper is asked for. A mandate or a statement is.
    PaperKind.REPRESENTATIVE: Requirement(number=False),
    PaperKind.FOOD_SAFETY: Requirement(valid_until=True),
}


def required_papers(kind: ProducerKind, sells_food: bool) -> tuple[PaperKind, ...]:
    """The papers of a registration, in the order they are asked for.

    Decision 490/QĐ-TTg names who may take part: enterprises, cooperatives, cooperation groups and households that
    are registered as businesses. Food needs proof of food safety (a certificate, an equivalent such as VietGAP,
    HACCP or ISO 22000, or the signed commitment of a small producer).
    """
    first: tuple[PaperKind, ...]
    if kind is ProducerKind.GROUP:
        first = (PaperKind.COOPERATION_CONTRACT,)
    elif kind is ProducerKind.HOUSEHOLD:
        first = (PaperKind.HOUSEHOLD_REGISTRATION, PaperKind.TAX_CODE)
    else:
        first = (PaperKind.BUSINESS_REGISTRATION, PaperKind.TAX_CODE)
    food = (PaperKind.FOOD_SAFETY,) if sells_food else ()
    return (*first, PaperKind.REPRESENTATIVE, *food)


def is_tax_code(text: str) -> bool:
    """Whether `text` can be a tax code or a personal number: 10 digits, 10-3 of a branch, or 12."""
    return _TAX_CODE.fullmatch(text) is not None


def lacking(kind: PaperKind, number: str, valid_until: date | None, has_document: bool) -> tuple[str, ...]:
    """The fields a paper of this kind still needs before it counts as given."""
    needs = REQUIREMENTS[kind]
    asked = (
        ("number", needs.number and not number),
        ("valid_until", needs.valid_until and valid_until is None),
        ("document", needs.document and not has_document),
    )
    return tuple(name for name, missing in asked if missing)


def at_least(role: MemberRole, wanted: MemberRole) -> bool:
    """Whether `role` may do what `wanted` may."""
    return _RANK[role] >= _RANK[wanted]


def touches(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two times share a day or follow each other at once: then they are one time, with one end."""
    day = timedelta(days=1)
    return first[0] <= second[1] + day and second[0] <= first[1] + day


def papers_complete(required: Iterable[PaperKind], accepted: Iterable[PaperKind]) -> bool:
    """Whether every required paper was accepted."""
    return set(required) <= set(accepted)


def invitation_token(secret: str, invitation_id: UUID) -> str:
    """The token in an invitation's letter: made again when it is sent, never stored."""
    return (
        base64.urlsafe_b64encode(keyed_digest(secret, "producer-invitation", str(invitation_id))).decode().rstrip("=")
    )


def token_hash(token: str) -> bytes:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).digest()
