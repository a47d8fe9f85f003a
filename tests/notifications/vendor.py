"""A vendor's HTTP address on this machine: answers what a test has put in, and remembers what was asked."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class Vendor:
    """`answers` are given one after the other, the last for ever: (status, body)."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.url = ""

    def answer(self, path, headers, body):
        """Remember the call; returns what it gets."""
        self.asked.append((path, headers, body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextlib.contextmanager
def vendor(*answers):
    """Serve until the block ends."""
    place = Vendor(*answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["content-length"])).decode()
            is_json = "json" in self.headers["content-type"]
            body = json.loads(content) if is_json else {name: value[0] for name, value in parse_qs(content).items()}
            status, reply = place.answer(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(reply).encode())

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    place.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
