"""What an installation has settled for payouts."""

from config.settings import Settings
from shop.payouts.rules import PayoutTerms


def payout_terms(settings: Settings) -> PayoutTerms:
    """Read the terms from the settings; outside production a sandbox plays Stripe."""
    return PayoutTerms(
        minimum=settings.payout_minimum,
        days=settings.payout_after_days,
        stripe=bool(settings.stripe_secret_key) or settings.env != "production",
    )
