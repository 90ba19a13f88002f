"""Programs that can be measured: how each is built, and how what it says becomes a sample."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
BUILD = ROOT / "build" / "bench"
DATA = BUILD / "data"
HOME = BUILD / "nightjar"  # ours: tapes and sessions
RELEASE = ROOT / "build" / "release"


class Unavailable(Exception):
    """Why a program cannot be measured here."""


@dataclass(frozen=True)
class Sample:
    """One run. CPU seconds are user and system, of all threads, of the measured part alone."""

    run_cpu_s: float
    load_cpu_s: float | None
    events: float
    peak_mib: float
    result: dict[str, float | str]


@dataclass(frozen=True)
class Program:
    """`prepare` builds it once and gives its command; `read` turns its output into all but the memory."""

    label: str
    prepare: Callable[[], list[str]]
    read: Callable[[str], dict[str, object]]
    whole: bool = False  # its memory is that of the task, not of a loop in a harness
    rival: bool = True
    expected: dict[str, tuple[float, ...]] = field(default_factory=dict)  # instead of the task's


def call(*command: str | Path, **environment: str) -> None:
    """Runs a step of a build; its last words are the reason when it fails."""
    done = subprocess.run([str(word) for word in command], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=os.environ | environment)
    if done.returncode:
        last = done.stdout.strip().splitlines()[-1:] or ["no output"]
        raise Unavailable(f"{Path(command[0]).name}: {last[0][:160]}")


def output_of(command: list[str]) -> dict[str, object]:
    """What a program says in JSON."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(done.stderr.strip()[-160:])
    told: dict[str, object] = json.loads(done.stdout)
    return told


# Started by this, a program's peak is its own: a child's begins with that of who starts it, and we grow.
STARTER = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_maxrss]), file=sys.stderr)
"""


def measure(command: list[str], program: Program) -> Sample:
    """One process from start to end."""
    shutil.rmtree(HOME / "sessions", ignore_errors=True)
    done = subprocess.run([sys.executable, "-S", "-E", "-c", STARTER, *command], cwd=ROOT, capture_output=True,
                          text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    *complaint, last = done.stderr.strip().splitlines() or [""]
    if done.returncode:
        raise Unavailable(last[:160])
    code, peak = json.loads(last)
    if code:
        raise Unavailable(f"exit code {code}: {(complaint or ['no output'])[-1][:160]}")
    peak_mib = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Sample(peak_mib=peak_mib, **program.read(done.stdout))  # type: ignore[arg-type]


# How programs tell what they measured.


def read_line(said: str) -> dict[str, object]:
    """The rivals' last line: load_cpu_s, run_cpu_s, events, result."""
    line: dict[str, object] = json.loads(said.strip().splitlines()[-1])
    return line


def read_case(said: str) -> dict[str, object]:
    """Google Benchmark's JSON with one case in it: one pass over the input."""
    (case,) = json.loads(said)["benchmarks"]
    seconds = case["cpu_time"] * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}[case["time_unit"]]
    counters = {key: value for key, value in case.items() if key in ("bid", "ask", "closes", "fills", "net", "fired")}
    return {"run_cpu_s": seconds, "load_cpu_s": None, "events": case["items_per_second"] * seconds, "result": counters}


def read_backtest(said: str) -> dict[str, object]:
    """`nightjar --json backtest`: the engine from the first event to the sealed ledger."""
    told = json.loads(said)
    summary, timing = told["summary"], told["timing"]
    result = {"fills": summary["fills"], "orders": summary["orders"], "net": summary["net_pnl"],
              "journal": told["journal_sha256"]}
    return {"run_cpu_s": timing["engine_s"], "load_cpu_s": timing["load_s"],
            "events": summary["bars"] or float("nan"), "result": result}


# How programs are built.


def ours(target: str, *args: str) -> Callable[[], list[str]]:
    """A target of the release tree."""

    def prepare() -> list[str]:
        call("tools/build", "release", target)
        return [str(RELEASE / target), *args]

    return prepare


def floor(case: str) -> Callable[[], list[str]]:
    """A loop of rivals/floor.cpp, for this very machine."""

    def prepare() -> list[str]:
        program = BUILD / "floor"
        call(os.environ.get("CXX", "g++"), "-O3", "-march=native", "-std=c++20", BENCH / "rivals" / "floor.cpp",
             "-o", program, "-lbenchmark", "-lpthread")
        return [str(program), str(DATA), *only_case(case)]

    return prepare


def only_case(case: str) -> list[str]:
    return [f"--benchmark_filter=^{case}$", "--benchmark_format=json"]


def rust(name: str, program: str, *args: str) -> Callable[[], list[str]]:
    """A crate of rivals/, for this very machine."""

    def prepare() -> list[str]:
        cargo = shutil.which("cargo") or shutil.which("cargo", path=Path.home() / ".cargo" / "bin")
        if cargo is None:
            raise Unavailable("cargo is not installed")
        target = BUILD / "cargo"
        call(cargo, "build", "--release", "--quiet", "--manifest-path", BENCH / "rivals" / name / "Cargo.toml",
             CARGO_TARGET_DIR=str(target), RUSTFLAGS="-C target-cpu=native")
        return [str(target / "release" / program), str(DATA), *args]

    return prepare


def python(name: str, interpreter: str) -> Callable[[], list[str]]:
    """A script of rivals/, in an environment of its own with what its head asks for (PEP 723)."""

    def prepare() -> list[str]:
        script = BENCH / "rivals" / f"{name}.py"
        head = re.search(r"^# /// script\n((?:# .*\n)+)# ///$", script.read_text(), re.M)
        assert head, script
        wanted = tomllib.loads(re.sub(r"^# ", "", head[1], flags=re.M))
        place = BUILD / "venv" / name
        done = place / "installed"
        if not done.exists() or done.read_text() != head[1]:
            shutil.rmtree(place, ignore_errors=True)
            call(interpreter, "-m", "venv", place)
            call(place / "bin" / "pip", "install", "--quiet", *wanted["dependencies"])
            done.write_text(head[1])
        return [str(place / "bin" / "python"), "-W", "ignore", str(script), str(DATA)]

    return prepare
