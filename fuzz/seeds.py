"""Inputs to begin with, for each target: the messages that our own tests read, and where they exist recordings.

The texts are raw string literals of the tests; a literal belongs to the venue that was named last before it.
Recordings come from the folder of NIGHTJAR_VECTORS, else from ../shared/vectors where that exists, and stay in the
build folder.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENUES = ("binance", "bybit", "okx", "kraken", "coinbase")
MOST_BYTES = 8192  # of a seed: libFuzzer makes inputs up to the largest
MOST_LINES = 60  # of a recording of thousands
WAYS_OF_FEED = range(8)
WAYS_OF_ORDERS = range(15)
ERRORS = "1234567"  # digits of the HTTP statuses that are no 200
QUESTIONS = 10

Texts = dict[str, set[str]]  # by venue


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Raw string literals and where they begin; those that follow one another are one."""
    one = r'R"\(.*?\)"'
    for found in re.finditer(rf"{one}(?:\s*{one})*", source, re.S):
        yield found.start(), "".join(re.findall(r'R"\((.*?)\)"', found[0], re.S))


def texts_of_tests() -> Texts:
    """The messages in src/venue/tests, the numbers and names of formats filled in."""
    texts: Texts = {venue: set() for venue in VENUES}
    for path in sorted((ROOT / "src/venue/tests").glob("*.[ch]pp")):
        source = path.read_text()
        named = [(match.start(), match[0].lower()) for match in re.finditer("|".join(VENUES), source, re.I)]
        for begin, text in literals(source):
            if not text.lstrip().startswith(("{", "[")):
                continue
            before = [venue for at, venue in named if at < begin]
            if text.startswith("{{"):
                text = re.sub(r"\{[\d:]*\}(?!\})", "1", text).replace("{{", "{").replace("}}", "}")
            texts[next(iter(before[::-1]), "binance")].add(text)
    return texts


def vectors() -> Path | None:
    """The folder of recordings, if there is one."""
    folder = Path(os.environ.get("NIGHTJAR_VECTORS", ROOT.parent / "shared" / "vectors"))
    return folder if folder.is_dir() else None


def texts_of_recordings() -> Texts:
    """The examples and sessions below `vectors`: whole files, and of a session some of its lines."""
    texts: Texts = {venue: set() for venue in VENUES}
    folder = vectors()
    if folder is None:
        return texts
    for path in sorted(folder.rglob("*")):
        venue = next((venue for venue in VENUES if venue in str(path.relative_to(folder)).lower()), None)
        if venue is None or not path.is_file():
            continue
        if path.suffix == ".json":
            texts[venue].add(path.read_text())
        elif path.suffix == ".0":
            lines = [line[line.index("{"):] for line in path.read_text().splitlines() if "{" in line]
            small = [line for line in lines if len(line) <= MOST_BYTES]
            texts[venue].update(small[:: len(small) // MOST_LINES + 1])
    return texts


def feed_seeds(text: str) -> Iterator[str]:
    for way in WAYS_OF_FEED:
        yield f"{way}{text}"


def order_seeds(text: str) -> Iterator[str]:
    """As the answer to each question and action; of an action also one that fails."""
    for way in WAYS_OF_ORDERS:
        kind = chr(ord("0") + way)
        yield f"0{kind}0{text}"
        if way >= QUESTIONS:
            yield f"1{kind}{ERRORS[len(text) % len(ERRORS)]}{text}"
    yield f"008120\n{text}"


def stream_seeds(text: str) -> Iterator[str]:
    line = text.replace("\n", " ")
    yield f"0{line}"
    yield f"1{line}\n{line}"


OTHERS = {
    "url": ["https://api.binance.com/api/v3/depth?symbol=A", "wss://stream.example.com:9443/ws", "http://[::1]:81/x",
            "ws://127.0.0.1:9001", "https://[2001:db8::1]/a?b=c", "https://a?x=1"],
    "exchange_form": ["/api/v3/order?symbol=BTCUSDT&side=BUY&price=1%2E5", "/a/b//c?x=%41+%42&y&=z", "?&&a=b=c%"],
    "exchange_fault": ["error_after:0.05", "late:0.1:200ms/order", "maintenance@60s-90s", "skew:-1500ms",
                       "garble:1e-3@1h", "throttle:0.5:1m@1s-2s/path/x"],
    "exchange_json": ['{"a":[1.50,-2e5,"x\\u0001y",true,null],"b":{"c":18446744073709551615}}', "[[[[1]]]]", '"\\u00e9"'],
    "numbers": ["61837.63000000", "-0.50", "123456789012345678", "2022-12-31T23:00:00.123456789Z", "2022-12-31",
                "1677-09-21T00:12:43.145224192Z", "250ms", "1w", "0.000000000000000001"],
    "key_ring": ["0nightjar keys 1\n" + "\0" * 90, "1main\nbinance\napi.binance.com\n127.0.0.1:9001\nkey\nsecret\n\n"],
    "endpoint": ['{"choices":[{"logprobs":{"top_logprobs":[{" up":-0.5," d":-1.5,"\\n":-3}]}}]}',
                 '{"choices":[{"logprobs":{"content":[{"top_logprobs":[{"token":"flat","logprob":-0.1},'
                 '{"token":" n","logprob":-4}]}]}}]}'],
}


def seeds() -> dict[str, set[str]]:
    """By target."""
    found: dict[str, set[str]] = {name: set(texts) for name, texts in OTHERS.items()}
    ours, recorded = texts_of_tests(), texts_of_recordings()
    for venue in VENUES:
        texts = ours[venue] | recorded[venue]
        found[f"feed_{venue}"] = {seed for text in texts for seed in feed_seeds(text)}
        found[f"orders_{venue}"] = {seed for text in texts for seed in order_seeds(text)}
        found[f"stream_{venue}"] = {seed for text in texts for seed in stream_seeds(text)}
    found["import_binance"] = ours["binance"] | recorded["binance"]
    return found


def words(texts: set[str]) -> list[str]:
    """What stands between quotes, for libFuzzer's dictionary, and what breaks readers of numbers."""
    quoted = {word for text in texts for word in re.findall(r'"([\w./:+-]{1,40})"', text)}
    hard = {"9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e308", "-0", "0.0", "1e-19",
            "null", "true", "false", "[]", "{}", "\\\\u0000", "\\\\ud800", "NaN", "\\xff"}
    return sorted(hard) + sorted({f'\\"{word}\\"' for word in quoted})


def write(folder: Path) -> None:
    """Below `folder`, anew: NAME/ with a file for each seed, and NAME.dict."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, texts in seeds().items():
        home = folder / name
        home.mkdir(parents=True)
        for text in texts:
            data = text.encode(errors="surrogateescape")
            if len(data) <= MOST_BYTES:
                (home / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
        (folder / f"{name}.dict").write_text("".join(f'"{word}"\n' for word in words(texts)))
