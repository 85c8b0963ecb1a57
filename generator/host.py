"""The commands for those who run a web server: `verify` that a site is what was built, `publish` it, a configuration
for the server (`hosting`).
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from generator.characters import printable
from generator.export import sums
from generator.export.sums import Differences
from generator.hosting.servers import SERVERS
from generator.hosting.where import PrefixError, RootError, Where
from generator.i18n import LANGUAGES, Words, read_words
from generator.publish import KEEP, TornError, back, publish
from generator.release import RefusedError


def offer(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add them to the commands of `disclosure`."""
    _offer_verify(commands.add_parser("verify", help="compare a built site with its SHA256SUMS"))
    _offer_publish(
        commands.add_parser("publish", help="put a built site where a web server serves it, and take it back")
    )
    _offer_hosting(commands.add_parser("hosting", help="print a configuration for the web server of a site"))


def _offer_verify(verify: argparse.ArgumentParser) -> None:
    verify.add_argument("site", type=Path, metavar="SITE", help="folder of the site, as a host serves it")
    verify.add_argument("--lang", choices=LANGUAGES, default="zh")
    verify.add_argument("--format", choices=("text", "json"), default="text")
    verify.set_defaults(run=_verify)


def _offer_publish(offered: argparse.ArgumentParser) -> None:
    offered.add_argument("site", type=Path, nargs="?", metavar="SITE", help="folder of the site, as built")
    offered.add_argument(
        "target", type=Path, metavar="TARGET", help="what the web server serves: a link that is made here"
    )
    offered.add_argument("--back", action="store_true", help="serve again what TARGET served before")
    offered.add_argument(
        "--keep", type=int, default=KEEP, help=f"how many older releases stay (default: {KEEP})"
    )
    offered.add_argument("--lang", choices=LANGUAGES, default="zh")
    offered.set_defaults(run=partial(_publish, offered))


def _offer_hosting(hosting: argparse.ArgumentParser) -> None:
    hosting.add_argument("server", choices=SERVERS)
    hosting.add_argument(
        "--prefix", default="/", help="the site's address below the host, for example /gov/jx/ (default: /)"
    )
    hosting.add_argument(
        "--root", type=Path, default=Path("site"), metavar="DIR", help="its folder (default: site)"
    )
    hosting.add_argument("--precompressed", action="store_true", help="it was built with `precompress: true`")
    hosting.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of comments (default: zh)")
    hosting.set_defaults(run=_hosting)


def _verify(options: argparse.Namespace) -> int:
    words = read_words(options.lang)
    try:
        found = sums.verify(options.site)
    except sums.ListError as error:
        return _no_list(options.site, error, words)
    if options.format == "json":
        told = {name: getattr(found, name) for name in ("changed", "missing", "additional")}
        print(json.dumps({"checked": found.checked, **told}, indent=1))  # ASCII: a name may be no Unicode
    else:
        print(*_told(found, words), sep="\n")
    return 0 if found.sound else 1


def _publish(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if (options.site is None) != options.back or options.keep < 0:
        parser.error("SITE TARGET, or --back TARGET; --keep is 0 or more")
    words = read_words(options.lang)

    def waits() -> None:
        print(words("publish.waits"), file=sys.stderr)

    try:
        if options.back:
            done, told = back(options.target, waits), "back"
        else:
            done = publish(options.site, options.target, options.keep, waits)
            told = "stands" if done.release == done.before else "done"
    except sums.ListError as error:
        return _no_list(options.site, error, words)
    except TornError as torn:
        print(*_told(torn.found, words), words("publish.torn"), sep="\n", file=sys.stderr)
        return 1
    except RefusedError as refusal:
        names = {name: printable(str(value)) for name, value in refusal.names.items()}
        for part, before in (("what", ""), ("fix", "  fix: ")):
            print(before + words(f"publish.{refusal.why}.{part}", **names), file=sys.stderr)
        return 2
    except OSError as error:
        print(words("publish.failed", error=printable(str(error))), file=sys.stderr)
        return 2
    for release in done.spoilt:
        print(words("publish.spoilt", release=release))
    names = {"target": printable(str(options.target)), "release": done.release, "before": done.before or "-"}
    print(words(f"publish.{told}", **names, linked=done.linked, copied=done.copied))
    return 0


def _no_list(site: Path, error: sums.ListError, words: Words) -> int:
    case = "bad_list" if error.line else "no_list"
    file = printable(str(site / sums.NAME))
    print(words(f"verify.{case}", file=file, line=error.line), file=sys.stderr)
    return 2


def _told(found: Differences, words: Words) -> list[str]:
    differing = {name: getattr(found, name) for name in ("changed", "missing", "additional")}
    counts = {name: len(files) for name, files in differing.items()}
    lines = [
        words(f"verify.{name}", file=printable(file)) for name, files in differing.items() for file in files
    ]
    return [*lines, words("verify.tally", sound=found.checked, **counts)]


def _hosting(options: argparse.Namespace) -> int:
    words = read_words(options.lang)
    root = options.root.absolute().as_posix()
    try:
        where = Where(root, options.prefix, options.precompressed)
        print(SERVERS[options.server](where, words), end="")
    except PrefixError:
        print(words("hosting.bad_prefix", prefix=printable(options.prefix)), file=sys.stderr)
    except (NotADirectoryError, RootError):
        print(words("hosting.bad_root", root=printable(root)), file=sys.stderr)
    else:
        return 0
    return 2
