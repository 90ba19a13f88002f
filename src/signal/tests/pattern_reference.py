"""What the PyPI package TA-Lib says of every bar of a file, in the form of `nightjar patterns --csv`.

usage: python pattern_reference.py FILE.csv.gz decimals|ticks     (exit code 3 where TA-Lib is not installed)

`decimals`: on the prices as they stand in the file. `ticks`: on whole multiples of the finest decimal of the file.
"""

import csv
import gzip
import sys
from decimal import Decimal

try:
    import numpy as np
    import talib
except ImportError:
    sys.exit(3)


def main(file: str, unit: str) -> None:
    with gzip.open(file, "rt") as text:
        rows = list(csv.DictReader(text))
    prices = [[row[name] for row in rows] for name in ("open", "high", "low", "close")]
    if unit == "ticks":
        decimals = max(len(text.partition(".")[2].rstrip("0")) for column in prices for text in column)
        prices = [[str(int(Decimal(text).scaleb(decimals))) for text in column] for column in prices]
    columns = [np.array(column, dtype=float) for column in prices]
    names = sorted(name for name in talib.get_functions() if name.startswith("CDL"))
    values = np.stack([getattr(talib, name)(*columns) for name in names], axis=1)
    print("time_ms,pattern,value")
    for bar, pattern in np.argwhere(values):
        print(rows[bar]["open_time_ms"], names[pattern], values[bar, pattern], sep=",")


if __name__ == "__main__":
    main(*sys.argv[1:])
