"""A browser, shared by all tests, and the sites it looks at, each built and served once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from building import ADDRESS, ROOT, SMALL, SUB_PATH, Built, build, configure, copy_project, made_once
from playwright.sync_api import Browser, Page, sync_playwright
from servers import HIDDEN, Host, hosted
from serving import serve
from visits import POLICY, Served, program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests; each test opens contexts of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page on a desktop, in a context of its own."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def sites(once: Callable[..., Built]) -> Iterator[dict[str, Served]]:
    """The real site, plain, strict and under a sub-path, and the small site, each at its own address."""
    real, under, small = once(ROOT), once(ROOT, SITE_URL=ADDRESS), once(SMALL)
    with ExitStack() as stack:
        yield {
            "real": Served(real, stack.enter_context(serve(real.folder))),
            "small": Served(small, stack.enter_context(serve(small.folder))),
            "strict": Served(real, stack.enter_context(serve(real.folder, policy=POLICY))),
            "sub-path": Served(under, stack.enter_context(serve(under.folder, SUB_PATH, POLICY))),
        }


@pytest.fixture(scope="session")
def real(sites: dict[str, Served]) -> Served:
    """The real site, without a policy."""
    return sites["real"]


@pytest.fixture(scope="session")
def small(sites: dict[str, Served]) -> Served:
    """The small second site, without a policy."""
    return sites["small"]


@pytest.fixture(scope="session")
def in_files(once: Callable[..., Built]) -> Built:
    """The real site for reading from a folder: every link names a file."""
    return once(ROOT, "--no-directory-urls")


@pytest.fixture(scope="session")
def for_hosts(shared: Path) -> Built:
    """The real site under a sub-path, with packed copies and with the policy in its pages."""
    project, site = shared / "for-hosts" / "project", shared / "for-hosts" / "site"

    def make() -> str:
        copy_project(project)
        configure(project, precompress=True, policy_in_pages=True)
        return build(project, site, SITE_URL=ADDRESS).log

    return Built(site, made_once(shared / "for-hosts" / "log", make), project)


@pytest.fixture(scope="session")
def hosts(once: Callable[..., Built], for_hosts: Built) -> Iterator[Callable[[str, str], Host]]:
    """Gives the real site on a real server, by the names of server and place: as it is at the root of the host, with
    packed copies below a sub-path. Each is started when it is first asked for.
    """
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # servers that are started by root read as somebody else

        @cache
        def site(where: str) -> Path:
            target = Path(folder) / f"网站 {where}" / "site"
            shutil.copytree(once(ROOT).folder if where == "root" else for_hosts.folder, target)
            for hidden, text in HIDDEN.items():
                (target / hidden).parent.mkdir(parents=True, exist_ok=True)
                (target / hidden).write_text(text, encoding="utf-8")
            live = target.with_name("live")
            live.symlink_to(target)  # as hosts have it that publish by turning a link
            return live

        @cache
        def host(server: str, where: str) -> Host:
            own = Path(tempfile.mkdtemp(prefix=server, dir=folder))
            place = {} if where == "root" else {"prefix": SUB_PATH, "precompressed": True}
            return stack.enter_context(hosted(server, site(where), own, **place))

        yield host
