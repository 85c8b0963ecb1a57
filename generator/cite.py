"""How a declaration is cited: a sentence ready to be copied."""

from __future__ import annotations

from markupsafe import Markup

from generator.derive import Declared
from generator.model import Text
from generator.show import Show


def sentence(declared: Declared, show: Show, site_name: Text, address: str) -> str:
    """The declaration as a source: in Chinese after GB/T 7714—2015 ([EB/OL]), in English in the same order.

    The day of reading, and the `address` where the site has none configured, are gaps that `cite.js` fills.
    """
    declaration, words = declared.declaration, show.words
    name, publication = declaration.project_name, declaration.publication
    title = show.text(name)
    if show.lang != "zh" and name.en:
        title = Markup("{} [{}]").format(title, show.chinese(name.zh))
    where = address or _gap("address", words("cite.address"))
    if show.lang != "zh":
        where = Markup("{}, {}").format(show.text(site_name), where)
    published = publication.published if publication else None
    return Markup(words("cite.sentence")).format(  # noqa: S704 (our own words; what is filled in is escaped)
        author=show.text(declared.unit.name),
        title=title,
        form=show.term("form", declaration.form),
        year=declaration.fiscal_year,
        version=declared.version,
        published=words("cite.published", day=published.isoformat()) if published else "",
        address=where,
        accessed=_gap("date", words("cite.accessed")),
    )


def _gap(name: str, words: str) -> str:
    return Markup('<span data-cite="{}">{}</span>').format(name, words)
