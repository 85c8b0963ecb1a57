"""What a real server sends under load: `python tests/bench/load.py [seconds, 15]`.

Serves the real site with nginx (`.ci/test` unpacks it) and the generated configuration, and has wrk (Debian: wrk) ask
for the page of 46 indicators over 32 connections with 2 threads: as it is, and packed. Beside each the same server
with nothing but `root` sends a plain file of equal size. Rounds alternate, since machines are noisy.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "site")]

from building import build, configure, copy_project  # noqa: E402 (beside the tests)
from servers import Host, hosted, run  # noqa: E402 (the same)
from visits import KINDS, program  # noqa: E402 (the same)

ROUNDS = 3
BARE = "location / {{ root {folder}; }}\n"
"""A configuration with nothing in it."""


def load(address: str, seconds: int, encoding: str) -> tuple[float, str]:
    """Requests in a second, and what went wrong."""
    command = [program("wrk"), "-t2", "-c32", f"-d{seconds}s", "-H", f"Accept-Encoding: {encoding}", address]
    said = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    wrong = re.findall(r"Socket errors.*|Non-2xx.*", said)
    (rate,) = re.findall(r"Requests/sec:\s+([\d.]+)", said)
    return float(rate), "; ".join(wrong) or "no error"


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, tuple[str, str, int]]]:
    """By name: address, encoding, bytes of the answer."""
    project = copy_project(folder / "project")
    configure(project, precompress=True)
    site = build(project, folder / "site").folder
    page = site / KINDS["declaration"] / "index.html"
    plain = folder / "plain"
    plain.mkdir()
    sizes = {"identity": page.stat().st_size, "br": page.with_name("index.html.br").stat().st_size}
    for encoding, size in sizes.items():
        (plain / f"{encoding}.bin").write_bytes(b"x" * size)
    with ExitStack() as stack:
        own = [Path(tempfile.mkdtemp(dir=folder)) for _ in range(2)]
        ours: Host = stack.enter_context(hosted("nginx", site, own[0], precompressed=True))
        bare = stack.enter_context(run("nginx", own[1], BARE.format(folder=plain)))
        found = {}
        for encoding, size in sizes.items():
            found[f"the page, {encoding}"] = (ours.address + KINDS["declaration"], encoding, size)
            found[f"a plain file, as large as {encoding}"] = (f"{bare}/{encoding}.bin", "identity", size)
        yield found


def main() -> None:
    """Measure each so many times, one after another."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with servers(Path(folder)) as asked:
            rates: dict[str, list[float]] = {name: [] for name in asked}
            faults = set()
            for _ in range(ROUNDS):
                for name, (address, encoding, _) in asked.items():
                    rate, wrong = load(address, seconds, encoding)
                    rates[name].append(rate)
                    faults.add(wrong)
    print(f"{'':36} {'bytes':>7} {'requests/s':>10}  {'lowest':>8} {'highest':>8}")
    for name, (*_, size) in asked.items():
        middle, low, high = statistics.median(rates[name]), min(rates[name]), max(rates[name])
        print(f"{name:36} {size:7} {middle:10.0f}  {low:8.0f} {high:8.0f}")
    print("; ".join(sorted(faults)))


if __name__ == "__main__":
    main()
