"""What may follow what, and which papers are asked for."""

from datetime import date
from uuid import uuid4

import pytest

from shop.producers.models import MemberRole, PaperKind, PaperState, ProducerKind, ProducerState, RegistrationState
from shop.producers.rules import (
    MOVES,
    PAPER_MOVES,
    REGISTRATION_MOVES,
    REQUIREMENTS,
    at_least,
    invitation_token,
    is_tax_code,
    lacking,
    required_papers,
    touches,
)

P, R, S = ProducerState, RegistrationState, PaperState
ALLOWED = {
    ProducerState: {
        (P.REGISTERED, P.ACTIVE),
        (P.REGISTERED, P.DECLINED),
        (P.ACTIVE, P.SUSPENDED),
        (P.SUSPENDED, P.ACTIVE),
    },
    RegistrationState: {
        (R.DRAFT, R.SUBMITTED),
        (R.DRAFT, R.WITHDRAWN),
        (R.SUBMITTED, R.RETURNED),
        (R.SUBMITTED, R.APPROVED),
        (R.SUBMITTED, R.DECLINED),
        (R.SUBMITTED, R.WITHDRAWN),
        (R.RETURNED, R.SUBMITTED),
        (R.RETURNED, R.WITHDRAWN),
    },
    PaperState: {
        (S.MISSING, S.GIVEN),
        (S.GIVEN, S.GIVEN),
        (S.GIVEN, S.ACCEPTED),
        (S.GIVEN, S.DECLINED),
        (S.GIVEN, S.EXPIRED),
        (S.ACCEPTED, S.DECLINED),
        (S.ACCEPTED, S.EXPIRED),
        (S.DECLINED, S.GIVEN),
        (S.EXPIRED, S.GIVEN),
    },
}


@pytest.mark.parametrize("moves", [MOVES, REGISTRATION_MOVES, PAPER_MOVES])
def test_exactly_these_moves_are_allowed(moves):
    states = {id(MOVES): P, id(REGISTRATION_MOVES): R, id(PAPER_MOVES): S}[id(moves)]

    found = {(first, second) for first in states for second in states if moves.allows(first, second)}

    assert found == ALLOWED[states]


def test_each_kind_brings_its_own_papers_and_food_one_more():
    first = {kind: required_papers(kind, sells_food=False)[0] for kind in ProducerKind}

    assert first == {
        ProducerKind.COMPANY: PaperKind.BUSINESS_REGISTRATION,
        ProducerKind.COOPERATIVE: PaperKind.BUSINESS_REGISTRATION,
        ProducerKind.UNKNOWN: PaperKind.BUSINESS_REGISTRATION,
        ProducerKind.HOUSEHOLD: PaperKind.HOUSEHOLD_REGISTRATION,
        ProducerKind.GROUP: PaperKind.COOPERATION_CONTRACT,
    }
    for kind in ProducerKind:
        assert PaperKind.REPRESENTATIVE in required_papers(kind, sells_food=False)
        assert set(required_papers(kind, sells_food=True)) - set(required_papers(kind, sells_food=False)) == {
            PaperKind.FOOD_SAFETY
        }


def test_every_paper_says_what_it_needs():
    assert set(REQUIREMENTS) == set(PaperKind)
    assert lacking(PaperKind.FOOD_SAFETY, "", None, has_document=False) == ("number", "valid_until", "document")
    assert lacking(PaperKind.TAX_CODE, "0101234567", None, has_document=False) == ()


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("0101234567", True),
        ("0101234567-001", True),
        ("001089012345", True),
        ("010123456", False),
        ("abc", False),
        ("٠١٠١٢٣٤٥٦٧", False),
    ],
)
def test_a_tax_code_is_known_by_its_length(text, good):
    assert is_tax_code(text) is good


def test_roles_outrank_each_other_in_one_order():
    order = (MemberRole.VIEWER, MemberRole.EDITOR, MemberRole.OWNER)

    assert [[at_least(one, wanted) for wanted in order] for one in order] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


@pytest.mark.parametrize(
    ("first", "last", "touching"),
    [(1, 3, False), (1, 8, False), (1, 9, True), (12, 13, True), (20, 25, True), (21, 25, True), (22, 25, False)],
)
def test_times_that_share_a_day_or_follow_at_once_touch(first, last, touching):
    known = (date(2027, 2, 10), date(2027, 2, 20))

    assert touches((date(2027, 2, first), date(2027, 2, last)), known) is touching


def test_a_token_belongs_to_one_invitation_and_one_installation():
    one, other = uuid4(), uuid4()

    tokens = {invitation_token("a" * 32, one), invitation_token("a" * 32, other), invitation_token("b" * 32, one)}

    assert len(tokens) == 3
    assert invitation_token("a" * 32, one) in tokens
