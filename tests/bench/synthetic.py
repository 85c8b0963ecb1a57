"""Synthetic declarations modelled on the real ones: as many as asked for, the same every time.

Each unit has six declarations of a year; indicators are drawn from the real ones, with other figures.
"""

from __future__ import annotations

import dataclasses
import random
import shutil
from decimal import Decimal
from pathlib import Path

from generator import pipeline, target, write
from generator.model import Amount, Column, Declaration, Indicator, Text
from generator.vocabulary import Organisation, Organisations

ROOT = Path(__file__).parents[2]

PER_UNIT = 6
INDICATORS = (6, 10, 11, 18, 20, 46)
"""How many indicators the real declarations have."""


def make(real: Path, folder: Path, count: int, year: int = 2024) -> None:
    """Write a content folder of `count` declarations of `year` into `folder`, modelled on the content in `real`."""
    chance = random.Random(count)  # noqa: S311 (a benchmark, no secret)
    reading = pipeline.read(real)
    models = [filed.value for filed in reading.declarations]
    pool = [indicator for model in models for indicator in model.indicators]
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(real / "glossary.yml", folder)
    for prose in real.glob("**/*.md"):
        (folder / prose.relative_to(real)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(prose, folder / prose.relative_to(real))
    department = reading.vocabulary.organisations[0]
    units = [
        Organisation(
            f"unit-{number}", Text(f"第{number}考试服务中心", f"Examination Service Centre {number}")
        )
        for number in range(1, -(-count // PER_UNIT) + 1)
    ]
    organisations = Organisations((department, *units))
    (folder / "organisations.yml").write_text(write.to_yaml(organisations), encoding="utf-8")
    place = folder / "declarations" / str(year)
    place.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        made = _declaration(
            chance, models[number % len(models)], pool, number, units[number // PER_UNIT], year
        )
        (place / f"{made.id}.yml").write_text(write.to_yaml(made), encoding="utf-8")


def configure(folder: Path) -> None:
    """Write our mkdocs.yml into `folder`, with the templates of this tree."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("custom_dir: theme_overrides", f"custom_dir: {ROOT / 'theme_overrides'}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")


def _declaration(
    chance: random.Random,
    model: Declaration,
    pool: list[Indicator],
    number: int,
    unit: Organisation,
    year: int,
) -> Declaration:
    fiscal, other = (Decimal(chance.randrange(10**7, 10**10)) / 100 for _ in range(2))
    annual = Column(
        total=_amount(fiscal + other),
        fiscal_appropriation=_amount(fiscal),
        carried_over=_amount(Decimal(0)),
        other=_amount(other),
    )
    rows = sorted(chance.sample(range(len(pool)), INDICATORS[number % len(INDICATORS)]))
    indicators = tuple(
        dataclasses.replace(_other_figure(chance, pool[row]), id=f"indicator-{index}")
        for index, row in enumerate(rows, 1)
    )
    name = model.project_name
    return dataclasses.replace(
        model,
        id=f"project-{number + 1}",
        fiscal_year=year,
        project_name=Text(f"{name.zh}（第{number + 1}号）", f"{name.en} (no. {number + 1})"),
        unit=unit.name.zh,
        funding=dataclasses.replace(model.funding, annual=annual),
        indicators=indicators,
    )


def _amount(value: Decimal) -> Amount:
    raw = f"{value:,.2f}"
    return Amount(raw, Decimal(raw.replace(",", "")))


def _other_figure(chance: random.Random, indicator: Indicator) -> Indicator:
    was = indicator.target
    if was is None or was.value is None or was.value <= 100 or was.number is None:
        return indicator
    figure = str(chance.randrange(1, 50_000))
    return dataclasses.replace(indicator, target=target.parse(was.raw.replace(was.number, figure)))
