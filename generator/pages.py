"""Step 5, first half: which pages there are and what each is told. `render.py` makes one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from generator import arrange, former, schema, summary, totals
from generator.derive import Declared, Site
from generator.export import schema as api
from generator.export.examples import examples
from generator.export.published import Facts
from generator.export.version import newest
from generator.i18n import Words
from generator.render import Page, Renderer, part
from generator.rules.rule import OTHER_RULES, RULES
from generator.show import Show
from generator.totals import Sums
from generator.vocabulary import GROUPS

DECLARATIONS_PER_PAGE = 200
INDICATORS_PER_PAGE = 500
FORMS_PER_PAGE = 50
SLICES_SHOWN = 20
"""Lists are cut into pages: no page grows with the whole site."""

RULE_LIST = [*((rule.id, rule.severity) for rule in RULES), *OTHER_RULES.items()]

SCHEMA_ADDRESS = "api/v1/declaration.schema.json"

WAYS = {
    "year": ("department", "unit", "nature", "category"),
    "department": ("fiscal_year", "unit", "nature", "category"),
    "unit": ("fiscal_year", "department", "nature", "category"),
}
"""How each kind of list cuts its declarations."""

ROLES = {"department": "departments", "unit": "units"}
"""An organisation's part in a declaration → the address of its pages."""


def sections(site: Site) -> list[str]:
    """The pages of a language's navigation, in its order: home, years, ways through, help."""
    return ["", *map(str, site.years), *ROLES.values(), "indicators", "data", "glossary", "schema"]


def pages(
    make: Renderer, words: Mapping[str, Words], lists: arrange.Lists | None = None, sums: Sums | None = None
) -> Iterator[Page]:
    """All generated pages of one language; `words` of all of them, for examples of the data. `lists` and `sums` are
    the same in each language: whoever makes several has them made once.
    """
    sums = sums or Sums()
    yield _home(make, sums)
    for year in make.site.years:
        yield from _year(make, sums, year)
    for role in ROLES:
        yield from _organisations(make, sums, role)
    yield from _indicators(make, sums, lists or arrange.lists(make.site.declared, make.site.vocabulary))
    yield _compare(make, sums)
    yield make.page("search", "search", make.words("page.search"), description=make.words("cite.search"))
    yield make.page(
        "glossary", "glossary", make.words("page.glossary"), description=make.words("glossary.lead"),
        groups=GROUPS,
    )  # fmt: skip
    yield make.page(
        "schema", "schema", make.words("page.schema"), description=make.words("schema.lead"),
        rules=RULE_LIST, schema_address=SCHEMA_ADDRESS, **schema.documentation(make.show),
    )  # fmt: skip
    yield make.page(
        "data", "data", make.words("page.data"), description=make.words("data.lead"),
        modified=newest(make.site),
    )  # fmt: skip
    yield _api(make, words)
    yield from former.pages(make)


def _api(make: Renderer, words: Mapping[str, Words]) -> Page:
    shows = {lang: Show(each, make.site.vocabulary) for lang, each in words.items()}
    facts = Facts(make.site.vocabulary, shows, make.directory_urls)
    return make.page(
        "api", "api", make.words("page.api"), description=make.words("api.lead"), listed=api.LISTS,
        documented=api.documentation(make.show), examples=examples(make.site, facts),
    )  # fmt: skip


def _home(make: Renderer, sums: Sums) -> Page:
    site = make.site
    declared = site.of_year(site.years[0]) if site.years else ()
    return make.page(
        "", "home", make.words("page.home"),
        description=make.words("home.description", name=make.show.plain(make.settings.site_name)),
        declared=declared[:DECLARATIONS_PER_PAGE], totals=sums.totals(declared),
        slices=_largest(sums.slices(declared)), files=make.offered_at(str(site.years[0])) if site.years else (),
        year=site.years[0] if site.years else None, years=site.years,
    )  # fmt: skip


def _compare(make: Renderer, sums: Sums) -> Page:
    """Where a reader's choice is put side by side; the newest year's declarations stand there to choose from."""
    years = make.site.years
    declared = make.site.of_year(years[0]) if years else ()
    return make.page(
        "compare", "compare", make.words("page.compare"), description=make.words("compare.lead"),
        declared=declared[:DECLARATIONS_PER_PAGE], totals=sums.totals(declared),
        year=years[0] if years else None, years=years[1:],
    )  # fmt: skip


def _year(make: Renderer, sums: Sums, year: int) -> Iterator[Page]:
    declared = make.site.of_year(year)
    title = make.words("page.year", year=str(year))
    lead = make.words("lead.year", year=str(year))
    yield from _listing(make, sums, str(year), title, declared, lead=lead, ways=WAYS["year"])
    yield from _declarations(make, declared, {each.path for each in declared})


def declarations(make: Renderer, paths: Collection[str]) -> Iterator[Page]:
    """The pages of the declarations at these paths in one language, as `pages` gives them."""
    for year in make.site.years:
        yield from _declarations(make, make.site.of_year(year), paths)


def _declarations(make: Renderer, of_year: Sequence[Declared], paths: Collection[str]) -> Iterator[Page]:
    for before, each, after in zip((None, *of_year), of_year, (*of_year[1:], None), strict=False):
        if each.path in paths:
            yield make.page(
                each.path, "declaration", make.show.plain(each.declaration.project_name),
                previous=before.path if before else None, following=after.path if after else None,
                description=description(make.show, each), declared=each,
                alone=len(make.site.declared) == 1,
            )  # fmt: skip


def description(show: Show, each: Declared) -> str:
    """A declaration in a sentence, for those who see no more of it than its link."""
    money = each.annual or each.project
    return show.words(
        "declaration.description",
        year=str(each.declaration.fiscal_year),
        project=show.plain(each.declaration.project_name),
        unit=show.plain(each.unit.name),
        amount=show.yuan(money.total) if money else "—",
        indicators=str(len(each.declaration.indicators)),
    )


def _organisations(make: Renderer, sums: Sums, role: str) -> Iterator[Page]:
    folder = ROLES[role]
    below = make.site.by_organisation(role)
    entries = [(getattr(declared[0], role), sums.totals(declared)) for declared in below.values()]
    description = make.words(f"cite.{folder}", count=len(entries))
    amount = "amount_years" if len(make.site.years) > 1 else "amount"
    chunks = arrange.chunks(entries, DECLARATIONS_PER_PAGE)
    for number, chunk in enumerate(chunks, 1):
        yield make.page(
            part(folder, number), "organisations", make.words(f"page.{folder}"), description=description,
            entries=chunk, folder=folder, number=number, count=len(chunks), amount=amount,
        )  # fmt: skip
    for key, declared in below.items():
        name = make.show.plain(getattr(declared[0], role).name)
        lead = make.words(f"lead.{role}")
        documents = summary.paths(key, declared) if role == "unit" else {}
        yield from _listing(
            make, sums, f"{folder}/{key}", name, declared, lead=lead, ways=WAYS[role], documents=documents
        )
        if role == "unit":
            yield from _summaries(make, sums, declared)


def _summaries(make: Renderer, sums: Sums, of_unit: Sequence[Declared]) -> Iterator[Page]:
    """A unit's declarations of each year as one document, form after form."""
    unit = of_unit[0].unit
    paths = summary.paths(unit.key, of_unit)
    for year, declared in summary.by_year(of_unit).items():
        path = paths[year]
        title = make.words("summary.title", unit=make.show.plain(unit.name), year=str(year))
        together = sums.totals(declared)
        description = _sums(make, title, together)
        chunks = arrange.chunks(declared, FORMS_PER_PAGE)
        for number, chunk in enumerate(chunks, 1):
            yield make.page(
                part(path, number), "summary", title, description=description, totals=together,
                declared=chunk, base=path, number=number, count=len(chunks),
            )  # fmt: skip


def _listing(
    make: Renderer, sums: Sums, path: str, title: str, declared: Sequence[Declared], **context: Any
) -> Iterator[Page]:
    """A list of declarations, cut into pages; what they add up to is over all of it."""
    together = sums.totals(declared)
    slices = _largest(sums.slices(declared))
    context.setdefault("documents", {})
    context["description"], context["files"] = _sums(make, title, together), make.offered_at(path)
    chunks = arrange.chunks(declared, DECLARATIONS_PER_PAGE)
    for number, chunk in enumerate(chunks, 1):
        yield make.page(
            part(path, number), "listing", title, totals=together, slices=slices if number == 1 else {},
            declared=chunk, base=path, number=number, count=len(chunks), **context,
        )  # fmt: skip


def _largest(slices: Mapping[str, Sequence[totals.Slice]]) -> dict[str, tuple[Sequence[totals.Slice], int]]:
    """The largest of each cut, and how many there are: organisations have a list of their own for the rest."""
    return {by: (rows[:SLICES_SHOWN] if by in ROLES else rows, len(rows)) for by, rows in slices.items()}


def _sums(make: Renderer, title: str, together: totals.Totals) -> str:
    amount = make.show.yuan(together.annual.total)
    return make.words(
        "cite.listing", title=title, projects=together.declarations, amount=amount,
        indicators=together.indicators,
    )  # fmt: skip


def _indicators(make: Renderer, sums: Sums, lists: arrange.Lists) -> Iterator[Page]:
    """All of them, then by what their targets ask for, then those that several declarations have."""
    site = make.site
    listed, kinds, groups = lists.all, lists.kinds, lists.shared
    ways = [
        ("indicators", make.words("page.indicators"), len(listed)),
        *(
            (f"indicators/{kind}", make.words(f"target_kind.{kind}"), len(found))
            for kind, found in kinds.items()
        ),
        ("indicators/shared", make.words("page.shared"), len(groups)),
    ]
    rows = {"indicators": listed, **{f"indicators/{kind}": found for kind, found in kinds.items()}}
    together = sums.totals(site.declared)
    for path, title, total in ways[:-1]:
        description = _description_of_indicators(make, path, together, total)
        chunks = arrange.chunks(rows[path], INDICATORS_PER_PAGE)
        for number, chunk in enumerate(chunks, 1):
            yield make.page(
                part(path, number), "indicators", title, description=description, ways=ways,
                totals=together if path == "indicators" and number == 1 else None,
                total=total, levels=arrange.by_level(chunk), base=path, number=number, count=len(chunks),
                files=make.offered_at("indicators"),
            )  # fmt: skip
    cut = arrange.shared_pages(groups, INDICATORS_PER_PAGE)
    for number, below in enumerate(cut, 1):
        yield make.page(
            part("indicators/shared", number), "shared", make.words("page.shared"),
            description=make.words("shared.lead"), ways=ways, groups=below,
            base="indicators/shared", number=number, count=len(cut), files=make.offered_at("indicators"),
        )  # fmt: skip


def _description_of_indicators(make: Renderer, path: str, together: totals.Totals, total: int) -> str:
    if path != "indicators":
        return make.words(f"target_kind_lead.{path.removeprefix('indicators/')}", count=total)
    return make.words(
        "indicators.lead", declarations=together.declarations, indicators=together.indicators,
        zero=together.zero_tolerance, qualitative=together.qualitative,
    )  # fmt: skip
