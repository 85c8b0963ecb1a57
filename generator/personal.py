"""What in a text is about a person and must not be published: numbers by which one can be found.

Figures are many in declarations, persons are none: a pattern asks for the form of a telephone or an identity number
(GB 11643 with its check digit), never for digits alone. What only looks like a person is a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.problem import Severity

Known = frozenset[str]
"""Official telephones (digits alone) and e-mail addresses."""


class Hit(NamedTuple):
    """One kind of personal data in a text. What it is is not repeated: logs are read by others."""

    case: str
    severity: Severity = Severity.ERROR


_PERSONS = "联系人|负责人|责任人|经办人|填报人|申报人|contact person|person in charge|\\b(?:Mr|Mrs|Ms)\\b"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLES = "先生|女士|老师|同志|小姐|主任|科长|处长|局长|院长|经理"
_MONEY = r"(?!\d|[.,]\d|\s*\(?[元圆万亿%人次个件])"
"""What follows a number that is no amount or count."""
_S = r"[\s().·_-]{1,3}"
_MOBILE = re.compile(
    rf"(?<![\d≥≤=<>])(?<!\d[.,])(?:\(?\+?(?:00)?86\)?[\s-]{{0,2}})?"
    rf"(?:1[3-9]\d(?:{_S})?\d{{4}}(?:{_S})?\d{{4}}|1[3-9]\d{_S}\d{{3}}{_S}\d{{5}}|1[3-9]\d{{3}}{_S}\d{{6}}"
    rf"|1{_S}[3-9](?:{_S}\d){{9}}){_MONEY}"
)
_LOCAL = r"[2-9]\d{2,3}[\s-]?\d{4}"
_AREA = r"\(?0\d{2,3}\)?[\s-]{0,2}"
_PHONE = rf"(?<!\d)(?!(?:19|20)\d\d-?[01]\d-?[0-3]\d(?!\d))((?:{_AREA})?{_LOCAL}){_MONEY}"
_NAMED = re.compile(
    rf"(?:{_PERSONS}|[{_SURNAMES}][㐀-鿿]{{0,2}}(?:{_TITLES}))\D{{0,20}}?{_PHONE}"
    rf"|{_PHONE}\W{{0,3}}(?:{_PERSONS}):",
    re.IGNORECASE,
)
_BESIDE_NAME = re.compile(
    rf"(?<![㐀-鿿])[{_SURNAMES}][㐀-鿿]{{1,2}}[\s:,、(]{{0,3}}(?:电话)?[\s:]{{0,2}}({_AREA}{_LOCAL}){_MONEY}"
)
_IDENTITY = re.compile(r"(?<!\d)(?:\d[\s-]?){17}[\dXx](?![\dA-Za-z])")
_BORN = re.compile(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_LABELLED = re.compile(
    r"(?:身份证|证件|证号)\D{0,12}(?:\d{15}|\d{17}[\dXx])(?!\d)|护照\W{0,3}(?:号码?)?\W{0,3}[A-Z][A-Z\d]\d{7}(?!\d)"
)
_CARD = re.compile(r"(?:卡号|银行卡|[账帐][号户])\D{0,15}((?:\d[\s-]?){15,18}\d)(?!\d)")
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:vip\.)?(?:qq|foxmail|163|126|yeah|gmail|hotmail|outlook|live|icloud|sina|sohu|139|189|aliyun)"
    r"\.(?:com|cn|net)\b",
    re.IGNORECASE,
)
_CHINESE = str.maketrans("〇零一幺二三四五六七八九", "001123456789")
_SPELT_OUT = re.compile("[〇零一幺二三四五六七八九]{11,18}")
_LONG = re.compile(r"[0-9][0-9\x00- \u3000()\-–—（）－._·．＿…]{6}|[@＠]|[〇零一幺二三四五六七八九]{11}")
"""What no such text is without: looked for first, being quick."""
_DISGUISE = re.compile(r"[^\x00-\x7f\u3000-\u3020\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20“”‘’…·≥≤×–—]")
"""Characters that may stand for digits or letters: `⑩`, `０`, `⼈`."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def maybe(text: str) -> bool:
    """Whether a closer look is worth while: quick, and never False for what `personal` finds."""
    return bool(_LONG.search(text) or _DISGUISE.search(text))


def personal(text: str, known: Known = frozenset()) -> Iterator[Hit]:
    """Which kinds of personal data a text holds, but for what is `known`: `138-1234-5678`, `（021）6234 5678`."""
    if not maybe(text):
        return
    plain = _plain(text)
    if any(_digits(match[0]) not in known for match in _MOBILE.finditer(plain)):
        yield Hit("mobile")
    if _LABELLED.search(plain) or any(map(_is_identity, _IDENTITY.findall(plain))):
        yield Hit("id")
    if any(map(_is_card, _CARD.findall(plain))):
        yield Hit("card")
    if any(_digits(match[1] or match[2]) not in known for match in _NAMED.finditer(plain)):
        yield Hit("person")
    elif any(_digits(match[1]) not in known for match in _BESIDE_NAME.finditer(plain)):
        yield Hit("name", Severity.WARNING)
    if any(match[0].lower() not in known for match in _MAIL.finditer(plain)):
        yield Hit("mail", Severity.WARNING)


def known(contacts: Iterable[str]) -> Known:
    """Contacts as texts are compared with them: a telephone with and without its area code."""
    found: set[str] = set()
    for each in map(_plain, contacts):
        found |= (
            {each.strip().lower()} if "@" in each else {_digits(each), _digits(re.sub(f"^{_AREA}", "", each))}
        )
    return frozenset(found)


def _plain(text: str) -> str:
    """A text with all digits as ASCII and all dashes as one."""
    text = unicodedata.normalize("NFKC", text).replace("–", "-").replace("—", "-")
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
    return _SPELT_OUT.sub(lambda match: match[0].translate(_CHINESE), text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).removeprefix("00").removeprefix("86")


def _is_identity(text: str) -> bool:
    number = re.sub(r"[\s-]", "", text).upper()
    if not _BORN.fullmatch(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17]


def _is_card(text: str) -> bool:
    """Luhn's check (ISO/IEC 7812), for what begins as cards do."""
    digits = [int(each) for each in text if each.isdigit()][::-1]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return digits[-1] in (4, 5, 6) and (sum(digits[::2]) + sum(doubled)) % 10 == 0
