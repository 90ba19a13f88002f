"""The crossing of two simple averages, computed on its own: exact integers, nothing of Nightjar.

usage: sma_reference.py FILE FAST SLOW   prints the net profit of one unit and each fill, as JSON
"""

import csv
import gzip
import json
import sys
from fractions import Fraction
from typing import TextIO


def open_text(path: str) -> TextIO:
    """The file as text, unpacked where its name says so."""
    return gzip.open(path, "rt") if path.endswith(".gz") else open(path)


def main(path: str, fast: int, slow: int) -> None:
    """Long above, flat below, unchanged on a tie; fills at the next open; 10 bp of each fill."""
    fee = Fraction(10, 10_000)
    with open_text(path) as file:
        rows = list(csv.DictReader(file))
    time_name = next(name for name in rows[0] if "time" in name.lower())
    opens = [Fraction(row["open"]) for row in rows]
    closes = [Fraction(row["close"]) for row in rows]
    cash, held = Fraction(0), 0
    fills: list[list[str]] = []
    fast_sum = slow_sum = Fraction(0)
    for i, close in enumerate(closes):
        fast_sum += close - (closes[i - fast] if i >= fast else 0)
        slow_sum += close - (closes[i - slow] if i >= slow else 0)
        if i + 1 < slow or i + 1 == len(closes):
            continue
        edge = fast_sum * slow - slow_sum * fast
        want = 1 if edge > 0 else 0 if edge < 0 else held
        if want == held:
            continue
        price = opens[i + 1]
        cash -= (want - held) * price + fee * price
        held = want
        fills.append([rows[i + 1][time_name], rows[i + 1]["open"], "buy" if held else "sell"])
    net = cash + held * closes[-1]
    json.dump({"net": f"{float(net):.9f}", "fills": fills}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
