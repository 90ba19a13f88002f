"""What the commands of bench/ write into the pages of docs/results."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

MARKS = ("<!-- bench/run writes from here -->", "<!-- to here -->")


def machine() -> str:
    """What it ran on, and how busy that was."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = found[1] if found else model
    compiler = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{model}, {os.cpu_count()} virtual cores, load average {load} at the end; g++ {compiler}; " \
           f"{datetime.now(UTC):%d %B %Y}"


def write_markdown(file: Path, lines: list[str]) -> None:
    before, rest = file.read_text().split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    file.write_text(before + "\n".join([MARKS[0], *lines, "", MARKS[1]]) + after)
