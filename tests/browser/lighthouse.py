"""Google's Lighthouse, run as on a phone: slow network and processor, both simulated."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visits import MODULES, needed, program

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class Judged:
    """What Lighthouse says of a page."""

    report: dict[str, Any]

    def score(self, category: str) -> int:
        """0 to 100."""
        return round(100 * self.report["categories"][category]["score"])

    def failed(self, category: str) -> dict[str, Any]:
        """The audits of a category that are not passed, with what they found."""
        audits = (
            self.report["audits"][each["id"]] for each in self.report["categories"][category]["auditRefs"]
        )
        return {
            audit["id"]: audit.get("details", {}).get("items") or audit.get("explanation")
            for audit in audits
            if audit["score"] is not None and audit["score"] < 1
        }

    def measured(self, audit: str) -> float:
        """A measure such as `largest-contentful-paint`, in milliseconds, or `cumulative-layout-shift`."""
        return float(self.report["audits"][audit]["numericValue"])


def judged(address: str, home: Path, categories: tuple[str, ...] = CATEGORIES, *audits: str) -> Judged:
    """Have a page judged: by categories, and by single audits of others. Their own files go to `home`."""
    done = subprocess.run(
        [
            program("node"),
            str(needed(MODULES / "lighthouse" / "cli" / "index.js")),
            address,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(categories)}",
            *(f"--only-audits={audit}" for audit in audits),
            "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-background-networking",
        ],
        # not TMPDIR as well: Chromium has a socket there, whose path may have 107 characters (unix(7))
        env={**os.environ, "HOME": str(home), "CHROME_PATH": program("chromium")},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Judged(json.loads(done.stdout))
