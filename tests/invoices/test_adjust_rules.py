"""What is taken off a line: in proportion, never more than is left, exact once all of it is gone."""

from hypothesis import given
from hypothesis import strategies as st

from shop.core.money import Dong
from shop.invoices.adjust_rules import Left, part, share_claim, take_off


@st.composite
def sold_lines(draw):
    """A line as it was sold."""
    quantity, price = draw(st.integers(1, 50)), draw(st.integers(0, 10**7))
    discount = draw(st.integers(0, price * quantity))
    amount = price * quantity - discount
    return Left(
        price=Dong(price),
        quantity=quantity,
        amount=Dong(amount),
        vat=Dong(draw(st.integers(0, amount))),
        producer_discount=Dong(draw(st.integers(0, discount))),
    )


def rest(left, less):
    """What is left of a line after something was taken off."""
    return Left(
        price=left.price,
        quantity=left.quantity + less.quantity,
        amount=left.amount + less.amount,
        vat=left.vat + less.vat,
        producer_discount=left.producer_discount + less.producer_discount,
    )


@given(sold_lines(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10**8)), max_size=8))
def test_whatever_is_taken_off_a_line_stays_within_it(line, takings):
    left = line
    for pieces, amount in takings:
        less = take_off(left, min(pieces, left.quantity), amount)
        assert -left.amount <= less.amount <= less.vat <= 0
        assert abs(less.vat * line.amount - line.vat * less.amount) <= 10 * line.amount
        left = rest(left, less)
        assert 0 <= left.vat <= left.amount
        assert left.producer_discount >= 0

    gone = rest(left, take_off(left, left.quantity, left.amount))
    assert (gone.amount, gone.vat, gone.quantity) == (0, 0, 0)


@given(st.integers(0, 10**10), st.lists(st.integers(0, 10**8), min_size=1, max_size=30))
def test_a_claim_is_shared_by_what_is_left_and_takes_no_more(amount, left):
    shares = share_claim(amount, left)

    assert sum(shares) == min(amount, sum(left))
    assert all(0 <= share <= each for share, each in zip(shares, left, strict=True))


def test_pieces_that_come_back_whole_undo_their_line():
    line = Left(price=100_000, quantity=3, amount=270_000, vat=20_000, producer_discount=12_000)

    assert take_off(line, 3, 270_000) == Left(
        price=100_000, quantity=-3, amount=-270_000, vat=-20_000, producer_discount=-12_000
    )


def test_a_lower_price_moves_no_piece():
    line = Left(price=100_000, quantity=3, amount=270_000, vat=20_000, producer_discount=12_000)

    assert take_off(line, 0, 27_000) == Left(price=100_000, quantity=0, amount=-27_000, vat=-2_000, producer_discount=0)


def test_half_a_dong_counts():
    assert [part(1, some, 2) for some in range(3)] == [0, 1, 1]
