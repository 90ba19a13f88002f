"""Data sets in Alpaca form out of bars: splits by time, purged and with an embargo, never at random.

``nightjar model windows`` writes the words; here rows are chosen and put into ``train.jsonl``, ``valid.jsonl`` and
``data.json``, which says where they are from. What is kept for tests is not written: ``nightjar model eval --from``
reads it from the bars.
"""

import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from nightjar.train import words

Row = dict[str, object]


@dataclass(frozen=True)
class Plan:
    """What a data set is made of. ``train`` and ``valid`` are shares of each series, from its start."""

    candles: int = 6
    context: int = 12         # candles in a row: those before the model's own teach too
    train: float = 0.75
    valid: float = 0.05       # behind train; what comes then is for tests
    embargo: int = 24         # bars left out behind a split
    none: float = 0.3         # most that "none" may be of the training rows
    limit: int = 200_000      # windows of a series at most, spread over it
    held_out: tuple[str, ...] = ()  # series whose name contains this are for tests alone
    seed: int = 1


@dataclass
class Series:
    """Windows of one file, in time order; times in ms."""

    name: str
    sha256: str
    rows: list[Row] = field(default_factory=list)

    def times(self, key: str = "time_ms") -> np.ndarray:
        """int64, ms."""
        return np.array([row[key] for row in self.rows], np.int64)


@dataclass(frozen=True)
class Span:
    """From the first ms to before the last."""

    start: int
    end: int

    def meets(self, first: int, last: int) -> bool:
        return first < self.end and last >= self.start


def sha256_of(path: Path) -> str:
    """Hex, of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def day(ms: int) -> str:
    """UTC, "2022-05-31"."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d")


def moment(ms: int) -> str:
    """UTC, to the second above: "2022-05-31T08:00:00Z"."""
    return datetime.fromtimestamp(-(-ms // 1000), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def windows(program: Path, task: str, candles: int, file: Path, limit: int) -> list[Row]:
    """What ``nightjar model windows`` says of a file. Raises CalledProcessError."""
    call = [str(program), "model", "windows", "--task", task, "--candles", str(candles), "--data", str(file)]
    if limit:
        call += ["--limit", str(limit)]
    lines = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_start(series: Series, plan: Plan) -> int:
    """The first ms that is for tests. Shares are of time, as ``--from`` of the evaluation wants them."""
    times = series.times()
    return int(times[0] + (plan.train + plan.valid) * (times[-1] - times[0]))


def parts_of(series: Series, plan: Plan, tests: Sequence[Span]) -> tuple[list[Row], list[Row]]:
    """Training and validation rows of a series.

    A row is left out where its bars, from the first that its words need to the last that its answer was read from,
    meet a test of any series by the clock (coins move together), and where it begins within the embargo of a split.
    """
    times = series.times()
    step = int(np.median(np.diff(times)))
    first = times - step * (plan.context + 10)
    last = series.times("until_ms")
    split = int(times[0] + plan.train * (times[-1] - times[0]))
    kept = np.ones(len(times), bool)
    for span in tests:
        kept &= ~((first < span.end + plan.embargo * step) & (last >= span.start))
    train = kept & (last < split)
    valid = kept & (first >= split + plan.embargo * step)
    return [series.rows[i] for i in np.flatnonzero(train)], [series.rows[i] for i in np.flatnonzero(valid)]


def thin(rows: list[Row], label: str, most: float, chance: np.random.Generator) -> list[Row]:
    """Rows of which at most that share have this answer; which of them go is chance."""
    ours = [i for i, row in enumerate(rows) if row["output"] == label]
    others = len(rows) - len(ours)
    keep = min(len(ours), int(others * most / (1 - most)))
    kept = set(chance.permutation(ours)[:keep].tolist())
    return [row for i, row in enumerate(rows) if row["output"] != label or i in kept]


def alpaca_row(task: str, series: str, row: Row) -> Row:
    """instruction, input, response; and what a trainer may use besides."""
    return {"instruction": words.INSTRUCTIONS[task], "input": row["input"], "response": row["output"], "task": task,
            "series": series, "time_ms": row["time_ms"], "until_ms": row["until_ms"], "trail": row["trail"]}


def choose(task: str, all_series: Sequence[Series], plan: Plan) -> tuple[list[Row], list[Row], dict[str, object]]:
    """Rows to learn from, rows to validate with, and what is to be said about them."""
    chance = np.random.default_rng(plan.seed)
    known = [s for s in all_series if not any(part in s.name for part in plan.held_out)]
    tests = [Span(test_start(s, plan), int(s.times("until_ms")[-1]) + 1) for s in all_series]
    train: list[Row] = []
    valid: list[Row] = []
    said = []
    for series in known:
        ours, check = parts_of(series, plan, tests)
        train += [alpaca_row(task, series.name, row) for row in ours]
        valid += [alpaca_row(task, series.name, row) for row in check]
        said.append({"series": series.name, "sha256": series.sha256, "train": len(ours), "valid": len(check),
                     "tested_from": moment(test_start(series, plan))})
    if not train:
        raise ValueError("no window is left to learn from: the series are too short, or all are held out")
    natural = Counter(str(row["response"]) for row in train)
    if task == "patterns":
        plain = [{**row, "output": row["response"]} for row in train]
        train = [{k: v for k, v in row.items() if k != "output"} for row in thin(plain, "none", plan.none, chance)]
    order = chance.permutation(len(train))
    until = max(int(str(row["until_ms"])) for row in train + valid)
    facts: dict[str, object] = {
        "task": task, "encoding": words.ENCODING, "plan": asdict(plan), "series": said,
        "held_out": [s.name for s in all_series if s not in known], "cutoff": day(until), "natural": dict(natural),
        "rows": {"train": len(train), "valid": len(valid)},
        "responses": dict(Counter(str(row["response"]) for row in train))}
    return [train[i] for i in order], valid, facts


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")


def read_rows(path: Path) -> list[Row]:
    with path.open() as file:
        return [json.loads(line) for line in file]


def build(folder: Path, task: str, files: Sequence[Path], plan: Plan,
          windows_of: Callable[[Path], list[Row]], command: Sequence[str] = ()) -> dict[str, object]:
    """Writes the data set of one task into a folder; gives data.json. ``command``: what it was called by."""
    series = []
    for file in files:
        rows = windows_of(file)
        if len(rows) > 1:
            series.append(Series(file.name.split(".")[0], sha256_of(file), rows))
    train, valid, facts = choose(task, series, plan)
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "train.jsonl", train)
    write_rows(folder / "valid.jsonl", valid)
    facts["command"] = list(command)
    facts["sha256"] = {part: sha256_of(folder / f"{part}.jsonl") for part in ("train", "valid")}
    (folder / "data.json").write_text(json.dumps(facts, indent=1) + "\n")
    return facts
