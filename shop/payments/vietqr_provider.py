"""VietQR as a way to pay: the buyer transfers to our account, and the bank's notice tells us."""

from shop.payments.bank_account import BankAccount
from shop.payments.memo import memo_of
from shop.payments.models import PaymentMethod, RefundState
from shop.payments.provider import Asked, AttemptFact, RefundAnswer, RefundWanted, ShowTransfer
from shop.payments.vietqr import VietQr, build


class VietQrTransfer:
    """Nobody is called: the string is ours, the money is told by `shop.bank`, and what goes back a person transfers."""

    method = PaymentMethod.VIETQR

    def __init__(self, account: BankAccount) -> None:
        self._account = account

    async def start(self, asked: Asked) -> ShowTransfer:
        """The account, the memo of the attempt, and the string of both: always the same for one attempt."""
        return ask_transfer(self._account, asked.order_code, asked.number, asked.amount)

    async def send_refund(self, wanted: RefundWanted) -> RefundAnswer:
        """We cannot send transfers: a person does."""
        del wanted
        return RefundAnswer(state=RefundState.FAILED, failure="by_hand")

    async def look_up(self, attempt: AttemptFact) -> None:
        """Nothing: banks are not asked, they tell."""
        del attempt


def ask_transfer(account: BankAccount, order_code: str, number: int, amount: int) -> ShowTransfer:
    """What a buyer needs to transfer `amount` đồng for the attempt `number` of an order."""
    memo = memo_of(order_code, number)
    return ShowTransfer(
        qr=build(VietQr(bank=account.bank, account=account.number, amount=amount, memo=memo)),
        bank=account.bank_name,
        account=account.number,
        holder=account.holder,
        memo=memo,
    )
