"""The part of a payment's page that asks for a transfer, and its QR code as a picture to keep."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.errors import NotFound
from shop.orders.queries import order_for_reader
from shop.orders.shown import OrderShown
from shop.payments.bank_account import bank_account
from shop.payments.models import PaymentAttempt, PaymentMethod
from shop.payments.vietqr_provider import ask_transfer
from shop.web.pages.answer import PRIVATE, both
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.visit import Visit
from shop.web.qr import qr_png
from shop.web.views.transfers import TransferView


def transfer_view(visit: Visit, order: OrderShown, last: PaymentAttempt | None = None) -> TransferView | None:
    """The transfer an order waits for, of what is missing now; None when it waits for none, or we have no account.

    Nobody has to begin an attempt: the memo names the newest, or the first that is to come.
    """
    account = bank_account(visit.settings)
    if account is None or order.payment.method is not PaymentMethod.VIETQR or not order.payment.missing:
        return None
    number = last.number if last is not None and last.method is PaymentMethod.VIETQR else 1
    asked = ask_transfer(account, order.code, number, order.payment.missing)
    return TransferView(
        qr=asked.qr,
        bank=asked.bank,
        account=asked.account,
        holder=asked.holder,
        memo=asked.memo,
        amount=order.payment.missing,
        sandbox=account.sandbox,
    )


@get(both("/don-hang/{code:str}/thanh-toan/ma-qr.png"), include_in_schema=False)
async def qr_picture(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """The QR code of what is missing now, to be kept on a phone that cannot scan itself."""
    token = orders_in(visit.request).get(code.upper())
    order = await order_for_reader(visit.session, code, token, visit.actor, visit.settings.secret_key)
    transfer = transfer_view(visit, order)
    if transfer is None:
        raise NotFound
    headers = {"content-disposition": f'attachment; filename="{order.code}.png"', "cache-control": PRIVATE}
    return Response(qr_png(transfer.qr), media_type="image/png", headers=headers)


routes = [qr_picture]
