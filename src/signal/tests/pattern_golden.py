"""Makes pattern_golden.csv: a synthetic walk, and what the PyPI package TA-Lib says of it.

usage: python pattern_golden.py > pattern_golden.csv     (needs TA-Lib 0.8.2 from PyPI)

Prices are whole numbers, so that TA-Lib's sums are exact. The walk has shapes that a plain one has rarely: gaps, dojis,
equal closes, candles without shadows. It begins with stretches of a far longer one, so that every pattern fires.
"""

import random
import sys

import numpy as np
import talib

BARS = 2_000
NAMES = sorted(name for name in talib.get_functions() if name.startswith("CDL"))
Bar = tuple[int, int, int, int]


def next_bar(draw: random.Random, last: Bar) -> Bar:
    """A bar after `last`, as (open, high, low, close)."""
    opening = last[3] + draw.choice([0, 0, 0, draw.randint(-60, 60), draw.randint(-8, 8)])
    if draw.random() < 0.1:
        opening = draw.choice(last)
    body = draw.choice([0, draw.randint(-3, 3), draw.randint(-30, 30), draw.randint(-120, 120)])
    close = opening + body
    if draw.random() < 0.1:
        close = draw.choice(last)
    up, down = (draw.choice([0, 0, draw.randint(0, 4), draw.randint(0, 30), draw.randint(0, 90)]) for _ in range(2))
    return opening, max(opening, close) + up, min(opening, close) - down, close


def values(bars: list[Bar]) -> dict[str, np.ndarray]:
    columns = [np.array(column, dtype=float) for column in zip(*bars)]
    return {name: getattr(talib, name)(*columns) for name in NAMES}


def walk(draw: random.Random) -> list[Bar]:
    bars = [(50_000, 50_020, 49_990, 50_010)]
    while len(bars) < BARS:
        bars.append(next_bar(draw, bars[-1]))
    return bars


def three_stars_in_the_south() -> list[Bar]:
    """The one that is too rare to wait for."""
    quiet = [(50_000, 50_035, 49_995, 50_030), (50_030, 50_035, 49_995, 50_000)] * 7
    return [*quiet, (50_000, 50_002, 49_860, 49_940), (49_980, 49_985, 49_900, 49_950), (49_945, 49_945, 49_940, 49_940)]


def with_all_patterns(draw: random.Random) -> list[Bar]:
    """Stretches in which a rare pattern fired, one after the other, then the walk."""
    long = [(50_000, 50_020, 49_990, 50_010)]
    for _ in range(400_000):
        long.append(next_bar(draw, long[-1]))
    found = values(long)
    bars = three_stars_in_the_south()
    for name in NAMES:
        for sign in (1, -1):
            at = np.flatnonzero(found[name] * sign > 0)
            if len(at) and not (len(bars) > 20 and (values(bars)[name] * sign > 0).any()):
                bars += long[max(0, at[0] - 16):at[0] + 4]
    return (bars + walk(draw))[:BARS]


def main() -> None:
    bars = with_all_patterns(random.Random(61))
    found = values(bars)
    fired = sum((found[name] != 0).sum() for name in NAMES)
    silent = [name for name in NAMES if not found[name].any()]
    print(f"{fired} values, never: {silent}", file=sys.stderr)
    print("open,high,low,close,patterns")
    for i, bar in enumerate(bars):
        at_bar = [f"{name}={found[name][i]}" for name in NAMES if found[name][i]]
        print(*bar, " ".join(at_bar), sep=",")


if __name__ == "__main__":
    main()
