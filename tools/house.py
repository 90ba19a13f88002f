"""What the checks share: the files of the checkout, the table of rooms, and how problems are told."""

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Room:
    """A row of cmake/rooms.cmake: its rank, the rooms it may use, the foreign libraries that live in it."""

    rank: int
    deps: frozenset[str]
    libs: frozenset[str]


def files(*suffixes: str) -> list[Path]:
    """The files of the checkout around the current folder, tracked or new, that end so; relative to it."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    ).stdout
    found = (Path(name) for name in listing.split("\0") if name.endswith(suffixes))
    return sorted(path for path in found if path.is_file())


def room_of(path: Path) -> str | None:
    """The room that a source file belongs to; none for tests and benchmarks, which may do as they like."""
    parts = path.parts
    if len(parts) < 3 or parts[0] != "src" or {"tests", "bench"} & set(parts):
        return None
    return parts[1]


def rooms() -> dict[str, Room]:
    """The table of rooms, read from cmake/rooms.cmake."""
    row = re.compile(r"^nj_room\((\w+) RANK (\d+)(?: DEPS ([\w ]+?))?(?: LIBS ([\w ]+))?\)$", re.M)
    table: dict[str, Room] = {}
    for name, rank, deps, libs in row.findall(Path("cmake/rooms.cmake").read_text()):
        lower = frozenset(other for other, room in table.items() if room.rank < int(rank))
        allowed = lower if deps == "ALL" else frozenset(deps.split())
        table[name] = Room(int(rank), allowed, frozenset(libs.split()))
    return table


def foreign_headers() -> dict[str, str]:
    """How the headers of each foreign library begin (`boost/`, `zstd.h`), read from cmake/dependencies.cmake."""
    entry = re.compile(r"^nj_foreign\((\w+) HEADER ([^/\s)]+/?)", re.M)
    return {start: name for name, start in entry.findall(Path("cmake/dependencies.cmake").read_text())}


def blank_text(code: str) -> str:
    """C++ code with comments and literals blanked, so that words in them are not taken for code."""
    token = re.compile(
        r'R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'',
        re.S,
    )
    return token.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), code)


def finish(check: str, problems: Iterable[str]) -> None:
    """Tells the problems and ends the check: 1 when there are any."""
    lines = list(problems)
    for line in lines:
        print(line)
    print(f"{check}: {f'{len(lines)} problems' if lines else 'ok'}")
    sys.exit(1 if lines else 0)
