# /// script
# requires-python = ">=3.9,<3.15"
# dependencies = ["TA-Lib==0.8.2", "pandas<3"]
# ///
"""TA-Lib's prebuilt package: its 61 candlestick patterns over all bars."""

import sys

import numpy as np
import study
import talib

clock = study.Clock()
bars = study.read_bars(sys.argv[1])
# In ticks, as ours: in decimals rounding would decide ties.
columns = [np.rint(bars[name].to_numpy() * 100) for name in ("open", "high", "low", "close")]
patterns = [getattr(talib, name) for name in talib.get_function_groups()["Pattern Recognition"]]
clock.loaded()
clock.start()
fired = sum(int(np.count_nonzero(pattern(*columns))) for pattern in patterns)
clock.stop()
clock.tell(len(bars), fired=fired)
