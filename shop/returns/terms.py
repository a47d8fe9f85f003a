"""What an installation has settled for returns."""

from config.settings import Settings
from shop.returns.rules import ReturnTerms


def return_terms(settings: Settings) -> ReturnTerms:
    """Read the terms from the settings."""
    return ReturnTerms(
        return_days=settings.return_days,
        exit_days=settings.exit_days,
        decide_days=settings.return_decide_days,
        goods_days=settings.return_goods_days,
        refund_limit=settings.refund_limit,
    )
