"""Zalo Notification Service: one approved template a text, by POST …/message/template."""

import msgspec

from config.settings import Settings
from shop.core.db import Sessions
from shop.notifications.models import Via
from shop.notifications.texter import Text, TextRefused
from shop.notifications.web_call import CallFailed, call
from shop.notifications.zalo_tokens import NoZaloToken, access_token, forget_token

MESSAGE = "https://business.openapi.zalo.me/message/template"
TOKEN_OVER = frozenset({-124, -216})  # the access token is wrong or over
LATER = frozenset({-100, -126, -144, -147, -211})  # a fault of theirs, or a quota or wallet that is empty


class ZaloTexter:
    """Sends through our Official Account. A text without a template goes another way."""

    via = Via.ZALO

    def __init__(self, settings: Settings, sessions: Sessions, url: str = MESSAGE) -> None:
        self._settings = settings
        self._sessions = sessions
        self._url = url
        self._templates = read_templates(settings.zalo_templates)

    async def send(self, text: Text) -> None:
        """Hand the text to Zalo."""
        template = self._templates.get(text.news)
        if template is None:
            raise TextRefused(f"zalo: no template for {text.news}", for_good=True, elsewhere=True)
        try:
            token = await access_token(self._sessions, self._settings)
        except NoZaloToken as missing:
            raise TextRefused(f"zalo: {missing}", for_good=False, elsewhere=True) from missing
        body = {
            "phone": text.to.removeprefix("+"),
            "template_id": template,
            "template_data": dict(text.facts),
            "tracking_id": str(text.id),
        }
        headers = {"access_token": token, "content-type": "application/json"}
        try:
            answer = await call(self._url, msgspec.json.encode(body), headers)
        except CallFailed as failed:
            raise TextRefused(f"zalo {failed}", for_good=False, elsewhere=True) from failed
        await self._judge(answer.body.get("error"), answer.status, token)

    async def _judge(self, error: object, status: int, token: str) -> None:
        if error == 0:
            return
        if error in TOKEN_OVER:
            await forget_token(self._sessions, token)
            raise TextRefused(f"zalo {error}", for_good=False, elsewhere=True)
        if not isinstance(error, int) or error in LATER:
            raise TextRefused(f"zalo {status} {error!r}"[:80], for_good=False, elsewhere=True)
        raise TextRefused(f"zalo {error}", for_good=True, elsewhere=True)


def read_templates(text: str) -> dict[str, str]:
    """`order_ready=123,sign_in_code=456` as news -> template id."""
    pairs = (pair.partition("=") for pair in text.split(","))
    return {news.strip(): template.strip() for news, _, template in pairs if news.strip() and template.strip()}
