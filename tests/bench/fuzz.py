"""Spoilt files, as many as fit into some minutes: `python tests/bench/fuzz.py [--minutes 10] [--seed 1]`.

Takes sound and hostile files, spoils each in some places, and reads it as a build does: declarations, files of fixed
words, pages of prose and target values. A failure is an exception, a reading that takes longer than a second, a
problem outside the file or without words, a difference between the quick reader and PyYAML, and a page that cannot be
made of a file that was found sound. Its input is saved below `.cache/fuzz/`; `--only NUMBER` with the same seed makes
that input again. What is found gets a case in `tests/hostile/corpus.py`.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "hostile"))

import corpus  # noqa: E402 (in a folder of tests)

from generator import characters, files, load, pipeline, plain, prose, reading, render, shape, tell  # noqa: E402
from generator.i18n import LANGUAGES, read_words  # noqa: E402
from generator.model import Declaration, Text  # noqa: E402
from generator.problem import Problem  # noqa: E402
from generator.removed import RemovedFile  # noqa: E402
from generator.target import parse  # noqa: E402
from generator.vocabulary import GROUPS, Glossary, Organisations, Vocabulary  # noqa: E402

LIMIT = 1.0
"""Seconds that one reading may take."""
HUNG = 20
"""Seconds after which it is ended."""
RENDERED = 20
"""One of so many sound declarations is made into a page."""

WORDS = {lang: read_words(lang) for lang in LANGUAGES}
BITS = [
    *(": ", "- ", "\n", "\t", '"', "'", "[", "]", "{", "}", "&a ", "*a", "!!b ", "<<: *a", "---\n", "%YAML 9\n", "#"),
    *("|", ">", "|2\n", "\r", "\0", "  ", "：", "? ", "\u3000", "\u0085", "\ufeff", "\u202e", "é", "e\u0301", "😀"),
    *("\\", "\\u0000", "\\x41", "~", "null", "NaN", "1e999", "9" * 30, "≥", "%", "(", ")", "万元", "-0", "２０"),
    *("<script>", "</", "<!--", "`", "**", "_", "[x](", "](javascript:", "{: onclick=x }", "> ", "1. ", "```\n"),
    *("|-\n", "&#", ";", "13812345678", "联系人", "id: ", "zh: ", "en: ", "indicators:\n", "target: ", "a" * 3_000),
]  # fmt: skip
EVERY_BYTE = [bytes([each]) for each in range(256)]


def spoilt(data: bytes, seeds: list[bytes], chance: random.Random) -> bytes:
    """The bytes with one to six things done to them."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        at = chance.randint(0, len(data))
        end = min(len(data), at + chance.choice([0, 0, 1, 2, 8, 60, 900]))
        span = data[at:end]
        match chance.randrange(9):
            case 0 | 1 | 2:
                span = chance.choice(BITS).encode() + (span if chance.random() < 0.5 else b"")
            case 3:
                span = chance.choice(EVERY_BYTE) * chance.choice([1, 1, 2, 300])
            case 4:
                span = b""
            case 5:
                span *= chance.choice([2, 3, 40])
            case 6:
                other = chance.choice(seeds)
                start = chance.randint(0, len(other))
                span = other[start : start + chance.choice([5, 80, 2_000])]
            case 7:
                lines = data.split(b"\n")
                chosen = chance.randrange(len(lines))
                line = lines[chosen]
                lines[chosen] = chance.choice([b"", line * 2, b"  " + line, line.lstrip(), line.rstrip(b'"')])
                data = b"\n".join(lines)
                continue
            case 8:
                span = chance.choice(BITS).encode() * chance.choice([10, 500])
        data = data[:at] + span + data[end:]
    return data


class Fuzzer:
    """What inputs are read with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        vocabulary = _everywhere(ROOT / "content", ROOT / "tests" / "site" / "content", corpus.BASE)
        labels = {term.name.zh: term.key for term in vocabulary.glossary.field}
        self.given = reading.Given(labels, vocabulary)
        self.markup = prose.Markup()
        yaml = [path.read_bytes() for path in sorted(ROOT.glob("[ct]*/**/*.yml"))]
        sound = [path.read_bytes() for path in sorted(ROOT.glob("[ct]*/**/declarations/*/*.yml"))]
        yaml += [path.read_bytes() for path in sorted((ROOT / "generator" / "examples").glob("*.yml"))]
        for case in corpus.CASES:
            path = folder / case.name.replace("/", " ")[:50]
            if case.whole and case.make(path) is None and path.stat().st_size < 50_000:
                yaml.append(path.read_bytes())
        texts = [path.read_bytes() for path in sorted(ROOT.glob("[ct]*/**/*.md"))]
        targets = [
            line.split(b":", 1)[1] for data in yaml for line in data.splitlines() if b"target:" in line
        ]
        kinds: list[tuple[Callable[[bytes], None], list[bytes], int]] = [
            (self.declaration, sound, 7),
            (self.declaration, yaml, 5),
            (self.words, yaml, 2),
            (self.page, texts, 2),
            (self.target, targets, 4),
        ]
        self.kinds, self.weights = [kind[:2] for kind in kinds], [kind[2] for kind in kinds]
        self.sound = 0

    def once(self, seed: int, number: int) -> tuple[Callable[[bytes], None], bytes]:
        """The input of this number, and what reads it."""
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 (no secret)
        (read,), (seeds,) = zip(*chance.choices(self.kinds, self.weights), strict=True)
        return read, spoilt(chance.choice(seeds), seeds, chance)

    def declaration(self, data: bytes) -> None:
        """Read as a declaration, and as the quick reader does; now and then made into a page."""
        path = self.folder / "x.yml"
        path.write_bytes(data)
        read = reading.read(self.given, reading.Source(path, "2024/x.yml"))
        _told(read.problems, data)
        assert read.filed or read.problems
        text, _ = files.read_text(data, "x.yml")
        quick = plain.read(text) if text is not None else None
        assert quick is None or (quick, []) == load.parse(text, "x.yml"), "the quick reader reads otherwise"
        found = pipeline.Reading(self.given.vocabulary, (read.filed,) if read.filed else (), read.problems)
        self.sound += found.sound
        if found.sound and self.sound % RENDERED == 1:
            site = pipeline.site(found)
            settings = render.Settings(Text("站", "Site"))
            for page in pipeline.pages(site, ROOT / "theme_overrides", settings):
                assert page.template != "declaration" or page.markdown

    def words(self, data: bytes) -> None:
        """Read as each of the files of fixed words."""
        tree, problems = load.read_bytes(data, "x.yml")
        for cls in (Glossary, Organisations, RemovedFile, Declaration):
            _told(problems if tree is None else shape.read(tree, cls, "x.yml")[1], data)

    def page(self, data: bytes) -> None:
        """Check a page of prose."""
        _told(prose.check_page(data, "x.md", self.markup), data)

    def target(self, data: bytes) -> None:
        """Read a target value."""
        raw = "".join(each for each in data.decode(errors="ignore") if not characters.unwanted(each))
        target = parse(raw)
        assert target.raw == raw
        assert (target.value is None) == (target.kind == "qualitative")


def _everywhere(*contents: Path) -> Vocabulary:
    """The fixed words of several content folders as one: then declarations of each are sound."""
    found = [pipeline.read(content).vocabulary for content in contents]
    terms = {
        group: {t.name.zh: t for each in found for t in getattr(each.glossary, group)} for group in GROUPS
    }
    glossary = Glossary(**{group: tuple(listed.values()) for group, listed in terms.items()})
    return Vocabulary(glossary, tuple(each for one in found for each in one.organisations))


def _told(problems: list[Problem] | tuple[Problem, ...], data: bytes) -> None:
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines, problem
        assert problem.column >= 1, problem
        for words in WORDS.values():
            assert tell.told(problem, words)


def _hung(*_: object) -> None:
    raise TimeoutError(f"longer than {HUNG} s")


def main() -> int:
    """Fuzz until the time is over. Exit code: 1 where something was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one input")
    options = parser.parse_args()
    saved = ROOT / ".cache" / "fuzz"
    signal.signal(signal.SIGALRM, _hung)
    counts: Counter[str] = Counter()
    failures, slowest = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder))
        end = time.monotonic() + options.minutes * 60
        number = options.only or 0
        while time.monotonic() < end:
            read, data = fuzzer.once(options.seed, number)
            fault = None
            signal.alarm(HUNG)
            start = time.process_time()
            try:
                read(data)
            except Exception as error:  # whatever it is, it is what is looked for
                fault = f"{type(error).__name__}: {error}"[:500]
            took = time.process_time() - start
            signal.alarm(0)
            slowest = max(slowest, took)
            counts[read.__name__] += 1
            if fault or took > LIMIT:
                failures += 1
                path = saved / f"{options.seed}-{number}-{read.__name__}"
                saved.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                print(f"{path.relative_to(ROOT)}: {fault or f'{took:.1f} s'}", flush=True)
            if options.only is not None:
                break
            number += 1
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
    print(
        f"seed {options.seed}: {sum(counts.values()):,} inputs ({told}), {fuzzer.sound:,} sound declarations;"
    )
    print(f"slowest {slowest:.2f} s of CPU, failures: {failures}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
