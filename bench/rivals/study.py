"""What the rivals in Python share: the bars, the settings, and the line that bench/run reads."""

import json
import time

import pandas as pd

FEE = 0.001
CASH = 10_000_000.0


class Clock:
    """CPU seconds of all threads of this process: to load, and of what is measured."""

    def __init__(self) -> None:
        self._began = time.process_time()
        self._load = self._run = 0.0

    def loaded(self) -> None:
        self._load = time.process_time() - self._began

    def start(self) -> None:
        self._began = time.process_time()

    def stop(self) -> None:
        self._run = time.process_time() - self._began

    def tell(self, events: int, **result: float) -> None:
        """Prints the one line; `result` is what bench/run checks."""
        line = {"load_cpu_s": self._load, "run_cpu_s": self._run, "events": events, "result": result}
        print(json.dumps(line))


def read_bars(folder: str, rows: int | None = None) -> pd.DataFrame:
    """The columns of bars.csv, indexed by time."""
    bars = pd.read_csv(f"{folder}/bars.csv", nrows=rows)
    bars.index = pd.to_datetime(bars.pop("timestamp"), unit="ms")
    return bars
