"""What the owner of a site may write under `disclosure:` in mkdocs.yml; MkDocs checks it."""

from __future__ import annotations

from markupsafe import escape
from mkdocs.config import config_options as opt
from mkdocs.config.base import Config

from generator import i18n


class _Names(Config):
    zh = opt.Type(str)
    en = opt.Type(str)


class _Words(Config):
    zh = opt.Optional(opt.Type(str))
    en = opt.Optional(opt.Type(str))


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
        return {key: escape(text) for key, text in {**self, **words}.items() if text}


class DisclosureConfig(Config):
    """Options of `disclosure` under `plugins:` in mkdocs.yml."""

    site_name = opt.SubConfig(_Names)
    furniture = opt.SubConfig(_Furniture)
    language = opt.Choice(i18n.LANGUAGES, default="zh")
    """In which language problems are told."""
    strict_content = opt.Type(bool, default=False)
    """Whether warnings about what was published are warnings of the build (and stop `--strict`)."""
    share_images = opt.Type(bool, default=True)
    """Whether pictures are drawn for the places that show a preview of a link; they need `site_url`."""
    share_font = opt.Optional(opt.File(exists=True))
    """A font file in the project with which these pictures show Chinese."""
