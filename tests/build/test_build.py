"""What `mkdocs build` does with good content, with bad content, and twice."""

from __future__ import annotations

import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from building import (
    ADDRESS,
    ROOT,
    SMALL,
    Built,
    build,
    configure,
    copy_project,
    declarations,
    mkdocs,
    read,
    replace,
)
from html_page import page

DECLARATIONS = "content/declarations/2024"

INDICATORS = {
    "personnel-examination-administration": 46,
    "specialised-accounting-examinations": 10,
    "information-systems-maintenance": 11,
    "personnel-examination-facility-services": 20,
    "examination-fee-remittance": 6,
    "commissioned-examinations": 18,
}

PUBLISHED = {
    ".html",
    ".css",
    ".js",
    ".json",
    ".svg",
    ".xml",
    ".gz",
    ".txt",
    ".csv",
    ".xlsx",
    ".png",
    ".ico",
    ".pf_index",
    ".pf_meta",
    ".pf_fragment",
    ".pf_filter",
    ".pagefind",
}
PUBLISHED |= {".wasm", ".webmanifest", ".yml", ".sqlite", ".zip", ".jsonld"}


def addresses(site: Path) -> set[str]:
    """The pages a content folder must give, without language."""
    declared = declarations(site)
    organisations = read(site / "content" / "organisations.yml")["organisations"]
    keys = {word: each["key"] for each in organisations for word in (each["key"], *_names(each))}
    pages = {"", "departments/", "units/", "indicators/", "glossary/", "schema/", "about/"}
    for path, declaration in declared.items():
        pages |= {f"{path}/", f"{path.split('/')[0]}/"}
        pages |= {f"departments/{keys[declaration['department']]}/", f"units/{keys[declaration['unit']]}/"}
    return pages


def _names(organisation: dict[str, Any]) -> list[str]:
    name = organisation["name"]
    return [name if isinstance(name, str) else name["zh"], *organisation.get("also", ())]


def published(site: Built) -> list[dict[str, Any]]:
    """The declarations of a site's open data."""
    return json.loads(site.text("api/v1/declarations.json"))["declarations"]


def test_the_real_content_builds_under_strict(real: Built) -> None:
    """The real content builds with --strict and without a warning."""
    assert "WARNING" not in real.log
    assert "Documentation built" in real.log


@pytest.mark.parametrize(("name", "source"), [("real", ROOT), ("small", SMALL)])
def test_every_page_stands_in_both_languages(name: str, source: Path, request: pytest.FixtureRequest) -> None:
    """A page for each declaration, year, organisation and section stands at `/`, and the same at `/en/`."""
    found = set(request.getfixturevalue(name).pages()) - {"404.html"}
    chinese = {path for path in found if not path.startswith("en/")}
    english = {path.removeprefix("en/") for path in found if path.startswith("en/")}
    expected = {f"{address}index.html" for address in addresses(source)}
    assert expected - chinese == set()
    assert chinese == english


def test_nothing_but_pages_and_their_files_is_published(site: Built) -> None:
    """No source of staff, no template and no hidden file reaches the site."""
    strange = [
        path
        for path in site.contents()
        if (Path(path).suffix not in PUBLISHED and path != "SHA256SUMS")
        or any(part.startswith(".") for part in Path(path).parts)
    ]
    assert strange == []
    assert [
        path for path in site.contents() if path.endswith((".yml", ".j2", ".md")) and "data" not in path
    ] == []


def test_published_data_counts_every_indicator(real: Built) -> None:
    """The open data holds six declarations with 111 indicators, 86 of them numeric, 13 of zero tolerance."""
    declared = published(real)
    targets = [indicator["target"] for each in declared for indicator in each["indicators"]]
    operators = [target["operator"] for target in targets]
    assert {each["id"]: len(each["indicators"]) for each in declared} == INDICATORS
    assert len(targets) == 111
    assert sum(target["kind"] == "numeric" for target in targets) == 86
    assert sum(target["kind"] == "qualitative" for target in targets) == 25
    assert {name: operators.count(name) for name in ("eq", "ge", "le")} == {"eq": 55, "ge": 26, "le": 5}
    assert sum(t["operator"] == "eq" and Decimal(t["number"]) == 0 for t in targets) == 13


def test_published_data_adds_up(real: Built) -> None:
    """The year's money is 126,185,386.00 yuan, 10,780,000.00 of it other funds and none carried over."""
    annual = [each["funding"]["annual"] for each in published(real)]
    sums = {key: sum(Decimal(money[key]) for money in annual) for key in annual[0]}
    assert sums == {
        "total": Decimal("126185386.00"),
        "fiscal_appropriation": Decimal("115405386.00"),
        "carried_over": Decimal("0.00"),
        "other": Decimal("10780000.00"),
    }


def test_what_a_form_leaves_blank_is_null_in_the_data(real: Built, small: Built) -> None:
    """Blank columns, goals and targets are null in the open data, never 0 or an empty text."""
    for each in published(real):
        assert each["funding"]["project"] is None
        assert each["overall_goal"] is None
    year = {each["fiscal_year"]: each for each in published(small) if each["id"] == "greenway-construction"}
    assert year[2024]["funding"]["annual"] == {
        "total": "4000000.00",
        "fiscal_appropriation": None,
        "carried_over": None,
        "other": None,
    }
    assert year[2024]["annual_goal"] is None
    by_id = {indicator["id"]: indicator for indicator in year[2025]["indicators"]}
    assert by_id["surroundings"]["target"] is None
    assert by_id["greenway-built"]["target"]["operator"] is None


def test_published_data_is_in_yuan(small: Built) -> None:
    """Amounts filed in 万元 stand in yuan in the open data, the project's beside the year's."""
    funding = next(
        each["funding"]
        for each in published(small)
        if (each["id"], each["fiscal_year"]) == ("greenway-construction", 2025)
    )
    assert funding["annual"]["total"] == "6500000.00"
    assert funding["project"]["total"] == "19500000.00"
    assert funding["project"]["carried_over"] is None


def test_published_addresses_lead_to_pages(site: Built) -> None:
    """The address of each declaration in the open data is a page of the site, in each language."""
    for each in published(site):
        for lang, url in each["url"].items():
            assert url.startswith("/en/") == (lang == "en")
            assert (site.folder / url.strip("/") / "index.html").is_file()


def _spoil(project: Path) -> dict[str, str]:
    """Break every declaration in another way; which rule each must be told by."""
    folder = project / DECLARATIONS
    replace(folder / "commissioned-examinations.yml", "fiscal_year: 2024", "fiscal_year: 二〇二四")
    replace(folder / "examination-fee-remittance.yml", "\nunit: ", "\nunits: ")
    replace(folder / "information-systems-maintenance.yml", "start: 2024-01-01", "start: 2024-02-30")
    replace(folder / "personnel-examination-administration.yml", "    total: ", "    total: 1 # ")
    replace(folder / "personnel-examination-facility-services.yml", "\n  start: ", "\n\tstart: ")
    accounting = folder / "specialised-accounting-examinations.yml"
    accounting.write_bytes(accounting.read_text(encoding="utf-8").encode("gb18030"))
    return {
        "commissioned-examinations": "year",
        "examination-fee-remittance": "known-keys",
        "information-systems-maintenance": "day",
        "personnel-examination-administration": "funding-sum",
        "personnel-examination-facility-services": "yaml-syntax",
        "specialised-accounting-examinations": "encoding",
    }


def test_bad_content_leaves_the_last_good_site_untouched(project: Path) -> None:
    """A build of broken content fails, changes no byte of the site, and tells of every broken file."""
    assert mkdocs(project, "build").returncode == 0
    before = Built(project / "site", "").contents()
    rules = _spoil(project)
    done = mkdocs(project, "build")
    assert done.returncode != 0
    assert Built(project / "site", "").contents() == before
    for name, rule in rules.items():
        told = rf"(?m)^{DECLARATIONS}/{name}\.yml:[1-9]\d*:[1-9]\d*: error\[{rule}\]: .+\n +fix: .+$"
        assert re.search(told, done.stderr), f"{name} is not told:\n{done.stderr[-1500:]}"
    assert "Traceback" not in done.stderr


def test_broken_fixed_words_are_told_like_any_fault(project: Path) -> None:
    """Faults in glossary.yml and organisations.yml are told together, with file, line and fix."""
    assert mkdocs(project, "build").returncode == 0
    before = Built(project / "site", "").contents()
    replace(project / "content" / "glossary.yml", "form:\n", "forms:\n")
    replace(project / "content" / "organisations.yml", "  - key: ", "  - kee: ")
    done = mkdocs(project, "build")
    assert done.returncode != 0
    assert Built(project / "site", "").contents() == before
    for name in ("glossary", "organisations"):
        told = rf"(?m)^content/{name}\.yml:[1-9]\d*:[1-9]\d*: error\[known-keys\]: .+\n +fix: .+$"
        assert re.search(told, done.stderr), f"{name} is not told:\n{done.stderr[-1500:]}"


def test_a_glossary_without_a_needed_field_is_told_as_a_fault(project: Path) -> None:
    """A glossary without the name of a shown field builds all the same or is told as a fault."""
    replace(project / "content" / "glossary.yml", "  - key: period\n", "  - key: some-other-field\n")
    done = mkdocs(project, "build")
    assert "Traceback" not in done.stderr, done.stderr[-600:]
    assert done.returncode == 0 or re.search(r"(?m)^content/glossary\.yml:.+error\[", done.stderr)


def test_strict_content_makes_warnings_about_content_stop_a_strict_build(project: Path) -> None:
    """With `strict_content: true` a warning about the content stops `--strict`, and no other build."""
    configure(project, strict_content=True)
    strict = mkdocs(project, "build", "--strict")
    assert strict.returncode != 0
    assert re.search(r"WARNING .+\.yml:\d+:\d+: warning\[", strict.stderr)
    assert mkdocs(project, "build").returncode == 0


@pytest.mark.parametrize(
    "given",
    [{}, {"SITE_URL": ADDRESS, "SOURCE_DATE_EPOCH": "1700000000"}],
    ids=["nothing", "address and moment"],
)
def test_two_builds_are_byte_identical(given: dict[str, str], tmp_path: Path) -> None:
    """Two builds in other folders, time zones, hash seeds, locales, file times, orders of folders, rights of files
    and homes, by other numbers of processes, give the same bytes, whether they are told of a moment or not.
    """
    one = copy_project(tmp_path / "one")
    other = copy_project(tmp_path / "some" / "where" / "else")
    for file in other.rglob("*"):
        os.utime(file, (86_400, 86_400))
    configure(other, workers=3)
    first = build(
        one, tmp_path / "first", **given, TZ="Asia/Shanghai", PYTHONHASHSEED="1", LC_ALL="C.UTF-8",
    )  # fmt: skip
    second = build(
        other, tmp_path / "second", **given, TZ="America/Los_Angeles", PYTHONHASHSEED="2", LC_ALL="C",
        PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", HOME="/nowhere", USER="other",
        PYTHONPATH=str(SMALL / "other_machine"),
    )  # fmt: skip
    rights = (second.folder / "index.html").stat().st_mode & 0o777
    assert rights == 0o600, "the second build was not as on another machine"
    one_bytes, other_bytes = first.contents(), second.contents()
    assert one_bytes.keys() == other_bytes.keys()
    assert [path for path in one_bytes if one_bytes[path] != other_bytes[path]] == []


def test_a_page_does_not_grow_with_the_site(real: Built, project: Path, tmp_path: Path) -> None:
    """A declaration's page keeps every byte when 30 declarations of other units join its year."""
    organisations = project / "content" / "organisations.yml"
    source = (project / DECLARATIONS / "examination-fee-remittance.yml").read_text(encoding="utf-8")
    entries = []
    for number in range(30):
        unit = f"另一单位第{number}号"
        entries.append(
            f"  - key: other-unit-{number}\n    name:\n      zh: {unit}\n      en: Other unit {number}\n"
        )
        text = re.sub(r"(?m)^id: .+$", f"id: other-{number}", source)
        text = re.sub(r"(?m)^unit: .+$", f"unit: {unit}", text)
        text = re.sub(r'"[\d,]+\.\d\d"', '"0.00"', text)
        (project / DECLARATIONS / f"other-{number}.yml").write_text(text, encoding="utf-8")
    organisations.write_text(organisations.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")
    grown = build(project, tmp_path / "grown")
    assert (grown.folder / "2024" / "other-29" / "index.html").is_file()
    ordered = sorted(published(real), key=lambda each: -Decimal(each["funding"]["annual"]["total"]))
    for each in ordered[:-1]:  # the last one has a new neighbour
        for url in each["url"].values():
            path = f"{url.strip('/')}/index.html"
            assert grown.text(path) == real.text(path), path


@pytest.mark.parametrize(
    "path", ["glossary.md", "en/2024.md", "glossary/index.md", "README.md", "api/v1/declarations.json"]
)
def test_a_file_at_the_address_of_a_generated_one_is_an_error(path: str, project: Path) -> None:
    """A file of staff that would take the address of a generated page stops the build and is named; the last site
    stays whole.
    """
    before = build(project, project / "site").contents()
    file = project / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# 另一页\n", encoding="utf-8")
    done = mkdocs(project, "build")
    assert done.returncode != 0
    assert path in done.stderr
    assert "Traceback" not in done.stderr
    assert Built(project / "site", "").contents() == before


def test_a_carriage_return_does_not_open_markdown(project: Path) -> None:
    """A text with carriage returns is refused or stands as text: it never becomes Markdown."""
    file = project / DECLARATIONS / "commissioned-examinations.yml"
    hostile = r'"委托考试\r\r[x](javascript:alert(1)) *b*\r\r# h"'
    file.write_text(
        re.sub(r"(?m)^(  zh: )委托考试$", lambda m: m[1] + hostile, file.read_text("utf-8")), "utf-8"
    )
    assert r"\r\r[x]" in file.read_text("utf-8")
    done = mkdocs(project, "build")
    if done.returncode:
        assert re.search(r"commissioned-examinations\.yml:\d+:\d+: error\[", done.stderr)
        return
    for prefix in ("", "en/"):
        built = page(project / "site" / prefix / "2024" / "commissioned-examinations" / "index.html")
        assert [link["href"] for link in built.all("a") if "javascript:" in link["href"]] == []
        assert len(built.all("h1")) == 1


def test_an_address_of_a_source_is_a_valid_link_or_refused(project: Path) -> None:
    """A source's web address with signs that no address may hold is refused, or encoded in its link."""
    file = project / DECLARATIONS / "commissioned-examinations.yml"
    address = 'https://www.example.gov.cn/a?b="<c>|[d]\\^`{e}'
    text = file.read_text(encoding="utf-8")
    assert "\nsource:\n" in text
    assert "  address:" not in text
    file.write_text(text.replace("\nsource:\n", f"\nsource:\n  address: '{address}'\n"), encoding="utf-8")
    done = mkdocs(project, "build")
    if done.returncode:
        assert re.search(r"commissioned-examinations\.yml:\d+:\d+: error\[web-address\]", done.stderr)
        return
    built = page(project / "site" / "2024" / "commissioned-examinations" / "index.html")
    (link,) = [each["href"] for each in built.all("a") if "www.example.gov.cn" in each["href"]]
    assert not re.search(r'["<>\\^`{}|\[\]]', link), link
