# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["pandas==2.3.3"]
# ///
"""pandas with its parser in C, to floating point."""

import sys

import study

clock = study.Clock()
clock.start()
bars = study.read_bars(sys.argv[1])
clock.stop()
clock.tell(len(bars), closes=round(float(bars.close.sum()) * 100))
