"""Who may ask the sandbox: whoever carries the token `sandbox` where the vendor wants it."""

from typing import Any

from litestar import Request, Response

KEY = "sandbox"  # for everybody
Json = dict[str, Any]
AnyRequest = Request[Any, Any, Any]


async def refuse_strangers(request: AnyRequest) -> Response[Json] | None:
    """Answer who carries no token as all three do: 401 and a sentence."""
    if request.headers.get("token") == KEY:
        return None
    refusal = {
        "code": 401,
        "status": 401,
        "success": False,
        "error": True,
        "message": "Token is not valid",
        "data": None,
    }
    return Response(refusal, status_code=401)
