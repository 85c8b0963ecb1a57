"""Personal data is found however it is written, and figures are not taken for it."""

from __future__ import annotations

import random
import time

import pytest

from generator.personal import known, maybe, personal
from generator.pipeline import Reading
from generator.problem import Severity

IDENTITY = "11010519491231002X"
"""The example of GB 11643."""

FOUND = {
    "mobile": [
        *("13812345678", "138 1234 5678", "138-1234-5678", "138—1234—5678", "138.1234.5678", "138·1234·5678"),
        *("138 123 45678", "13812 345678", "1 3 8 1 2 3 4 5 6 7 8", "+86 138 1234 5678", "+8613812345678"),
        *(
            "(86)13812345678",
            "008613812345678",
            "１３８１２３４５６７８",
            "①③⑧①②③④⑤⑥⑦⑧",
            "一三八一二三四五六七八",
        ),
        *(
            "٠13812345678".replace("٠", ""),
            "١٣٨١٢٣٤٥٦٧٨",
            "手机:138_1234_5678。",
            "电话 199-0000-1111转",
            "幺三八一二三四五六七八",
        ),
    ],
    "id": [
        *(
            IDENTITY,
            IDENTITY.lower(),
            "110105 19491231 002X",
            "110105-19491231-002X",
            "1101 0519 4912 3100 2X",
        ),
        *(
            "１１０１０５１９４９１２３１００２Ｘ",
            "身份证号：110105491231002",
            "证件号码 110105194912310021",
            "护照号：E12345678",
        ),
    ],
    "card": ["卡号6222020200112233446", "账号：6222 0202 0011 2233 446", "银行卡 6222-0202-0011-2233-446"],
    "person": [
        *(
            "联系人：张三，021-62345678",
            "经办人张三电话62345678",
            "负责人:李四(021)6234 5678",
            "填报人 王五 ０２１－６２３４５６７８",
        ),
        *("王老师 62345678", "欧阳联系人 021-6234567", "张主任，电话：0571-87654321", "李女士 8765 4321"),
        *("021-62345678（联系人：张三）", "Contact person: Zhang San, 021-62345678", "Mr Li, 62345678"),
    ],
    "name": ["张三 021-62345678", "请找：李四，(021) 62345678", "王小明电话：0571-87654321"],
    "mail": ["zhangsan@qq.com", "zhang.san@163.com", "ZS@Gmail.com", "张三＠foxmail．com", "x@vip.sina.com"],
}

FIGURES = [
    *(
        "13812345678元",
        "13,812,345,678.00",
        "13812345678.00",
        "≥13812345678(元)",
        "1500 2000 300",
        "150人 2000人 3000人",
    ),
    *(
        "310000240000000000001",
        "12310000425004791Q",
        "2024-01-01 2024-12-31",
        "20240101-20241231",
        "沪人社〔2024〕1号",
    ),
    *(
        "110105194912310021",
        "110105491231002",
        "6222020200112233445",
        "6222020200112233446",
        "账号 1001234567890123456",
    ),
    *(
        "负责人审批金额12345678元",
        "责任人签字：2024年01月01日",
        "联系人 20240101",
        "电话 021-62345678",
        "服务热线 12333",
    ),
    *(
        "办公室 021-62345678",
        "12345政务服务便民热线",
        "400-820-8820",
        "a@hrss.sh.gov.cn",
        "info@example.gov.cn",
        "方案 20240101",
    ),
    *(
        "金额 12345678",
        "任务数 87654321",
        "1.38e10",
        "ISBN 978-7-5205-1234-5",
        "000013812345678",
        "138123456789",
        "1 200 000 000",
    ),
    *(
        "二〇二四年一月一日",
        "一二三四五六七八九",
        "负责人：张三",
        "张三",
        "王老师",
        "人均 150 元 2000 次 3000 人",
    ),
]


@pytest.mark.parametrize(("case", "text"), [(case, text) for case, texts in FOUND.items() for text in texts])
def test_found(case: str, text: str) -> None:
    """Each way to write it is seen, alone and in a sentence."""
    for whole in (text, f"全年开放阅览室，{text}，方便读者。", f"1. 说明\n{text}\n2. 说明"):
        assert maybe(whole)
        assert case in [hit.case for hit in personal(whole)]


@pytest.mark.parametrize("text", FIGURES)
def test_figures(text: str) -> None:
    """Amounts, dates, codes, official telephones and mailboxes are no personal data."""
    assert list(personal(text)) == []
    assert list(personal(f"全年{text}，方便读者。")) == []


def test_synthetic_figures() -> None:
    """Ten thousand amounts, counts and codes of all lengths, as declarations have them, are none either."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    forms = [
        "{:,}.00",
        "{}.00元",
        "≥{}(人次)",
        "{}万元",
        "共{:,}元、",
        "预算{:,.2f}",
        "项目编码 21{:019}",
        "{}%",
        "={:,}(个)",
    ]
    taken = [
        text
        for _ in range(10_000)
        if list(personal(text := chance.choice(forms).format(chance.randint(0, 10 ** chance.randint(1, 12)))))
    ]
    assert taken == []


def test_what_is_certain_is_an_error() -> None:
    """What only looks like a person's is a warning, which a file can answer."""
    weights = {
        case: {hit.severity for text in texts for hit in personal(text) if hit.case == case}
        for case, texts in FOUND.items()
    }
    warnings = {case for case, severities in weights.items() if severities == {Severity.WARNING}}
    assert warnings == {"name", "mail"}
    assert all(weights[case] == {Severity.ERROR} for case in weights.keys() - warnings)


def test_official_contacts() -> None:
    """What the organisations' file lists as official is nobody's own, however it is typed."""
    official = known(["13812345678", "021-62345678", "Office@163.com"])
    for text in (
        "138 1234 5678",
        "+86 13812345678",
        "联系人：张三，(021)6234-5678",
        "王老师 62345678",
        "office@163.com",
    ):
        assert list(personal(text)), text
        assert list(personal(text, official)) == [], text
    assert [hit.case for hit in personal("13812345678、13912345678", official)] == ["mobile"]


@pytest.mark.parametrize("sign", ["a", "1 ", "a.", "王", "联系人 1", "x@", "1-", "〇"])
def test_long_texts(sign: str) -> None:
    """A look at a very long text takes a time that grows with its length, not with its square (that were minutes)."""
    start = time.process_time()
    list(personal(sign * (200_000 // len(sign)) + "13812345678"))
    assert time.process_time() - start < 10


def test_the_real_content_has_none(reading: Reading) -> None:
    """Nothing of it is taken for personal data."""
    assert [problem for problem in reading.problems if problem.rule == "personal-data"] == []
