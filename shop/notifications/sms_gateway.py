"""SMS by the HTTP address of a Vietnamese provider: one JSON POST a text, the bearer's token in the header."""

import msgspec

from config.settings import Settings
from shop.notifications.models import Via
from shop.notifications.texter import Text, TextRefused
from shop.notifications.web_call import CallFailed, call

TAKEN = range(200, 300)
FOR_GOOD = frozenset({400, 404, 413, 422})  # this text will never be taken; 401, 403, 429 and 5xx may pass


class SmsTexter:
    """Speaks to the provider that the settings name. `requestId` lets it drop a text it has taken already."""

    via = Via.SMS

    def __init__(self, settings: Settings) -> None:
        self._url = settings.sms_url
        self._sender = settings.sms_sender
        self._headers = {"authorization": f"Bearer {settings.sms_token}", "content-type": "application/json"}

    async def send(self, text: Text) -> None:
        """Hand the text to the provider."""
        body = {"from": self._sender, "to": text.to.removeprefix("+"), "text": text.body, "requestId": str(text.id)}
        try:
            answer = await call(self._url, msgspec.json.encode(body), self._headers)
        except CallFailed as failed:
            raise TextRefused(f"sms {failed}", for_good=False) from failed
        if answer.status not in TAKEN:
            raise TextRefused(f"sms {answer.status}", for_good=answer.status in FOR_GOOD)
