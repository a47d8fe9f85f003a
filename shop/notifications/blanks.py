"""What the database does not hold: the shop's address, tokens and codes, put in at the moment of sending."""

from uuid import UUID

from config.settings import Settings
from shop.accounts.rules import sign_in_digits
from shop.notifications.models import Notice
from shop.notifications.notify_registration import INVITATION
from shop.notifications.notify_reminder import WATCH
from shop.notifications.notify_restock import RESTOCK
from shop.notifications.notify_wholesale import WHOLESALE
from shop.orders.rules import order_token, pickup_code
from shop.producers.rules import invitation_token
from shop.reminders.rules import watch_token
from shop.restock.rules import stop_token
from shop.wholesale.rules import own_token

SIGN_IN = "sign-in:"  # the beginning of the key of a reader who asked for a one-time code


def blanks_of(notice: Notice, settings: Settings) -> dict[str, str]:
    """The blanks of a notice: `base` of each, those of an order, of an invitation, of a sign-in."""
    blanks = {"base": settings.base_url}
    if notice.order_id is not None:
        blanks["token"] = order_token(settings.secret_key, notice.order_id)
        blanks["pickup_code"] = pickup_code(settings.secret_key, notice.order_id)
    if notice.reader.startswith(INVITATION):
        blanks["token"] = invitation_token(settings.secret_key, UUID(notice.reader.removeprefix(INVITATION)))
    if notice.reader.startswith(RESTOCK):
        blanks["token"] = stop_token(settings.secret_key, UUID(notice.reader.removeprefix(RESTOCK)))
    if notice.reader.startswith(WATCH):
        blanks["token"] = watch_token(settings.secret_key, UUID(notice.reader.removeprefix(WATCH)))
    if notice.reader.startswith(WHOLESALE):
        blanks["token"] = own_token(settings.secret_key, UUID(notice.reader.removeprefix(WHOLESALE)))
    if notice.reader.startswith(SIGN_IN):
        blanks["sign_in_code"] = sign_in_digits(settings.secret_key, UUID(notice.reader.removeprefix(SIGN_IN)))
    return blanks
