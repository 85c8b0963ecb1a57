"""Real web servers with the generated configuration, each a process of its own: no service of this machine is
started, and nothing of its own configuration is read.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from building import ROOT
from visits import needed, program

from generator import cli

UNPACKED = ROOT / ".ci" / "servers"
"""Where `.ci/test` unpacks what would start a server if it were installed."""

MODULES = (
    "mpm_event", "authz_core", "alias", "autoindex", "dir", "mime", "negotiation", "headers", "rewrite", "filter",
    "deflate",
)  # fmt: skip
"""Of Apache, as Debian has them, and those that the configuration asks for."""

HIDDEN = {
    ".htaccess": "secret",
    ".git/config": "secret",
    ".new/ours/index.html": "secret",
    "2024/.old/index.html": "secret",
    "../secret.txt": "secret",
    "../site-old/secret.txt": "secret",
    ".well-known/security.txt": "Contact: https://host.example/",
}
"""What lies in or beside a folder that is served. Nobody may read it but the last, which is meant for readers."""

PATIENCE = 20
"""Seconds that a server may take to begin."""

AS_NOBODY = os.geteuid() == 0
"""Apache refuses to serve as root."""


@dataclass(frozen=True)
class Host:
    """A site on a server."""

    server: str
    folder: Path
    address: str
    """Ends with the prefix."""
    prefix: str
    precompressed: bool

    @property
    def host(self) -> str:
        """The address of the server, without a slash at its end."""
        return self.address.removesuffix(self.prefix)


def _nginx(folder: Path, port: int, generated: str) -> list[str | Path]:
    (folder / "site.conf").write_text(generated, encoding="utf-8")
    module = needed(UNPACKED / "usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"load_module {module}; daemon off; pid {folder}/pid; {'user nobody nogroup;' if AS_NOBODY else ''}"
        f"events {{}} http {{ access_log off; {temporary} charset gbk; add_header X-Of-Host 1;"
        f"server {{ listen 127.0.0.1:{port}; include site.conf; }} }}",
        encoding="utf-8",
    )
    return [needed(UNPACKED / "usr/sbin/nginx"), "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"]


def _apache(folder: Path, port: int, generated: str) -> list[str | Path]:
    (folder / "site.conf").write_text(generated, encoding="utf-8")
    modules = "".join(
        f"LoadModule {each}_module /usr/lib/apache2/modules/mod_{each}.so\n" for each in MODULES
    )
    (folder / "apache.conf").write_text(
        f"{modules}ServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog /dev/stderr\n"
        f"DefaultRuntimeDir {folder}\nMutex file:{folder} default\nTypesConfig /etc/mime.types\n"
        f"{'User nobody' if AS_NOBODY else ''}\n{'Group nogroup' if AS_NOBODY else ''}\n"
        "AddDefaultCharset GBK\nServerTokens Prod\nStartServers 1\n"
        f"<VirtualHost *:{port}>\nHeader set X-Frame-Options SAMEORIGIN\nHeader set Cache-Control private\n"
        f"Include {folder}/site.conf\n</VirtualHost>\n",
        encoding="utf-8",
    )
    return [program("apache2"), "-d", folder, "-f", folder / "apache.conf", "-DFOREGROUND"]


def _caddy(folder: Path, port: int, generated: str) -> list[str | Path]:
    (folder / "Caddyfile").write_text(
        f"{{\nadmin off\n}}\n{generated}\nhttp://127.0.0.1:{port} {{\nimport disclosure\n}}\n",
        encoding="utf-8",
    )
    caddy = needed(UNPACKED / "usr/bin/caddy")
    return [caddy, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


SERVERS: dict[str, Callable[[Path, int, str], list[str | Path]]] = {
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
}


def generated(server: str, root: Path, prefix: str = "/", *, precompressed: bool = False) -> str:
    """What `disclosure hosting` prints."""
    options = ["--root", str(root), "--prefix", prefix, *(["--precompressed"] if precompressed else [])]
    with redirect_stdout(StringIO()) as printed:
        assert cli.main(["hosting", server, *options]) == 0
    return printed.getvalue()


@contextmanager
def hosted(
    server: str, site: Path, own: Path, prefix: str = "/", *, precompressed: bool = False
) -> Iterator[Host]:
    """A server on a free port of this machine alone; `own` is an empty folder for what it writes."""
    with run(server, own, generated(server, site, prefix, precompressed=precompressed)) as address:
        yield Host(server, site, f"{address}{prefix}", prefix, precompressed)


@contextmanager
def run(server: str, own: Path, text: str) -> Iterator[str]:
    """The same with any configuration: the address, without a slash at its end."""
    port = _free_port()
    command = SERVERS[server](own, port, text)
    with (own / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(each) for each in command], stdout=log, stderr=log, env={**os.environ, "HOME": str(own)}
        )
    try:
        _await(process, port, own / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(log.read_text(errors="replace"))
            time.sleep(0.02)
