"""Step 6: `datapackage.json`, the tables described for programs (Data Package v2, https://datapackage.org)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.derive import Site
from generator.export import columns
from generator.export.about import sources
from generator.export.download import Download
from generator.export.published import Facts
from generator.export.tables import BOTH, KINDS, Column, Kind
from generator.export.version import newest
from generator.i18n import LANGUAGES
from generator.render import Settings
from generator.show import Show

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_TABLE = "https://datapackage.org/profiles/2.0/tableschema.json"

_TYPES = {"integer": "integer", "decimal": "number", "date": "date"}


def descriptor(site: Site, facts: Facts, settings: Settings, files: Mapping[str, Download]) -> dict[str, Any]:
    """The package of the CSV files under `data/`: every column with type, titles and meaning, keys, checksums."""
    modified = newest(site)
    return {
        "$schema": _SCHEMA,
        "name": "performance-target-declarations",
        "title": f"{settings.site_name.zh} / {settings.site_name.en}",
        "description": _both(facts, lambda show: show.words("package.about")),
        **({"homepage": settings.site_url} if settings.site_url else {}),
        **({"created": f"{modified.isoformat()}T00:00:00+08:00"} if modified else {}),
        "keywords": ["绩效目标", "财政支出", "performance targets", "budget"],
        **({"sources": documents} if (documents := sources(site)) else {}),
        **({"licenses": [terms]} if (terms := _licence(settings)) else {}),
        "resources": [_resource(kind, facts, files[kind.name]) for kind in KINDS.values()],
    }


def _licence(settings: Settings) -> dict[str, str] | None:
    licence = settings.licence
    return {"title": f"{licence.name.zh} / {licence.name.en}", "path": licence.url} if licence else None


def _resource(kind: Kind, facts: Facts, file: Download) -> dict[str, Any]:
    return {
        "$schema": _RESOURCE,
        "name": kind.name,
        "path": f"{kind.name}.csv",
        "type": "table",
        "title": _both(facts, lambda show: show.words(f"table_kind.{kind.name}")),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "$schema": _TABLE,
            "fields": [_field(column, kind, facts) for column in kind.columns(BOTH)],
            "primaryKey": list(kind.key),
            "foreignKeys": [
                {
                    "fields": list(own),
                    "reference": {"resource": "" if other == kind.name else other, "fields": list(theirs)},
                }
                for own, other, theirs in kind.references
            ],
        },
    }


def _field(column: Column, kind: Kind, facts: Facts) -> dict[str, Any]:
    constraints = {
        **({"required": True} if column.always else {}),
        **({"enum": list(column.keys)} if column.keys else {}),
    }
    return {
        "name": column.name,
        "type": _TYPES.get(column.form, "string"),
        "title": _both(facts, lambda show: columns.title(column, show, kind.name)),
        "description": _both(facts, lambda show: columns.meaning(column, show, kind.name)),
        **({"constraints": constraints} if constraints else {}),
    }


def _both(facts: Facts, say: Callable[[Show], str]) -> str:
    """A Data Package has one language: ours has both in one text, Chinese first."""
    return " / ".join(say(facts.shows[lang]) for lang in LANGUAGES)
