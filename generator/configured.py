"""What mkdocs.yml says of a site, for commands that do without MkDocs. Tags there (`!ENV`) do not matter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator import load, nodes, prose
from generator.i18n import LANGUAGES
from generator.model import Text
from generator.render import Licence, Settings

FURNITURE = ("publisher", "site_code", "icp", "police", "contact")


class Configured:
    """The options in one file; what is not given, or no mapping, is absent."""

    def __init__(self, config: Path, environment: Mapping[str, str]) -> None:
        """`environment` is asked for `site_url: !ENV [NAME, …, default]`."""
        self._file, self._environment = config, environment
        self._all = load.read_file(config, config.name)[0] if config.is_file() else None
        self.folder = config.absolute().parent

    def _at(self, *keys: str) -> nodes.Node | None:
        """The value at some keys; `plugins` is a list of mappings."""
        found: nodes.Node | None = self._all
        for key in keys:
            options = found.items if isinstance(found, nodes.Sequence) else (found,)
            mappings = (each.entries for each in options if isinstance(each, nodes.Mapping))
            found = next((entries[key] for entries in mappings if key in entries), None)
        return found

    def _text(self, *keys: str) -> Text | None:
        names = self._at("plugins", "disclosure", *keys)
        if isinstance(names, nodes.Scalar):
            return Text(names.text, names.text)
        given = names.entries if isinstance(names, nodes.Mapping) else {}
        zh, en = (getattr(given.get(lang), "text", "") for lang in LANGUAGES)
        return Text(zh, en or None) if zh else None

    @property
    def site_url(self) -> str:
        """Where the site stands, with a slash at the end; empty where that is not said."""
        found = self._at("site_url")
        names = found.items if isinstance(found, nodes.Sequence) else (found,)
        given = [each.text for each in names if isinstance(each, nodes.Scalar)]
        if isinstance(found, nodes.Sequence):
            known = (self._environment[name] for name in given[:-1] if name in self._environment)
            given = [next(known, given[-1] if given else "")]
        url = given[0] if given else ""
        return f"{url.rstrip('/')}/" if url else ""

    def settings(self, site_url: str = "") -> Settings:
        """What pages show of the options of our plugin."""
        url, licence = self._at("plugins", "disclosure", "licence", "url"), self._text("licence", "name")
        return Settings(
            self._text("site_name") or Text("绩效目标公开", "Performance targets"),
            site_url,
            publisher=self._text("furniture", "publisher"),
            licence=Licence(licence, url.text) if licence and isinstance(url, nodes.Scalar) else None,
            contact=self._text("furniture", "contact"),
        )

    def furniture(self, lang: str) -> dict[str, str]:
        """What is given for the foot of pages, in one language."""
        given = {key: self._text("furniture", key) for key in FURNITURE}
        return {key: text.en if lang == "en" and text.en else text.zh for key, text in given.items() if text}

    @property
    def markup(self) -> prose.Markup:
        """How Markdown is read, as far as text says it; a build knows the rest (`!!python/name` …)."""
        if self._all is None:
            return prose.Markup()
        listed = self._at("markdown_extensions")
        configs: dict[str, dict[str, str | bool]] = {name: {} for name in prose.BUILT_IN}
        for each in listed.items if isinstance(listed, nodes.Sequence) else ():
            if isinstance(each, nodes.Scalar):
                configs[each.text] = {}
            elif isinstance(each, nodes.Mapping):
                configs |= {name: _options(options) for name, options in each.entries.items()}
        return prose.Markup(list(configs), configs, self._file)


def _options(options: nodes.Node) -> dict[str, str | bool]:
    given = options.entries.items() if isinstance(options, nodes.Mapping) else ()
    texts = {key: value.text for key, value in given if isinstance(value, nodes.Scalar) and value.text}
    return {key: text == "true" if text in ("true", "false") else text for key, text in texts.items()}
