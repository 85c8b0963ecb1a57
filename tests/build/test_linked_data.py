"""What a page tells machines of itself, read by a JSON-LD processor."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from building import ADDRESS, HTML_LANG, PREFIX, ROOT, SMALL, Built, build, configure, declarations, mkdocs
from html_page import page
from linked_data import SCHEMA, catalogue, nodes, things, told, value, values

DCAT = "http://www.w3.org/ns/dcat#"
TERMS = "http://purl.org/dc/terms/"
SPDX = "http://spdx.org/rdf/terms#"

UNIT = "units/shanghai-vocational-ability-examination-institute/"
DEPARTMENT = "departments/shanghai-hrss-bureau/"
DECLARATION = "2024/commissioned-examinations/"
GREENWAY = "2025/greenway-construction/"
HOSTILE = "2025/hostile-texts/"


@pytest.fixture(params=["under_sub_path", "small_with_address"])
def addressed(request: pytest.FixtureRequest) -> Built:
    """Each of two sites that are told where they stand."""
    found: Built = request.getfixturevalue(request.param)
    return found


def own_pages(site: Built) -> list[str]:
    """Every page but 404.html."""
    return [path for path in site.pages() if path != "404.html"]


def at(path: str) -> str:
    """Where a page's file stands."""
    return ADDRESS + path.removesuffix("index.html")


def said(thing: Any) -> Any:
    """What is told, without size and checksum: some files hold the site's address."""
    if isinstance(thing, list):
        return [said(each) for each in thing]
    if not isinstance(thing, dict):
        return thing
    kept = {key: each for key, each in thing.items() if not key.endswith(("contentSize", "sha256"))}
    return {key: said(each) for key, each in kept.items()}


def test_every_page_tells_what_it_is(addressed: Built) -> None:
    """Each page has one block of linked data; every name in it is schema.org's, every address in it absolute."""
    for path in own_pages(addressed):
        for node in nodes(things(addressed, path, "")):
            assert all(key.startswith(("@", SCHEMA)) for key in node), path
            assert all(re.match(r"https?://", node[key]) for key in ("@id",) if key in node), path
            assert "@type" in node or set(node) == {"@id"}, path


def test_without_an_address_the_same_is_said(
    real: Built, under_sub_path: Built, small: Built, small_with_address: Built
) -> None:
    """A site that is not told where it stands says the same, by addresses relative to the page."""
    for without, with_address in ((real, under_sub_path), (small, small_with_address)):
        for path in own_pages(without):
            assert ADDRESS not in without.text(path)
            assert said(things(without, path, at(path))) == said(things(with_address, path, "")), path


def test_the_way_to_a_page(addressed: Built) -> None:
    """Every page below home names the way to it: home, the pages above it, itself; each of them is there."""
    for path in own_pages(addressed):
        trails = things(addressed, path, "", "BreadcrumbList")
        home = path.removeprefix("en/") == "index.html"
        assert len(trails) == (0 if home else 1), path
        for trail in trails:
            steps = values(trail, "itemListElement")
            assert [value(step, "position") for step in steps] == [*range(1, len(steps) + 1)]
            places = [value(step, "item") for step in steps]
            assert places[0] == ADDRESS + ("en/" if path.startswith("en/") else "")
            assert places[-1] == at(path)
            for place in places:
                assert (addressed.folder / place.removeprefix(ADDRESS) / "index.html").is_file(), place


def test_a_declaration_is_a_report(under_sub_path: Built) -> None:
    """A declaration says who filed it, for which time, from which document, in which version, and its translation."""
    source = declarations(ROOT)[DECLARATION.strip("/")]
    for lang, prefix in PREFIX.items():
        path = f"{prefix}{DECLARATION}index.html"
        (report,) = things(under_sub_path, path, "", "Report")
        assert report["@id"] == value(report, "url") == at(path)
        assert report[f"{SCHEMA}name"] == [
            {"@language": HTML_LANG[lang].lower(), "@value": source["project_name"][lang]}
        ]
        assert value(report, "inLanguage") == HTML_LANG[lang]
        assert value(report, "identifier") == DECLARATION.strip("/")
        assert value(report, "version") in under_sub_path.text(path).split('<div class="cite')[1]
        assert value(report, "temporalCoverage") == "2024-01-01/2024-12-31"
        assert report[f"{SCHEMA}dateModified"] == [{"@type": f"{SCHEMA}Date", "@value": source["added"]}]
        based = value(report, "isBasedOn")
        assert value(based, "name") == source["source"]["document"][lang]
        assert value(value(based, "encoding"), "sha256") == source["source"]["sha256"]
    relation = {"zh": "workTranslation", "en": "translationOfWork"}
    for lang, other in (("zh", "en"), ("en", "zh")):
        (report,) = things(under_sub_path, f"{PREFIX[lang]}{DECLARATION}index.html", "", "Report")
        (counterpart,) = things(under_sub_path, f"{PREFIX[other]}{DECLARATION}index.html", "", "Report")
        assert value(report, relation[lang])["@id"] == counterpart["@id"]
        assert not values(report, relation[other])


def test_organisations_are_the_same_everywhere(under_sub_path: Built) -> None:
    """An organisation has one address in both languages and on every page; its own page tells what it is part of."""
    found: dict[str, set[str]] = {}
    for path in own_pages(under_sub_path):
        for node in nodes(things(under_sub_path, path, "")):
            if node.get("@type") == [f"{SCHEMA}GovernmentOrganization"]:
                found.setdefault(node["@id"], set()).update(each["@value"] for each in node[f"{SCHEMA}name"])
    unit, department = f"{ADDRESS}{UNIT}#organisation", f"{ADDRESS}{DEPARTMENT}#organisation"
    assert found == {
        unit: {"上海市职业能力考试院", "Shanghai Vocational Ability Examination Institute"},
        department: {
            "上海市人力资源和社会保障局",
            "Shanghai Municipal Human Resources and Social Security Bureau",
        },
    }
    (told_of,) = things(under_sub_path, f"en/{UNIT}index.html", "", "GovernmentOrganization")
    assert told_of["@id"] == unit
    assert value(told_of, "parentOrganization")["@id"] == department
    assert told_of[f"{SCHEMA}alternateName"] == [{"@language": "zh-cn", "@value": "上海市职业能力考试院"}]
    (report,) = things(under_sub_path, f"en/{DECLARATION}index.html", "", "Report")
    assert value(report, "author")["@id"] == unit


def test_files_beside_pages_are_what_is_said_of_them(addressed: Built) -> None:
    """Each file that linked data names is there, with that size and checksum."""
    seen = 0
    for path in own_pages(addressed):
        for node in nodes(things(addressed, path, "")):
            if node.get("@type") != [f"{SCHEMA}DataDownload"]:
                continue
            content = (addressed.folder / value(node, "contentUrl").removeprefix(ADDRESS)).read_bytes()
            assert value(node, "contentSize") == f"{len(content)} B"
            assert value(node, "sha256") == hashlib.sha256(content).hexdigest()
            assert "/" in value(node, "encodingFormat")
            seen += 1
    assert seen > 20


@pytest.mark.parametrize("path", ["2024/", UNIT, DEPARTMENT, "indicators/", "data/"])
def test_data_pages_are_datasets(path: str, under_sub_path: Built) -> None:
    """Years, organisations, indicators and the data page are datasets, one in both languages, with their files."""
    for lang, prefix in PREFIX.items():
        (dataset,) = things(under_sub_path, f"{prefix}{path}index.html", "", "Dataset")
        assert dataset["@id"] == f"{ADDRESS}{path}#dataset"
        assert value(dataset, "inLanguage") == HTML_LANG[lang]
        assert values(dataset, "distribution")
        assert len(value(dataset, "description")) >= 20
        assert value(dataset, "temporalCoverage") == "2024"
        assert not values(dataset, "license")
        if path != "data/":
            assert value(dataset, "isPartOf")["@id"] == f"{ADDRESS}data/#dataset"


def test_home_is_the_site(small_with_address: Built) -> None:
    """Home is the web site with its names in both languages and the publisher that is configured."""
    for lang, prefix in PREFIX.items():
        (site,) = things(small_with_address, f"{prefix}index.html", "", "WebSite")
        assert site["@id"] == f"{ADDRESS}#website"
        assert value(site, "url") == ADDRESS + prefix
        assert values(site, "inLanguage") == ["zh-CN", "en"]
        title = next(
            each.text for each in page(small_with_address.folder / f"{prefix}index.html").all("title")
        )
        assert value(site, "name") in title
        assert (
            value(value(site, "publisher"), "name")
            == {
                "zh": '主办</dd></dl></footer><script>__hit("publisher.zh")</script>',
                "en": 'Publisher <svg onload=__hit("publisher.en")> {{ 7*7 }}',
            }[lang]
        )


def test_corrections_and_dates_are_told(small_with_address: Built) -> None:
    """A declaration tells its publication, its newest day and each correction, to machines as in its source."""
    source = declarations(SMALL)[GREENWAY.strip("/")]
    (report,) = things(small_with_address, f"{GREENWAY}index.html", "", "Report")
    corrections = sorted(each["day"] for each in source["corrections"])
    assert sorted(value(each, "datePublished") for each in values(report, "correction")) == corrections
    assert value(report, "dateModified") == corrections[-1]
    said = {
        each["property"]: each["content"]
        for each in page(small_with_address.folder / GREENWAY / "index.html").all("meta")
    }
    assert said["article:modified_time"] == corrections[-1]
    assert said.get("article:published_time") == source.get("publication", {}).get("published")


def test_hostile_text_stays_text(small_with_address: Built) -> None:
    """Whatever staff type reaches machines as it is, and cannot end the block it stands in."""
    source = declarations(SMALL)[HOSTILE.strip("/")]
    for lang, prefix in PREFIX.items():
        path = f"{prefix}{HOSTILE}index.html"
        (report,) = things(small_with_address, path, "", "Report")
        assert value(report, "name") == source["project_name"][lang]
        assert value(value(report, "isBasedOn"), "url") == source["source"]["address"]
        assert value(value(report, "isBasedOn"), "name") == source["source"]["document"][lang]
    for path in own_pages(small_with_address):
        text = small_with_address.text(path)
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert not re.search(r"[<>&]", block), path
        assert told(small_with_address, path)["@graph"], path


def test_what_has_no_english_is_marked(small_with_address: Built) -> None:
    """Chinese that stands on an English page is Chinese to machines too."""
    (bureau,) = things(
        small_with_address, "en/departments/example-greening-bureau/index.html", "", "GovernmentOrganization"
    )
    assert bureau[f"{SCHEMA}name"] == [{"@language": "zh-cn", "@value": "示例市园林绿化局"}]


def test_the_catalogue(under_sub_path: Built, real: Built) -> None:
    """The catalogue holds everything and each year, with files that are there, with an address and without."""
    found = catalogue(under_sub_path.folder, "")
    again = catalogue(real.folder, f"{ADDRESS}data/catalog.jsonld")
    assert [each.get("@id") for each in found] == [each.get("@id") for each in again]
    (whole,) = [each for each in found if each.get("@type") == [f"{DCAT}Catalog"]]
    datasets = whole[f"{DCAT}dataset"]
    assert [each["@id"] for each in datasets] == [f"{ADDRESS}{path}#dataset" for path in ("data/", "2024/")]
    sources = {each["source"]["sha256"] for each in declarations(ROOT).values()}
    for dataset in datasets:
        assert {each["@language"] for each in dataset[f"{TERMS}title"]} == {"zh", "en"}
        assert dataset[f"{TERMS}modified"] == [
            {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": "2026-11-22"}
        ]
        derived = nodes(dataset["http://www.w3.org/ns/prov#wasDerivedFrom"])
        assert {
            each[f"{SPDX}checksumValue"][0]["@value"] for each in derived if f"{SPDX}checksumValue" in each
        } == sources
        assert dataset[f"{DCAT}distribution"]
        for file in dataset[f"{DCAT}distribution"]:
            (place,), (size,) = file[f"{DCAT}downloadURL"], file[f"{DCAT}byteSize"]
            content = (under_sub_path.folder / place["@id"].removeprefix(ADDRESS)).read_bytes()
            (checksum,) = file[f"{SPDX}checksum"]
            assert size["@value"] == str(len(content))
            assert checksum[f"{SPDX}checksumValue"][0]["@value"] == hashlib.sha256(content).hexdigest()
            assert checksum[f"{SPDX}algorithm"] == [{"@id": f"{SPDX}checksumAlgorithm_sha256"}]
            assert f"{TERMS}license" not in file


LICENCE = {"name": {"zh": "示例许可", "en": "Example licence"}, "url": "https://host.example/licence"}


def test_a_licence_is_claimed_where_one_is_given(project: Path, tmp_path: Path) -> None:
    """A configured licence stands in linked data, catalogue and feed."""
    configure(project, licence=LICENCE)
    built = build(project, tmp_path / "site", SITE_URL=ADDRESS)
    for path, kind in ((f"{DECLARATION}index.html", "Report"), ("2024/index.html", "Dataset")):
        (thing,) = things(built, path, "", kind)
        assert value(thing, "license") == LICENCE["url"]
    licensed = [each for each in catalogue(built.folder, "") if f"{TERMS}license" in each]
    assert {each["@type"][0].removeprefix(DCAT) for each in licensed} == {
        "Catalog",
        "Dataset",
        "Distribution",
    }
    assert {each[f"{TERMS}license"][0]["@id"] for each in licensed} == {LICENCE["url"]}
    assert "<rights>示例许可</rights>" in built.text("feed.xml")


@pytest.mark.parametrize(
    "licence",
    [{"name": LICENCE["name"]}, {"url": LICENCE["url"]}, {**LICENCE, "url": "licence.html"}, "CC BY"],
)
def test_half_a_licence_is_refused(licence: Any, project: Path) -> None:
    """A licence without a name or without an address stops the build and is named."""
    configure(project, licence=licence)
    done = mkdocs(project, "build")
    assert done.returncode != 0
    assert "licence" in done.stderr
    assert "Traceback" not in done.stderr
