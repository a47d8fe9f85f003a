"""Stripe's test cards, as its documentation lists them (docs.stripe.com/testing)."""

import msgspec


class Card(msgspec.Struct, frozen=True):
    """What happens with a card: `code` declines it, `asks` wants 3-D Secure first, `refund` is how money goes back."""

    code: str = ""
    decline: str = ""
    asks: bool = False
    refund: str = "succeeded"


CARDS = {
    "4242424242424242": Card(),
    "5555555555554444": Card(),
    "4000000000000002": Card("card_declined", "generic_decline"),
    "4000000000009995": Card("card_declined", "insufficient_funds"),
    "4000000000000069": Card("expired_card"),
    "4000000000000127": Card("incorrect_cvc"),
    "4000000000000119": Card("processing_error"),
    "4000002500003155": Card(asks=True),
    "4000000000003220": Card(asks=True),
    "4000000000007726": Card(refund="pending"),  # goes back some time later
    "4000000000005126": Card(refund="failed"),  # seems to go back, and then does not
}

METHODS = {  # the ready payment methods of Stripe's test mode
    "pm_card_visa": "4242424242424242",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_authenticationRequired": "4000002500003155",
    "pm_card_threeDSecure2Required": "4000000000003220",
    "pm_card_refundFail": "4000000000005126",
    "pm_card_pendingRefund": "4000000000007726",
}

_DIGITS = range(13, 20)


def card_of(number: str) -> Card:
    """What a number does. A number that is no test card is refused as a real card is in test mode."""
    plain = number.replace(" ", "")
    if not (plain.isdecimal() and plain.isascii() and len(plain) in _DIGITS and _luhn(plain)):
        return Card("incorrect_number")
    return CARDS.get(plain, Card("card_declined", "test_mode_live_card"))


def _luhn(number: str) -> bool:
    odd, even = number[-1::-2], number[-2::-2]
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in even)
    return (sum(map(int, odd)) + sum(doubled)) % 10 == 0
