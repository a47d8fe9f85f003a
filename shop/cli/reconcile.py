"""`shop reconcile`: compare our books of money with Stripe's, and mend what differs when asked to."""

import argparse
import asyncio
from collections.abc import Sequence

from config.settings import Settings
from shop.cli.settings import command_settings
from shop.core.db import make_engine, make_sessions
from shop.core.i18n import say
from shop.local.errors import LocalError
from shop.payments.errors import ProviderAway
from shop.payments.models import PaymentMethod
from shop.payments.providers import open_providers
from shop.payments.reconcile import Finding, reconcile
from shop.payments.stripe_gateway import Stripe

MOST_SHOWN = 200  # differences printed; all are counted
MOST_DAYS = 30  # Stripe lists no older events
USUAL_DAYS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How far back, and whether to mend."""
    parser.add_argument("--days", type=int, default=USUAL_DAYS, choices=range(1, MOST_DAYS + 1), metavar="1…30")
    parser.add_argument("--repair", action="store_true", help="mend what can be mended")


def run(args: argparse.Namespace) -> int:
    """Print every difference; 1 when one is left."""
    found = asyncio.run(reconcile_with(command_settings(), args.days, repair=args.repair))
    print(report(found))
    return 0 if all(each.mended for each in found) else 1


async def reconcile_with(settings: Settings, days: int, *, repair: bool) -> list[Finding]:
    """What differs, by the settings of an installation.

    Raises:
        LocalError: cards are not taken here, or Stripe does not answer.
    """
    engine = make_engine(settings, 2)
    sessions = make_sessions(engine)
    providers = open_providers(settings, sessions)
    try:
        stripe = providers.get(PaymentMethod.CARD)
        if not isinstance(stripe, Stripe):
            raise LocalError(say("vi", "payments.reconcile.off"))
        return await reconcile(sessions, stripe, days, repair=repair)
    except ProviderAway:
        raise LocalError(say("vi", "payments.reconcile.away")) from None
    finally:
        await providers.close()
        await engine.dispose()


def report(found: Sequence[Finding]) -> str:
    """What the command prints."""
    if not found:
        return say("vi", "payments.reconcile.agree")
    lines = [line(each) for each in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(say("vi", "payments.reconcile.more", count=len(found) - MOST_SHOWN))
    left = sum(not each.mended for each in found)
    return "\n".join([*lines, say("vi", "payments.reconcile.sum", count=len(found), left=left)])


def line(finding: Finding) -> str:
    """One difference in words."""
    said = say("vi", f"payments.reconcile.gap.{finding.gap.value}", subject=finding.subject, more=finding.more)
    return f"{said} {say('vi', 'payments.reconcile.mended')}" if finding.mended else said
