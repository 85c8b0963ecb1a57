"""What a declaration file may hold, told two ways from the model itself: for editors and for people.

`json_schema` gives completion and first checks in an editor (JSON Schema 2020-12, https://json-schema.org);
`documentation` fills the published page. Neither can fall behind: both are made from `model.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.fields import Choice, Field, Form, Leaf, Many, Record, fields, records
from generator.i18n import Words
from generator.model import Declaration, LongText, Text
from generator.removed import RemovedFile
from generator.vocabulary import Glossary, Organisations, Vocabulary

if TYPE_CHECKING:
    from generator.show import Show

EXAMPLES = Path(__file__).parent / "examples"
"""Files as the schema page shows them, kept sound by tests: a declaration of another province, its organisations,
two words for the glossary, a declaration that was removed.
"""

_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_PATTERNS: dict[str, dict[str, Any]] = {
    "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64},
    "path": {"type": "string", "pattern": "^[12]\\d{3}/[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 69},
    "term-key": {"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$", "maxLength": 64},
    "line": {"type": ["string", "number"]},
    "prose": _TEXT,
    "term": _TEXT,
    "organisation": _TEXT,
    "year": {"type": ["integer", "string"]},
    "day": _TEXT,
    "money": {"type": ["string", "number"], "pattern": r"^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$"},
    "number": {"type": ["string", "number"], "pattern": r"^\d+(\.\d+)?$"},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "web-address": {"type": "string", "pattern": "^https?://"},
    "target": {"type": ["string", "number"]},
}


def json_schema(words: Words, vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema of a declaration file as editors read it, with help texts in the language of `words`.

    Editors type YAML themselves (`2024` is a number to them), so it is a little wider than the strict reader.
    """
    definitions = {cls.__name__: _object(cls, words, vocabulary) for cls in records(Declaration)[1:]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": words("schema.title"),
        **_object(Declaration, words, vocabulary),
        "$defs": definitions,
    }


def _object(cls: type, words: Words, vocabulary: Vocabulary) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": [item.name for item in fields(cls) if item.required],
        "properties": {
            item.name: {"description": help_text(cls, item, words), **_optional(item, vocabulary)}
            for item in fields(cls)
        },
    }
    return {"anyOf": [_TEXT, shape]} if cls in (Text, LongText) else shape


def _optional(item: Field, vocabulary: Vocabulary) -> dict[str, Any]:
    """A field that may be left out may be left blank."""
    found = _json(item.form, vocabulary)
    if item.required:
        return found
    if "enum" in found:
        return {"enum": [*found["enum"], None]}
    if "type" in found:
        kinds = found["type"] if isinstance(found["type"], list) else [found["type"]]
        return {**found, "type": [*kinds, "null"]}
    return {"anyOf": [found, {"type": "null"}]}


def _json(form: Form, vocabulary: Vocabulary) -> dict[str, Any]:
    match form:
        case Record(cls):
            return {"$ref": f"#/$defs/{cls.__name__}"}
        case Many(item):
            return {"type": "array", "items": _json(item, vocabulary)}
        case Choice(options):
            return {"enum": list(options)}
        case Leaf(kind) if kind.name in ("term", "organisation"):
            return {**_TEXT, "examples": [*vocabulary.known(kind.group or kind.name)]}
        case Leaf(kind):
            return _PATTERNS[kind.name]


def help_text(cls: type, item: Field, words: Words) -> str:
    """The sentence that says what a field is for. Raises KeyError when a locale lacks it."""
    return words(f"help.{cls.__name__}.{item.name}")


@dataclass(frozen=True, slots=True)
class Row:
    """One field as the page lists it."""

    name: str
    label: str
    required: bool
    form: str
    """How it is written, in words."""
    options: tuple[str, ...]
    """The words one may write, where they are fixed."""
    more: str
    """The section that continues below it, for a nested mapping."""
    example: str
    help: str


def documentation(show: Show) -> dict[str, Any]:
    """What the schema page shows: sections of rows for each file staff write, and a whole example."""
    files = []
    for name, root in (
        ("declaration", Declaration),
        ("organisations", Organisations),
        ("glossary", Glossary),
        ("removed", RemovedFile),
    ):
        known = [cls for cls in records(root) if cls not in (Text, LongText) or root is Declaration]
        files.append(
            (name, [(cls.__name__, [_row(cls, item, show) for item in fields(cls)]) for cls in known])
        )
    examples = {name: (EXAMPLES / f"{name}.yml").read_text(encoding="utf-8").rstrip() for name, _ in files}
    return {"files": files, "examples": examples}


def _row(cls: type, item: Field, show: Show) -> Row:
    form = item.form.item if isinstance(item.form, Many) else item.form
    options: tuple[str, ...] = ()
    own = f"label.{cls.__name__}.{item.name}"
    match form:
        case Record(below):
            written = show.words("kind.record", name=below.__name__)
        case Choice(options):
            written = show.words("kind.choice")
        case Leaf(kind):
            written = show.words(f"kind.{kind.name}")
            if kind.name == "term":
                options = tuple(show.vocabulary.known(kind.group))
    if isinstance(item.form, Many):
        written = show.words("kind.many", of=written)
    return Row(
        name=item.name,
        label=show.words(own) if own in show.words else show.label(item.name),
        required=item.required,
        form=written,
        options=options,
        more=form.cls.__name__ if isinstance(form, Record) else "",
        example=item.example,
        help=help_text(cls, item, show.words),
    )


def as_file(words: Words, vocabulary: Vocabulary) -> str:
    """The JSON Schema as it is published and kept for editors."""
    return json.dumps(json_schema(words, vocabulary), ensure_ascii=False, indent=1) + "\n"
