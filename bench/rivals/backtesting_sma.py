# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["backtesting==0.6.6", "pandas<3"]
# ///
"""backtesting.py: a strategy called at each bar; its statistics at the end are in the time."""

import sys
import warnings

import pandas as pd
import study
from backtesting import Backtest, Strategy

warnings.filterwarnings("ignore")
clock = study.Clock()
bars = study.read_bars(sys.argv[1])
clock.loaded()


def average(values: pd.Series, length: int) -> pd.Series:
    return pd.Series(values).rolling(length).mean()


class Crossing(Strategy):
    def init(self) -> None:
        self.fast = self.I(average, self.data.Close, 20)
        self.slow = self.I(average, self.data.Close, 50)

    def next(self) -> None:
        if self.fast[-1] > self.slow[-1]:
            if not self.position:
                self.buy(size=1)
        elif self.fast[-1] < self.slow[-1] and self.position:
            self.position.close()


bars.columns = bars.columns.str.capitalize()
backtest = Backtest(bars, Crossing, cash=study.CASH, commission=study.FEE)
clock.start()
stats = backtest.run()
clock.stop()
still_open = len(stats._strategy.trades)
clock.tell(len(bars), fills=2 * int(stats["# Trades"]) + still_open,
           net=float(stats["Equity Final [$]"]) - study.CASH)
