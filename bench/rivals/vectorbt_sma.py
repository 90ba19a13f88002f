# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["vectorbt==1.0.0", "plotly<6"]
# ///
"""vectorbt: whole columns at once. The second run is measured: the first one compiles."""

import sys

import pandas as pd
import study
import vectorbt as vbt

clock = study.Clock()
bars = study.read_bars(sys.argv[1])
clock.loaded()


def run() -> vbt.Portfolio:
    fast = vbt.MA.run(bars.close, 20).ma
    slow = vbt.MA.run(bars.close, 50).ma
    fast.columns = slow.columns = pd.RangeIndex(1) if fast.ndim > 1 else None
    # A signal is known at the close and fills at the next open.
    return vbt.Portfolio.from_signals(
        bars.close, (fast > slow).vbt.fshift(1), (fast < slow).vbt.fshift(1),
        price=bars.open, size=1, fees=study.FEE, init_cash=study.CASH, freq="1min",
    )


run().total_profit()
clock.start()
portfolio = run()
net = float(portfolio.total_profit())
clock.stop()
clock.tell(len(bars), fills=int(portfolio.orders.count()), net=net)
