"""Opening a viewer's socket of a room, with nothing but the standard library."""

import socket


def enter(port: int, path: str) -> tuple[socket.socket, bytes]:
    """One open socket that waits for nothing, and what has come behind the answer already."""
    one = socket.create_connection(("127.0.0.1", port), 30)
    host = f"127.0.0.1:{port}"
    one.sendall(
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        more = one.recv(4096)
        if not more:
            raise RuntimeError(f"{path}: hung up after {answer!r}")
        answer += more
    head, _, rest = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 101"):
        raise RuntimeError(answer.decode("latin-1"))
    one.setblocking(False)
    return one, rest
