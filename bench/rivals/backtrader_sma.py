# /// script
# requires-python = ">=3.8,<3.14"
# dependencies = ["backtrader==1.9.78.123", "pandas<3"]
# ///
"""backtrader on the first 100,000 bars: more would take minutes."""

import sys

import backtrader as bt
import study

clock = study.Clock()
bars = study.read_bars(sys.argv[1], 100_000)


class Crossing(bt.Strategy):
    def __init__(self) -> None:
        self.fast = bt.indicators.SMA(self.data.close, period=20)
        self.slow = bt.indicators.SMA(self.data.close, period=50)
        self.long = False
        self.fills = 0

    def notify_order(self, order: bt.Order) -> None:
        self.fills += order.status == order.Completed

    def next(self) -> None:
        if self.fast[0] > self.slow[0] and not self.long:
            self.buy(size=1)
            self.long = True
        elif self.fast[0] < self.slow[0] and self.long:
            self.sell(size=1)
            self.long = False


cerebro = bt.Cerebro(stdstats=False)
cerebro.adddata(bt.feeds.PandasDirectData(dataname=bars, openinterest=-1))
cerebro.addstrategy(Crossing)
cerebro.broker.setcash(study.CASH)
cerebro.broker.setcommission(study.FEE)
clock.loaded()
clock.start()
(strategy,) = cerebro.run()
clock.stop()
clock.tell(len(bars), fills=strategy.fills, net=cerebro.broker.getvalue() - study.CASH)
