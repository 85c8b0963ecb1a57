"""The command `disclosure`, for staff: `check` files, write the `pages` MkDocs is given, print the `schema`;
for a host: `verify` that a site is what was built, `publish` it, `hosting` (a configuration for its server).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator import folder, host, pipeline, schema, tell
from generator.configured import Configured
from generator.i18n import LANGUAGES, read_words
from generator.write import write_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code: 0, 1 for errors in the content or a changed site, 2 for what cannot be done."""
    parser = argparse.ArgumentParser(prog="disclosure", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="print every problem of every file (or of the files named)")
    _offer_check(check)
    _offer_build(
        commands.add_parser(
            "build", help="build the site as `mkdocs build` does, with more processes or machines"
        )
    )

    pages = commands.add_parser(
        "pages", help="write the Markdown pages that MkDocs is given, and the data beside them"
    )
    pages.add_argument("folder", type=Path, metavar="DIR")
    pages.add_argument("--templates", type=Path, default=Path("theme_overrides"))
    _offer_config(pages, "where the site's name and licence stand")
    pages.add_argument(
        "--engine", choices=("mkdocs", "zensical"), default="mkdocs", help="for whom (default: mkdocs)"
    )
    pages.set_defaults(run=_pages)

    shape = commands.add_parser("schema", help="print the JSON Schema of a declaration file")
    shape.add_argument("--lang", choices=LANGUAGES, default="zh")
    shape.set_defaults(run=_schema)

    host.offer(commands)

    for command in (check, pages, shape):
        command.add_argument(
            "--content", type=Path, default=Path("content"), help="content folder (default: content)"
        )
    options = parser.parse_args(arguments)
    if "content" in options and not options.content.is_dir():
        parser.error(f"no such folder: {options.content}")
    try:
        return int(options.run(options))
    except BrokenPipeError:  # `disclosure check | head`: whoever reads has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _offer_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="declaration files or folders")
    check.add_argument(
        "--lang", choices=LANGUAGES, default="zh", help="language of the messages (default: zh)"
    )
    check.add_argument("--format", choices=("text", "json"), default="text")
    _offer_config(check, "how Markdown is read in the pages that staff write")
    check.set_defaults(run=_check)


def _offer_config(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help=f"{what} (default: mkdocs.yml)"
    )


def _offer_build(build: argparse.ArgumentParser) -> None:
    build.add_argument("--config", type=Path, default=Path("mkdocs.yml"))
    build.add_argument("--site", type=Path, metavar="DIR", help="where it goes (default: as mkdocs.yml says)")
    build.add_argument("--workers", type=int, default=0, help="processes (default: one for each core)")
    build.add_argument("--shards", type=int, help="into how many parts work is cut (default: by its size)")
    build.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster: tcp://host:8786")
    build.add_argument("--strict", action="store_true", help="warnings stop the build")
    build.add_argument("--verbose", action="store_true", help="tell where the time goes")
    build.set_defaults(run=_build)


def _check(options: argparse.Namespace) -> int:
    words = read_words(options.lang)
    paths = None
    if options.paths and options.content not in options.paths:
        fixed = {(options.content / name).resolve() for name in folder.FIXED}
        listed = (file for path in options.paths for file in _files(path))
        paths = [file for file in listed if file.resolve() not in fixed]  # they are read in any case
    markup = Configured(options.config, os.environ).markup if paths is None else None
    reading = pipeline.read(options.content, paths, base=Path(), markup=markup)
    if options.format == "json":
        records = [tell.as_record(each, words) for each in reading.problems]
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        for each in reading.problems:
            print(tell.told(each, words))
        count = str(len(reading.declarations))
        print(words("told.files", files=count), tell.tally(reading.problems, words), sep="; ")
    return 0 if reading.sound else 1


def _files(path: Path) -> list[Path]:
    return folder.declarations(path) if path.is_dir() else [path]


def _build(options: argparse.Namespace) -> int:
    from generator.build import SchedulerError, build  # MkDocs is asked for by this command alone

    arguments = ["--config-file", str(options.config.absolute())]
    arguments += ["--site-dir", str(options.site.absolute())] if options.site else []
    arguments += [f"--{name}" for name in ("strict", "verbose") if getattr(options, name)]
    try:
        build(arguments, options.workers, options.shards, options.scheduler)
    except SchedulerError as error:
        print(f"{options.scheduler}: {error}", file=sys.stderr)
    return 2


def _pages(options: argparse.Namespace) -> int:
    from generator import engines  # the index, and what it stands on, are asked for by this command alone

    configured = Configured(options.config, os.environ)
    reading = pipeline.read(options.content, base=Path(), markup=configured.markup)
    if not reading.sound:
        words = read_words("zh")
        print(*(tell.told(each, words) for each in reading.problems), sep="\n", file=sys.stderr)
        return 1

    def write(path: str, content: Iterable[bytes]) -> None:
        write_file(options.folder / path, content)

    make = engines.zensical if options.engine == "zensical" else engines.plain
    make(pipeline.site(reading), configured, options.content, options.templates, write)
    return 0


def _schema(options: argparse.Namespace) -> int:
    vocabulary = pipeline.read(options.content, paths=[], base=Path()).vocabulary
    print(schema.as_file(read_words(options.lang), vocabulary), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
