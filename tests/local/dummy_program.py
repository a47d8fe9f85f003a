"""A stand-in for a process of the shop: says who it is, serves a page, ends when asked (or refuses to)."""

import contextlib
import os
import resource
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

name, *options = sys.argv[1:]


def say(line):
    with contextlib.suppress(OSError):  # the supervisor may have been killed
        os.write(1, line.encode() + b"\n")


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        pass


def stop(_number, _frame):
    if "stubborn" in options:
        say("refuses to stop")
        return
    say("was asked to stop")
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
limits = resource.getrlimit(resource.RLIMIT_NOFILE)
say(f"up uid={os.geteuid()} files_raised={limits[0] == limits[1]} session={os.getsid(0) == os.getpid()}")
if name == "step":
    done = Path("steps-done")
    done.write_text((done.read_text() if done.exists() else "") + options[0] + "\n")
    time.sleep(float(options[1]))
    sys.exit(int(options[2]))
if name == "web":
    HTTPServer(("127.0.0.1", int(os.environ["SHOP_PORT"])), Page).serve_forever()
while True:
    time.sleep(60)
