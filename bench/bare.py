"""The bare server: the same uvicorn, the same bytes, nothing else. Arguments: a file of headers and body, a port."""

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn

Send = Callable[[dict[str, object]], Awaitable[None]]


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    headers = [(name.encode(), value.encode("latin-1")) for name, value in given["headers"]]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    body = {"type": "http.response.body", "body": given["body"].encode(), "more_body": False}

    async def app(scope: dict[str, object], _receive: object, send: Send) -> None:
        if scope["type"] == "http":
            await send(start)
            await send(body)

    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[2]),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
