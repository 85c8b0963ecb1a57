"""Pages at addresses that were given up: what moved is led to, what was removed is said when and why.

They are found by old links alone: no list, total, search or sitemap has them (`robots: noindex` marks them).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.render import Page, Renderer, address


def pages(make: Renderer) -> Iterator[Page]:
    """The pages of one language at former addresses."""
    for path, declared in make.site.moved.items():
        project = make.show.plain(declared.declaration.project_name)
        here = address(make.words.lang, declared.path, make.directory_urls)
        site_url = make.settings.site_url
        yield make.page(
            path, "moved", project, description=make.words("former.moved_description", project=project),
            declared=declared, canonical=site_url and site_url + here,
        )  # fmt: skip
    for gone in make.site.removed:
        name = make.show.plain(gone.name) if gone.name else make.words("former.removed_title")
        description = make.words("former.removed_description", name=name, day=gone.day.isoformat())
        yield make.page(gone.path, "removed", name, description=description, gone=gone)
