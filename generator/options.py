"""What the owner of a site may write under `disclosure:` in mkdocs.yml; MkDocs checks it."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.exceptions import PluginError

from generator import compress, i18n, picture
from generator.frame import safe
from generator.model import Text
from generator.render import Licence, Settings


class _Names(Config):
    zh = opt.Type(str)
    en = opt.Type(str)


class _Words(Config):
    zh = opt.Optional(opt.Type(str))
    en = opt.Optional(opt.Type(str))

    def text(self) -> Text | None:
        """As a text of the model; None where nothing is given."""
        return Text(self.zh, self.en) if self.zh else None


class _Furniture(Config):
    """What a government page carries at its foot. Absent where not given, never made up."""

    publisher = opt.SubConfig(_Words)
    site_code = opt.Optional(opt.Type(str))
    icp = opt.Optional(opt.Type(str))
    police = opt.Optional(opt.Type(str))
    contact = opt.SubConfig(_Words)

    def shown(self, lang: str) -> dict[str, str]:
        """What is given, in one language, safe to print."""
        words = {key: each[lang] or each.zh for key, each in self.items() if isinstance(each, _Words)}
        return {key: safe(text) for key, text in {**self, **words}.items() if text}


class _Licence(Config):
    """Under which terms the data may be used. Nothing is claimed where none is given."""

    name = opt.SubConfig(_Words)
    url = opt.Optional(opt.URL())

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """A name without an address, or the other way round, is no licence that anyone could look up."""
        failed, warnings = super().validate()
        if not failed and bool(self.name.zh) != bool(self.url):
            failed.append(("licence", ValidationError("'name' (zh, en) and 'url' belong together")))
        return failed, warnings

    def terms(self) -> Licence | None:
        """As pages and data show it."""
        name = self.name.text()
        return Licence(name, self.url) if name and self.url else None


class DisclosureConfig(Config):
    """Options of `disclosure` under `plugins:` in mkdocs.yml."""

    site_name = opt.SubConfig(_Names)
    furniture = opt.SubConfig(_Furniture)
    licence = opt.SubConfig(_Licence)
    language = opt.Choice(i18n.LANGUAGES, default="zh")
    """In which language problems are told."""
    strict_content = opt.Type(bool, default=False)
    """Whether warnings about what was published are warnings of the build (and stop `--strict`)."""
    share_images = opt.Type(bool, default=True)
    """Whether pictures are drawn for the places that show a preview of a link; they need `site_url`."""
    share_font = opt.Optional(opt.File(exists=True))
    """A font file in the project with which these pictures show Chinese."""
    frames = opt.Type(bool, default=True)
    """Whether pages whose number grows are put into frames that the theme renders once; without, other plugins
    see every page, and a large site takes several times as long.
    """
    workers = opt.Type(int, default=0)
    """How many processes build the site; 0: as many as the machine has cores, once there are many declarations."""
    record_files = opt.Type(bool, default=True)
    """Whether each declaration has data files of its own beside its page; a very large site may do without."""

    precompress = opt.Type(bool, default=False)
    """Whether packed copies lie beside the files, for hosts that send them as they are (`compress.py`)."""
    policy_in_pages = opt.Type(bool, default=False)
    """Whether each page holds the Content-Security-Policy itself, for hosts that cannot set headers."""

    def check(self, words: i18n.Words, project: Path, others: Container[str]) -> None:
        """Check what MkDocs cannot; `others` are the plugins beside this one. Raises PluginError."""
        if "i18n" in others:
            raise PluginError(
                "mkdocs-static-i18n drops generated pages: remove it, both languages are built here"
            )
        if self.precompress and compress.missing():
            raise PluginError(words("told.no_brotli"))
        if fault := picture.complaint(self.share_font or "", project):
            raise PluginError(fault)

    def settings(self, site_url: str) -> Settings:
        """What pages and data show of this."""
        names, furniture = self.site_name, self.furniture
        return Settings(
            site_name=Text(names.zh, names.en),
            site_url=site_url,
            publisher=furniture.publisher.text(),
            licence=self.licence.terms(),
            contact=furniture.contact.text(),
        )
