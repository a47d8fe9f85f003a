"""What payouts refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class PayoutBankUnknown(Invalid):
    """No bank has this BIN."""

    code = "payout_bank_unknown"


class PayoutNumberWrong(Invalid):
    """No bank has accounts with such a number."""

    code = "payout_number_wrong"


class PayoutHolderMissing(Invalid):
    """Nobody says whose account it is."""

    code = "payout_holder_missing"


class PayoutStripeWrong(Invalid):
    """No connected account has such an id."""

    code = "payout_stripe_wrong"


class PayoutAccountUnknown(NotFound):
    """No producer has such a bank account."""

    code = "payout_account_unknown"


class PayoutAccountReplaced(Conflict):
    """The producer has proposed another account meanwhile."""

    code = "payout_account_replaced"


class PayoutAccountBySelf(Conflict):
    """Who proposed an account may not confirm it."""

    code = "payout_account_by_self"


class PayoutBatchUnknown(NotFound):
    """There is no such batch."""

    code = "payout_batch_unknown"


class PayoutUnknown(NotFound):
    """There is no such payout."""

    code = "payout_unknown"


class PayoutNothing(Conflict):
    """Nobody can be paid now."""

    code = "payout_nothing"


class PayoutBySelf(Conflict):
    """Who drafted a batch may not approve it."""

    code = "payout_by_self"


class PayoutBatchDropped(Conflict):
    """The draft was dropped."""

    code = "payout_batch_dropped"


class PayoutBatchApproved(Conflict):
    """The batch is approved, and no draft any more."""

    code = "payout_batch_approved"


class PayoutBatchEmptied(Conflict):
    """Nothing of the draft can be paid any more."""

    code = "payout_batch_emptied"


class PayoutBatchUnapproved(Conflict):
    """The batch is not approved."""

    code = "payout_batch_unapproved"


class PayoutReferenceMissing(Invalid):
    """A payout was noted as paid without the bank's reference."""

    code = "payout_reference_missing"


class PayoutReasonMissing(Invalid):
    """Nobody says why a payout failed."""

    code = "payout_reason_missing"


class PayoutEnded(Conflict):
    """It was noted otherwise before."""

    code = "payout_ended"


class PayoutWithStripe(Conflict):
    """Stripe is asked about it; persons see to it only when no answer came for a day."""

    code = "payout_with_stripe"
