"""Step 5, first half: which pages there are and what each is told. `render.py` makes one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator import arrange, schema, totals
from generator.derive import Declared, Site
from generator.render import Page, Renderer, part
from generator.rules.rule import OTHER_RULES, RULES
from generator.vocabulary import GROUPS

DECLARATIONS_PER_PAGE = 200
INDICATORS_PER_PAGE = 500
"""Lists are cut into pages: no page grows with the whole site."""

RULE_LIST = [*((rule.id, rule.severity) for rule in RULES), *OTHER_RULES.items()]

SCHEMA_ADDRESS = "api/v1/declaration.schema.json"

ROLES = {"department": "departments", "unit": "units"}
"""An organisation's part in a declaration → the address of its pages."""


def sections(site: Site) -> list[str]:
    """The pages of a language's navigation, in its order: home, years, ways through, help."""
    return ["", *map(str, site.years), *ROLES.values(), "indicators", "glossary", "schema"]


def pages(make: Renderer) -> Iterator[Page]:
    """All generated pages of one language."""
    yield _home(make)
    for year in make.site.years:
        yield from _year(make, year)
    for role in ROLES:
        yield from _organisations(make, role)
    yield from _indicators(make)
    yield make.page("search", "search", make.words("page.search"))
    yield make.page("glossary", "glossary", make.words("page.glossary"), groups=GROUPS)
    yield make.page(
        "schema", "schema", make.words("page.schema"), rules=RULE_LIST, schema_address=SCHEMA_ADDRESS,
        **schema.documentation(make.show),
    )  # fmt: skip


def _home(make: Renderer) -> Page:
    site = make.site
    declared = site.of_year(site.years[0]) if site.years else ()
    return make.page(
        "",
        "home",
        make.words("page.home"),
        description=make.words("home.description", name=make.show.plain(make.settings.site_name)),
        declared=declared[:DECLARATIONS_PER_PAGE],
        totals=totals.totals(declared, site.vocabulary),
        slices=totals.slices(declared),
        year=site.years[0] if site.years else None,
        years=site.years,
    )


def _year(make: Renderer, year: int) -> Iterator[Page]:
    declared = make.site.of_year(year)
    title = make.words("page.year", year=str(year))
    lead = make.words("lead.year", year=str(year))
    yield from _listing(make, str(year), title, declared, lead=lead)
    for index, each in enumerate(declared):
        yield make.page(
            each.path,
            "declaration",
            make.show.plain(each.declaration.project_name),
            previous=declared[index - 1].path if index else None,
            following=declared[index + 1].path if index + 1 < len(declared) else None,
            description=_description(make, each),
            declared=each,
            d=each.declaration,
        )


def _description(make: Renderer, each: Declared) -> str:
    money = each.annual or each.project
    return make.words(
        "declaration.description",
        year=str(each.declaration.fiscal_year),
        project=make.show.plain(each.declaration.project_name),
        unit=make.show.plain(each.unit.name),
        amount=make.show.yuan(money.total) if money else "—",
        indicators=str(len(each.declaration.indicators)),
    )


def _organisations(make: Renderer, role: str) -> Iterator[Page]:
    folder = ROLES[role]
    below = make.site.by_organisation(role)
    entries = [
        (getattr(declared[0], role), totals.totals(declared, make.site.vocabulary))
        for declared in below.values()
    ]
    yield make.page(folder, "organisations", make.words(f"page.{folder}"), entries=entries, folder=folder)
    for key, declared in below.items():
        name = make.show.plain(getattr(declared[0], role).name)
        yield from _listing(make, f"{folder}/{key}", name, declared, lead=make.words(f"lead.{role}"))


def _listing(
    make: Renderer, path: str, title: str, declared: Sequence[Declared], **context: Any
) -> Iterator[Page]:
    """A list of declarations, cut into pages; what they add up to is over all of it."""
    together = totals.totals(declared, make.site.vocabulary)
    slices = totals.slices(declared)
    chunks = arrange.chunks(declared, DECLARATIONS_PER_PAGE)
    for number, chunk in enumerate(chunks, 1):
        yield make.page(
            part(path, number), "listing", title, totals=together, slices=slices, declared=chunk, base=path,
            number=number, count=len(chunks), **context,
        )  # fmt: skip


def _indicators(make: Renderer) -> Iterator[Page]:
    listed = arrange.all_indicators(make.site.declared, make.site.vocabulary)
    together = totals.totals(make.site.declared, make.site.vocabulary)
    chunks = arrange.chunks(listed, INDICATORS_PER_PAGE)
    for number, chunk in enumerate(chunks, 1):
        yield make.page(
            part("indicators", number), "indicators", make.words("page.indicators"), totals=together,
            levels=arrange.by_level(chunk), base="indicators", number=number, count=len(chunks),
        )  # fmt: skip
