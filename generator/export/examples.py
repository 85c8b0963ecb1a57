"""Step 6: real records of this site as the API's page shows them, shortened."""

from __future__ import annotations

import json
from typing import Any

from generator.derive import Site
from generator.export import history, tables
from generator.export.published import Facts, Values, json_text
from generator.export.schema import LISTS, RECORDS

LONG = 60
"""So many characters of a text are shown."""

WIDE = 100
"""So many characters stand on a line."""


def examples(site: Site, facts: Facts) -> dict[str, str]:
    """JSON by the name of its record or file; none of what the site has not."""
    found: dict[str, list[Values]] = tables.of_vocabulary(site.vocabulary, facts)
    if site.declared:
        found |= tables.of_declaration(site.declared[0], facts)
    made = {
        record: json.loads(json_text(RECORDS[record], found[table][0]))
        for table, record in LISTS.items()
        if found.get(table)
    }
    told = {"history": history.history(site, facts.directory_urls)} if site.moved or site.removed else {}
    return {name: laid_out(shortened(value)) for name, value in {**made, **told}.items()}


def shortened(value: Any) -> Any:
    """Of each list its first item, of each long text its beginning and "…"."""
    match value:
        case dict():
            return {name: shortened(child) for name, child in value.items()}
        case list() | tuple():
            return [shortened(each) for each in value[:1]]
        case str() if len(value) > LONG:
            return f"{value[:LONG]}…"
    return value


def laid_out(value: Any, indent: str = "") -> str:
    """JSON for people: what fits stands on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent + line) <= WIDE:
        return line
    further = f"{indent}  "
    ends, inside = "[]", [laid_out(each, further) for each in value]
    if isinstance(value, dict):
        ends, inside = "{}", [f'"{key}": {laid_out(each, further)}' for key, each in value.items()]
    body = ",\n".join(further + each for each in inside)
    return f"{ends[0]}\n{body}\n{indent}{ends[1]}"
