"""Readers choose the unit of money; the exact amount in yuan always stands there."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from building import PREFIX, Built
from playwright.sync_api import Browser, Page, expect
from visits import KINDS, Served

UNITS = {
    "zh": {"middle": ("万元", 4, "0.01", "约 "), "large": ("亿元", 8, "0.0001", "约 ")},
    "en": {"middle": ("thousand yuan", 3, "0.01", "≈ "), "large": ("million yuan", 6, "0.0001", "≈ ")},
}
UNDER = {"zh": "不足 ", "en": "under "}
YUAN = {"zh": "元", "en": "yuan"}

AMOUNTS = """() => [...document.querySelectorAll('data.money')].map(one => [
  one.value, one.innerText.split('\\n'), one.parentElement.nodeName === 'TD',
  one.parentElement.dataset.label || '', one.checkVisibility()])"""


def shown(value: str, lang: str, unit: str) -> str:
    """An amount in a larger unit, by the schoolbook."""
    _, power, last, about = UNITS[lang][unit]
    exact = Decimal(value) / 10**power
    rounded = exact.quantize(Decimal(last), ROUND_HALF_UP)
    if exact and not rounded:
        return f"{UNDER[lang]}{last}"
    return f"{'' if rounded == exact else about}{rounded:,}"


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("kind", ["home", "year", "declaration", "departments", "unit"])
@pytest.mark.parametrize("lang", PREFIX)
def test_every_amount_in_the_unit_chosen(lang: str, kind: str, width: int, real: Served, page: Page) -> None:
    """Each amount is shown in the unit, marked where it is rounded, with the exact amount in yuan under it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(real.address + PREFIX[lang] + KINDS[kind])
    before = page.locator(".page").inner_html()
    assert page.evaluate(AMOUNTS)
    for unit, (word, *_) in UNITS[lang].items():
        page.get_by_role("radio", name=word, exact=True).check()
        for value, lines, in_cell, label, seen in page.evaluate(AMOUNTS):
            amount = shown(value, lang, unit)
            exact = f"{Decimal(value):,f} {YUAN[lang]}"
            assert lines == ([amount, exact] if in_cell else [f"{amount} {word}", exact])
            assert seen
            assert not in_cell or word in label
        for head in page.locator("th[data-middle]").all_inner_texts():
            assert word in head
    page.get_by_role("radio", name=YUAN[lang], exact=True).check()
    page.mouse.click(5, 5)
    assert page.locator(".page").inner_html() == before


def test_the_unit_is_remembered(real: Served, page: Page) -> None:
    """The unit chosen by keyboard on one page holds on the next; paper shows the exact amounts in yuan."""
    page.goto(real.address)
    page.get_by_role("radio", name="元", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="万元", exact=True)).to_be_focused()
    page.goto(real.address + KINDS["declaration"])
    expect(page.get_by_role("radio", name="万元", exact=True)).to_be_checked()
    amount = page.locator(".figures data.money").first
    expect(amount).to_have_text("7,767.77 万元77,677,700.00 元")
    expect(page.locator(".figures .short")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(amount).to_have_text("77,677,700.00 元")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(amount).to_contain_text("万元")


def test_without_storage_or_server(browser: Browser, in_files: Built) -> None:
    """Opened from a folder, where storage may be forbidden, the unit can still be chosen."""
    with browser.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
        )
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((in_files.folder / "index.html").as_uri())
        page.get_by_role("radio", name="亿元").check()
        expect(page.locator(".figures data.money")).to_contain_text("约 1.2619 亿元")
        assert errors == []
