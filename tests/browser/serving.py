"""A web server for a built site: below a prefix, with a policy, and 404.html for what is not there."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *where: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault; whatever else goes wrong is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*where)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps the connection: a page is a dozen requests

    def __init__(self, *args: Any, folder: Path, prefix: str, policy: str, **more: Any) -> None:
        self.prefix, self.policy = prefix, policy
        super().__init__(*args, directory=str(folder), **more)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "outside-the-site")
        return super().translate_path(path.removeprefix(self.prefix.rstrip("/")))

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        # as hosts have it: a visitor's second page is one request, not nine
        self.send_header("Cache-Control", "max-age=3600" if "/assets/" in self.path else "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests tell what went wrong; a server's log would only hide it."""


@contextmanager
def listening(handler: Callable[..., SimpleHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port of this machine alone: its address, without a slash at its end."""
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serve(folder: Path, prefix: str = "/", policy: str = "") -> Iterator[str]:
    """Serve a folder below `prefix` on a free port of this machine alone; the address ends with a slash."""
    with listening(partial(_Handler, folder=folder, prefix=prefix, policy=policy)) as host:
        yield f"{host}{prefix}"
