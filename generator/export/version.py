"""What a site says of its software: `version.json` tells which built it from which state, and how much it holds. No
clock is asked.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from generator.derive import Site
from generator.export import licences
from generator.i18n import LANGUAGES

SOFTWARE = "performance-target-disclosure"
API = "v1"


def files(site: Site, project: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Each with its text: `version.json`, and the licences of what readers are given."""
    return {"version.json": as_file(site, project, environment), licences.NAME: licences.as_file()}


def as_file(site: Site, project: Path, environment: Mapping[str, str]) -> str:
    """The text of `version.json`. What is not known is null."""
    modified = newest(site)
    facts = {
        "software": {"name": SOFTWARE, "version": metadata.version(SOFTWARE)},
        "commit": commit(project, environment),
        "built": built(environment),
        "counts": counts(site),
        "modified": modified.isoformat() if modified else None,
        "languages": list(LANGUAGES),
        "api": API,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def counts(site: Site) -> dict[str, int]:
    """What the site has pages of."""
    return {
        "declarations": len(site.declared),
        "indicators": sum(len(each.declaration.indicators) for each in site.declared),
        "years": len(site.years),
        "organisations": len({of.key for each in site.declared for of in (each.department, each.unit)}),
    }


def newest(site: Site) -> dt.date | None:
    """The last day on which the data changed, by its own dates."""
    days = [*(each.modified for each in site.declared), *(each.day for each in site.removed)]
    return max((day for day in days if day), default=None)


def built(environment: Mapping[str, str]) -> str | None:
    """The moment the build is said to be of: SOURCE_DATE_EPOCH (https://reproducible-builds.org)."""
    try:
        moment = dt.datetime.fromtimestamp(int(environment["SOURCE_DATE_EPOCH"]), dt.UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def commit(project: Path, environment: Mapping[str, str]) -> str | None:
    """The state of the project's folder: SOURCE_COMMIT, else what git says of it (`-dirty` where it was changed)."""
    if given := environment.get("SOURCE_COMMIT", "").strip():
        return given
    asked = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude", "*"]
    try:
        done = subprocess.run(  # noqa: S603 (fixed words)
            asked, cwd=project, capture_output=True, encoding="utf-8", timeout=10, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError):  # no git, no repository, not ours to read
        return None
    return done.stdout.strip() or None
