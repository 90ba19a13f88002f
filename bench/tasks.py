"""What is compared with what, and the results that must come out."""

import math
from dataclasses import dataclass, field
from pathlib import Path

import programs
from programs import BENCH, BUILD, DATA, HOME, Program, Sample, floor, only_case, ours, python
from programs import read_backtest, read_case, read_line, rust

SYNTHETIC_ROWS = 1_999_199  # of the tape: l2.csv without a clear and the snapshot that nobody needs


@dataclass(frozen=True)
class Task:
    """Ours comes first. `expected`: for each value of a result, what it may be."""

    name: str
    title: str
    unit: str
    programs: list[Program]
    expected: dict[str, tuple[float, ...]] = field(default_factory=dict)
    events: int | None = None  # of ours, where it does not say


def wrong(task: Task, program: Program, sample: Sample) -> str | None:
    """What in the result is not as it must be."""
    for key, allowed in (program.expected or task.expected).items():
        value = sample.result.get(key)
        if not isinstance(value, (int, float)) or not any(abs(value - each) < 0.01 for each in allowed):
            return f"{key} is {value}"
    return None


def events_of(task: Task, sample: Sample) -> float:
    return task.events if task.events and math.isnan(sample.events) else sample.events


def case(label: str, name: str, *args: str) -> Program:
    return Program(label, ours("cases", str(DATA), *args, *only_case(name)), read_case, rival=False)


def loop(label: str, name: str) -> Program:
    return Program(label, floor(name), read_case)


def backtest(label: str, *args: str) -> Program:
    return Program(label, ours("nightjar", "--data-dir", str(HOME), "--json", "backtest", *args), read_backtest,
                   whole=True, rival=False)


def config(tape: str, step: int) -> str:
    """quoter.toml for that tape, with quotes moved by so many ticks at least."""
    file = BUILD / f"quoter_{tape}_{step}.toml"
    BUILD.mkdir(parents=True, exist_ok=True)
    file.write_text((BENCH / "quoter.toml").read_text().replace("TAPE", tape).replace("STEP", str(step)))
    return str(file)


def all_tasks(interpreter: str, recorded: bool) -> list[Task]:
    """`recorded`: the tape `recorded` is there as well."""

    def script(label: str, name: str, **expected: tuple[float, ...]) -> Program:
        return Program(label, python(name, interpreter), read_line, whole=True, expected=expected)

    crossing = ["--strategy", "sma_cross", "--set", "fast=20", "--set", "slow=50", "--qty", "1",
                "--cash", "10000000", "--fee-bps", "10"]
    tasks = [
        Task("sma", "SMA 20/50 on 1,000,000 one-minute bars, filled at the next open, 10 bp", "bar", [
            backtest("nightjar backtest", "--data", str(DATA / "bars.csv"), *crossing),
            loop("plain loop in C++ (floor)", "sma"),
            script("vectorbt 1.0.0, compiled before", "vectorbt_sma"),
            script("backtesting.py 0.6.6", "backtesting_sma"),
            script("backtrader 1.9.78, first 100,000 bars", "backtrader_sma", fills=(2278,), net=(-51_293.61,)),
        ], {"fills": (22_717,), "net": (-789_861.23, -789_864.04)}),
        Task("book", "2,000,000 changes into an order book, best prices read after each", "change", [
            case("nightjar Book", "book"),
            loop("array by tick (floor)", "ladder"),
            loop("std::map", "trees"),
            Program("nautilus_trader's Rust OrderBook 0.57.0", rust("nautilus", "nautilus_book"), read_line),
        ], {"bid": (199_139,), "ask": (199_141,)}),
        Task("replay", "the same as market data: exchange with queue model, latency, and a quoter", "row", [
            backtest("nightjar backtest, quoter", config("l2", 2)),
            backtest("nightjar backtest, quoter that seldom moves", config("l2", 100)),
            Program("hftbacktest 0.9.4 in Rust, quoting", rust("hftbacktest", "hftbacktest_replay", "quote"), read_line,
                    True, expected={"bid": (199_139,), "ask": (199_141,), "orders": (143_972,), "fills": (27_012,)}),
            Program("hftbacktest 0.9.4 in Rust, no orders", rust("hftbacktest", "hftbacktest_replay", "idle"), read_line,
                    True, expected={"bid": (199_139,), "ask": (199_141,)}),
        ], events=SYNTHETIC_ROWS),
        Task("import", "57 MB of bars as CSV into checked columns", "row", [
            case("nightjar import_ohlcv", "import"),
            loop("fixed-point loop, text and memory at hand (floor)", "parse"),
            loop("the same, from the file into new memory", "import"),
            script("pandas 2.3.3, to floating point", "pandas_import"),
        ], {"closes": (3_500_684_916_677,)}),
        Task("patterns", "the 61 candlestick patterns over 1,000,000 bars", "bar", [
            case("nightjar fired_patterns", "patterns"),
            script("TA-Lib 0.8.2, prebuilt package", "talib_patterns"),
        ], {"fired": (1_954_220,)}),
        Task("signals", "signals, bar by bar", "bar", [
            case(name, f"signal:{name}") for name in
            ("sma_cross", "ema_cross", "rsi", "macd", "bollinger", "donchian", "atr_break", "volatility_regime")
        ]),
    ]
    if recorded:
        tasks += [
            Task("recorded-book", "the changes of a recorded order book", "change",
                 [case("nightjar Book", "recorded_book", str(HOME / "series"), "recorded")]),
            Task("recorded-replay", "that recording with its trades, through exchange and quoter", "row",
                 [backtest("nightjar backtest, quoter", config("recorded", 2))], events=recorded_rows()),
        ]
    return tasks


def recorded_rows() -> int:
    return int((HOME / "recorded.rows").read_text())


def import_tape(file: Path, name: str) -> None:
    """Into the tapes of the study, unless it is there."""
    rows = HOME / f"{name}.rows"
    if rows.exists() and rows.stat().st_mtime > file.stat().st_mtime:
        return
    command = [str(programs.RELEASE / "nightjar"), "--data-dir", str(HOME), "--json", "data", "import", str(file)]
    told = programs.output_of([*command, "--name", name])
    HOME.mkdir(parents=True, exist_ok=True)
    rows.write_text(str(told["rows"]))
