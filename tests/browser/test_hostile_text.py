"""Hostile text stays text: nothing that staff or the site's owner type becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from building import PREFIX, SMALL, declarations, read
from payloads import ACTIVE, RECORD, SETTLED
from playwright.sync_api import Browser, Locator, Page
from visits import Served, addresses

HOSTILE = "2025/hostile-texts"

UNPRINTED = {
    *("id", "fiscal_year", "department", "unit", "period", "funding", "waivers", "weight", "goal"),
    *("level_1", "level_2", "form", "nature", "category", "attribute", "target_en", "measure_unit_en"),
}
"""Keys whose text is not free, or is shown in the words of glossary and organisations."""


def squeezed(text: str | None) -> str:
    """A text with each run of blanks as one: HTML shows them so."""
    return " ".join((text or "").split())


def visible_text(place: Locator) -> str:
    """The text content of the only element there."""
    return squeezed(place.text_content())


def lines(text: str) -> list[str]:
    """The lines of a text, each of which must stand on the page."""
    return [squeezed(line) for line in text.splitlines() if line.strip()]


@pytest.fixture
def dialogs() -> list[str]:
    """What dialogs said."""
    return []


@pytest.fixture
def page(browser: Browser, dialogs: list[str]) -> Iterator[Page]:
    """A page that records what payloads do."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.add_init_script(RECORD)
        page = context.new_page()
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        yield page


@pytest.fixture(scope="module")
def filed() -> dict[str, Any]:
    """The hostile declaration as its file says it."""
    return declarations(SMALL)[HOSTILE]


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    """The English of every fixed word of the small site, by its Chinese."""
    glossary = read(SMALL / "content" / "glossary.yml")
    names = [term["name"] for group in glossary.values() for term in group]
    names += [each["name"] for each in read(SMALL / "content" / "organisations.yml")["organisations"]]
    return {name["zh"]: name.get("en", name["zh"]) for name in names if isinstance(name, dict)}


def test_no_payload_runs_on_any_page(small: Served, page: Page, dialogs: list[str]) -> None:
    """Every page of the hostile site loads, and is pointed at all over, without running one payload."""
    paths = [*addresses(small.built), "404.html"]
    assert len(paths) > 20
    for path in paths:
        page.goto(small.address + path, wait_until="load")
        assert page.evaluate(ACTIVE) == [], path
        page.evaluate(
            "document.querySelectorAll('body *').forEach(e => e.dispatchEvent(new Event('mouseover')))"
        )
        page.evaluate(SETTLED)
        assert page.evaluate("window.__hits") == [], path
        assert page.evaluate("document.baseURI") == small.address + path
    assert dialogs == []


def test_the_record_sees_a_payload(page: Page, small: Served, dialogs: list[str]) -> None:
    """The check itself works: markup that is not escaped is seen to run, and is listed."""
    page.goto(small.address)
    page.evaluate("document.body.innerHTML = '<img src=x onerror=__hit(1)><a href=javascript:alert(1)>x</a>'")
    page.wait_for_function("window.__hits.length")
    page.evaluate("alert('seen')")
    assert page.evaluate("window.__hits") == ["1"]
    assert page.evaluate(ACTIVE) == ["img", "img onerror=__hit(1)", "a href=javascript:alert(1)"]
    assert dialogs == ["seen"]


def free_texts(value: Any, lang: str) -> Iterator[str]:
    """Every free text of a declaration in one language."""
    if isinstance(value, list):
        for item in value:
            yield from free_texts(item, lang)
    elif isinstance(value, dict) and "zh" in value:
        yield value.get(lang) or value["zh"]
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in UNPRINTED:
                yield from free_texts(item, lang)
    else:
        yield value


@pytest.mark.parametrize("lang", PREFIX)
def test_every_hostile_text_is_on_the_page(
    lang: str, small: Served, page: Page, filed: dict[str, Any]
) -> None:
    """Each free text of the declaration stands on its page, letter by letter."""
    page.goto(f"{small.address}{PREFIX[lang]}{HOSTILE}/")
    shown = visible_text(page.locator(".page"))
    texts = [*free_texts(filed, lang), filed["waivers"][0]["reason"]]
    assert len(texts) > 30
    missing = [line for text in texts for line in lines(text) if line not in shown]
    assert missing == []


ROWS = {
    "name": "th.l3 .name",
    "source_note": "th.l3 small.note",
    "explanation": "td.more",
    "scoring": "td.more",
    "note": "td.more",
    "previous_value": "td.more",
    "project_target": "td.more",
}
"""Where a field of an indicator stands in its row."""


@pytest.mark.parametrize("lang", PREFIX)
def test_hostile_texts_stand_in_their_own_elements(
    lang: str, small: Served, page: Page, filed: dict[str, Any], english: dict[str, str]
) -> None:
    """Name, goals, words and values stand whole in the element that is meant for them."""

    def text(value: Any) -> str:
        return squeezed(value if isinstance(value, str) else value.get(lang) or value["zh"])

    def word(name: str) -> str:
        return squeezed(english.get(name, name) if lang == "en" else name)

    def texts(place: Locator) -> list[str]:
        return [squeezed(each) for each in place.all_text_contents()]

    page.goto(f"{small.address}{PREFIX[lang]}{HOSTILE}/")
    heading = visible_text(page.locator("h1"))
    assert heading.startswith(text(filed["project_name"]))
    assert visible_text(page.locator("p.form")).startswith(f"{word(filed['form'])} (2025")
    facts = texts(page.locator("dl.facts dd"))
    for value in [word(filed[key]) for key in ("unit", "nature", "category", "attribute")]:
        assert value in facts
    for value in [filed[key] for key in ("project_code", "unit_code", "budget_code")]:
        assert squeezed(value) in facts
    paragraphs = texts(page.locator("p.goal"))
    for goal in ("overall_goal", "annual_goal", "medium_term_goal"):
        assert set(lines(filed[goal].get(lang))) <= set(paragraphs)
    source = filed["funding"]["annual"]["sources"][0]["source"]
    assert word(source) in texts(page.locator("table.funds tbody th"))
    assert word(source) in squeezed(page.locator("svg.bar desc").first.text_content())

    indicator = filed["indicators"][0]
    row = page.locator(f"tr#{indicator['id']}")
    for key, place in ROWS.items():
        assert text(indicator[key]) in texts(row.locator(place)), key
    assert visible_text(row.locator("th.l1")) == word(indicator["level_1"])
    assert visible_text(row.locator("th.l2")) == word(indicator["level_2"])
    assert visible_text(row.locator("td.raw")) == indicator["target"]
    value = indicator["target_en"] if lang == "en" else indicator["target"]
    assert visible_text(row.locator("td.value")) == value
    link = row.locator("a.permalink")
    assert text(indicator["name"]) in squeezed(link.get_attribute("aria-label"))
    assert text(filed["project_name"]) in visible_text(page.locator("table.indicators caption").first)

    unit = page.locator("tr#hostile-unit-of-measure td.unit")
    assert visible_text(unit) == word("<img/src=x/onerror=__hit`unit`>")
    assert (
        visible_text(page.locator("tr#hostile-unit-without-glossary td.unit")) == "<svg/onload=__hit`other`>"
    )
    counted = visible_text(page.locator("tr#hostile-unit-in-english td.unit"))
    assert counted == (filed["indicators"][3]["measure_unit_en"] if lang == "en" else "%")

    address = filed["source"]["address"]
    outward = page.locator("dl.facts a[rel~=noopener]")
    assert outward.get_attribute("href") == visible_text(outward) == address


@pytest.mark.parametrize("lang", PREFIX)
def test_labels_of_cards_are_the_heads_of_columns(lang: str, small: Served, page: Page) -> None:
    """On a phone each further cell carries the text of its column's head, escaped once."""
    for path in (HOSTILE, "2025/greenway-construction"):
        page.goto(f"{small.address}{PREFIX[lang]}{path}/")
        for table in page.locator("table.indicators").all():
            heads = [squeezed(each) for each in table.locator("thead th.more").all_text_contents()]
            rows = table.evaluate(
                "t => [...t.tBodies].flatMap(b => [...b.rows])"
                ".map(r => [...r.querySelectorAll('td.more')].map(c => c.dataset.label))"
            )
            assert heads
            assert all([squeezed(label) for label in labels] == heads for labels in rows)


@pytest.mark.parametrize("lang", PREFIX)
def test_hostile_names_stand_on_the_pages_around(
    lang: str, small: Served, page: Page, filed: dict[str, Any], english: dict[str, str]
) -> None:
    """Title, header, foot, lists, neighbours and glossary show hostile names as the text they are."""
    configured = (SMALL / "mkdocs.yml").read_text(encoding="utf-8")
    home = small.address + PREFIX[lang]
    project = squeezed(filed["project_name"][lang])
    unit = squeezed(english[filed["unit"]] if lang == "en" else filed["unit"])

    page.goto(home)
    site_name = visible_text(page.locator("h1"))
    assert "__hit(" in site_name
    assert f"'{site_name}'" in configured
    assert page.title().endswith(f" - {site_name}")
    assert visible_text(page.locator("a.site-name")) == site_name
    listed = [squeezed(each) for each in page.locator("table.declarations tbody a").all_text_contents()]
    assert project in listed
    assert any(
        unit in squeezed(each) for each in page.locator("table.declarations small").all_text_contents()
    )

    foot = [squeezed(each) for each in page.locator("footer dd").all_text_contents()]
    assert len(foot) == 5
    assert [each for each in foot if each.replace("'", "''") not in configured] == []

    page.goto(f"{home}2025/greenway-construction/")
    following = squeezed(page.locator("footer a[rel=next]").text_content())
    assert project in following

    page.goto(f"{home}units/hostile-unit/")
    assert visible_text(page.locator("h1")) == unit
    page.goto(f"{home}units/")
    assert unit in [squeezed(each) for each in page.locator("table tbody a").all_text_contents()]
    page.goto(f"{home}indicators/")
    name = squeezed(filed["indicators"][0]["name"][lang])
    assert name in [squeezed(each) for each in page.locator("table.across .name").all_text_contents()]

    page.goto(f"{home}glossary/")
    shown = visible_text(page.locator(".page"))
    concept = read(SMALL / "content" / "glossary.yml")["concept"][0]
    wanted = [
        concept["name"]["zh"],
        concept["name"]["en"],
        concept["also"][0],
        *lines(concept["meaning"][lang]),
    ]
    assert [each for each in wanted if squeezed(each) not in shown] == []


def test_words_of_fields_are_escaped_once_on_the_schema_page(small: Served, page: Page) -> None:
    """The page about filling in a form shows a hostile word of the glossary as the text it is."""
    field = next(f for f in read(SMALL / "content" / "glossary.yml")["field"] if f["key"] == "note")
    for lang, prefix in PREFIX.items():
        page.goto(f"{small.address}{prefix}schema/")
        assert squeezed(field["name"][lang]) in visible_text(page.locator(".page"))
