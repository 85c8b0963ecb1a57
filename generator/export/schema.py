"""Step 6: the shape of the API's files: `api/v1/schema.json` (JSON Schema 2020-12), and the rows that document it.

Records come from the lists of fields that they are published from; of the files that are composed elsewhere (`index`,
`history`) the names stand here. Names may be added in v1: nothing here forbids a name
that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.export import columns
from generator.export.published import Field, Form
from generator.export.record import DECLARATION, INDICATOR
from generator.export.tables import KINDS
from generator.show import Show


def _own(name: str, form: Form, *fields: Field, always: bool = True) -> Field:
    """A name in a file that its own module composes."""
    return Field(name, form, lambda _, thing: thing, fields=fields, always=always)


FILES = ("declarations", "indicators", "organisations", "glossary", "history", "schema")

INDEX = (
    _own("version", "string"),
    _own("name", "text"),
    _own("licence", "group", _own("name", "text"), _own("url", "string"), always=False),
    _own("files", "group", *(_own(name, "string") for name in FILES)),
    _own(
        "declarations",
        "list",
        _own("id", "string"),
        _own("fiscal_year", "integer"),
        _own("version", "string"),
        _own("url", "address"),
        _own("project_name", "text"),
        _own("modified", "date", always=False),
        _own("data", "string", always=False),
    ),
)

HISTORY = (
    _own("moved", "list", _own("from", "string"), _own("to", "string"), _own("url", "address")),
    _own(
        "removed",
        "list",
        _own("path", "string"),
        _own("day", "date"),
        _own("name", "text", always=False),
        _own("reason", "text"),
        _own("url", "address"),
    ),
)

RECORDS = {
    "declaration": DECLARATION,
    "indicator": INDICATOR,
    "listed_indicator": KINDS["indicators"].fields,
    "organisation": KINDS["organisations"].fields,
    "term": KINDS["glossary"].fields,
}
"""The things that files hold; an indicator inside its declaration, and in the list of all."""

LISTS = {
    "declarations": "declaration",
    "indicators": "listed_indicator",
    "organisations": "organisation",
    "glossary": "term",
}
"""A file that is a list → what is listed in it."""

COMPOSED = {"index": INDEX, "history": HISTORY}

TABLES = {
    "indicator": "indicators",
    "listed_indicator": "indicators",
    "organisation": "organisations",
    "term": "glossary",
}
"""The table in which the names of a record have a meaning of their own."""

_BASIC: dict[str, dict[str, Any]] = {
    "text": {
        "type": "object",
        "properties": {"zh": {"type": "string"}, "en": {"type": ["string", "null"]}},
        "required": ["zh", "en"],
    },
    "address": {
        "type": "object",
        "properties": {"zh": {"type": "string", "pattern": "^/"}, "en": {"type": "string", "pattern": "^/"}},
        "required": ["zh", "en"],
    },
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$", "format": "date"},
}

_PLAIN: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "term": {"type": "string"},
    "integer": {"type": "integer"},
    "strings": {"type": "array", "items": {"type": "string"}},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One name as the API's page documents it."""

    path: str
    """`funding.annual.total`, `corrections[].day`."""
    form: Form
    null: bool
    """Whether it may be null."""
    keys: tuple[str, ...]
    """The words it may be, where they are fixed."""
    record: str
    """The record that stands there, documented on its own."""
    title: str
    meaning: str


def schema(shows: Mapping[str, Show]) -> dict[str, Any]:
    """One document for all files: `#/$defs/declarations` is the shape of `declarations.json`."""
    lists = {name: _list(name, record, shows) for name, record in LISTS.items()}
    composed = {name: _object(name, fields, shows) for name, fields in COMPOSED.items()}
    records = {name: _object(name, fields, shows) for name, fields in RECORDS.items()}
    files = [*composed, *lists, "declaration"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _joined([show.words("api.schema_title") for show in shows.values()]),
        "description": _joined([show.words("api.schema_about") for show in shows.values()]),
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in files],
        "$defs": {**composed, **lists, **records, **_BASIC},
    }


def _list(name: str, record: str, shows: Mapping[str, Show]) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/$defs/{record}"}}
    return {
        "title": _both(shows, f"api.file.{name}"),
        "type": "object",
        "properties": {name: items},
        "required": [name],
    }


def _object(name: str, fields: Sequence[Field], shows: Mapping[str, Show]) -> dict[str, Any]:
    return {"title": _both(shows, f"api.file.{name}"), **_properties(name, (), fields, shows)}


def _properties(
    record: str, path: tuple[str, ...], fields: Sequence[Field], shows: Mapping[str, Show]
) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property(record, (*path, field.name), field, shows) for field in fields},
        "required": [field.name for field in fields],
    }


def _property(record: str, path: tuple[str, ...], field: Field, shows: Mapping[str, Show]) -> dict[str, Any]:
    shape = _shape(record, path, field, shows)
    if _may_be_null(field):
        shape = {"anyOf": [shape, {"type": "null"}]}
    titles, meanings = zip(*(_told(record, path, field, shows[lang]) for lang in shows), strict=True)
    told = {"title": _joined(titles), "description": _joined(meanings)}
    return {**{key: text for key, text in told.items() if text}, **shape}


def _shape(record: str, path: tuple[str, ...], field: Field, shows: Mapping[str, Show]) -> dict[str, Any]:
    if field.form == "key":
        return {"enum": list(field.keys)}
    if field.form == "group":
        return _properties(record, path, field.fields, shows)
    if field.form == "list":
        return {"type": "array", "items": _item(record, path, field, shows)}
    return _PLAIN.get(field.form) or {"$ref": f"#/$defs/{field.form}"}


def _item(record: str, path: tuple[str, ...], field: Field, shows: Mapping[str, Show]) -> dict[str, Any]:
    if name := _is_record(field):
        return {"$ref": f"#/$defs/{name}"}
    return _properties(record, path, field.fields, shows) if field.fields else {"$ref": "#/$defs/text"}


def _is_record(field: Field) -> str:
    return next((name for name, fields in RECORDS.items() if field.fields is fields), "")


def _may_be_null(field: Field) -> bool:
    return not field.always and field.form not in ("list", "strings")


def documentation(show: Show) -> dict[str, list[Row]]:
    """Every name of every file and record, in the order in which it is published.

    Of a listed indicator only what the list adds: the rest is as in its declaration.
    """
    within = {field.name for field in INDICATOR}
    added = tuple(field for field in RECORDS["listed_indicator"] if field.name not in within)
    told = {**COMPOSED, **RECORDS, "listed_indicator": added}
    return {name: list(_rows(name, (), fields, show)) for name, fields in told.items()}


def _rows(record: str, path: tuple[str, ...], fields: Sequence[Field], show: Show) -> Iterator[Row]:
    for field in fields:
        here = (*path, field.name)
        below, names = _is_record(field), tuple(name.removesuffix("[]") for name in here)
        title, meaning = _told(record, names, field, show)
        yield Row(".".join(here), field.form, _may_be_null(field), field.keys, below, title, meaning)
        if field.fields and not below:
            inside = (*path, f"{field.name}[]") if field.form == "list" else here
            yield from _rows(record, inside, field.fields, show)


def _told(record: str, path: Sequence[str], field: Field, show: Show) -> tuple[str, str]:
    """Title and meaning; what stands only in files of the API has a meaning alone."""
    if record in COMPOSED:
        key = ".".join((record, *path, *([field.form] if field.fields else [])))
        return "", show.words(f"api.file.{path[-1]}" if path[:-1] == ("files",) else f"api.meaning.{key}")
    table = TABLES.get(record, "")
    title = columns.title(path, show, table).rpartition(columns.JOINED)[2]
    return title, columns.meaning(path, show, table)


def _both(shows: Mapping[str, Show], key: str) -> str:
    return _joined([shows[lang].words(key) for lang in shows])


def _joined(texts: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(filter(None, texts)))
