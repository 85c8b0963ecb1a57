"""What a browser may do with the site, whatever a page holds: the headers of every answer.

The policy stands here once; configurations, the `<meta>` of pages and the tests take it from here.
"""

from __future__ import annotations

from typing import Final

_SOURCES = {
    "default-src": "'none'",
    # Search runs WebAssembly, and its dialog opens on every page, 404.html too: no page can do without.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_ONLY_IN_HEADERS = "frame-ancestors"
"""Browsers ignore it in a page, and complain."""


def _written(sources: dict[str, str]) -> str:
    return "; ".join(f"{name} {allowed}" for name, allowed in sources.items())


POLICY: Final = _written(_SOURCES)
"""The Content-Security-Policy as a header. Nothing runs inline, so there are no hashes to keep up."""

POLICY_IN_PAGES: Final = _written(
    {name: allowed for name, allowed in _SOURCES.items() if name != _ONLY_IN_HEADERS}
)
"""The same as `<meta http-equiv>`, for hosts that cannot set headers."""

_REFUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
    "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""Features that no page asks for. Copying a citation (`clipboard-write`) is the one that is used."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # `frame-ancestors` says it to browsers; scanners of public sites look for this
    "Referrer-Policy": "same-origin",  # our own log shows which page holds a broken link, other hosts learn nothing
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every answer, of errors too. What depends on the file is in `kinds.py`."""

HTTPS_ONLY: Final = ("Strict-Transport-Security", "max-age=31536000")
"""For a host that answers by HTTPS alone: it binds all of the host, so its owner must decide."""
