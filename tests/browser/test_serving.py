"""The server of these tests keeps nothing back but that somebody went away."""

from __future__ import annotations

import urllib.request
from http.client import RemoteDisconnected
from http.server import SimpleHTTPRequestHandler

import pytest
from serving import listening


@pytest.mark.parametrize(
    ("fault", "told"), [(ConnectionResetError, False), (BrokenPipeError, False), (ValueError, True)]
)
def test_what_is_told(fault: type[Exception], told: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """A browser that goes away is not spoken of; any other fault is told with its words."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            raise fault("in the middle")

    with listening(Handler) as address, pytest.raises(RemoteDisconnected):
        urllib.request.urlopen(address)  # noqa: S310
    assert ("in the middle" in capfd.readouterr().err) == told
