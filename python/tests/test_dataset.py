"""Data sets: nothing of a test is learned from, and chance is the seed's."""

import json
from pathlib import Path

import pytest

numpy = pytest.importorskip("numpy")

from nightjar.train import dataset, words  # noqa: E402
from nightjar.train.dataset import Plan, Row, Series, Span  # noqa: E402

HOUR = 3_600_000
CANDLE = "Ba Ua La Oa Ca Fa Ra"


def series(name: str, start: int, count: int, wait: int = 0, step: int = HOUR) -> Series:
    """Windows of a bar each; their answers are known `wait` bars later."""
    answers = ("none", "none", "doji", "none", "long")
    rows: list[Row] = [{"time_ms": start + i * step, "until_ms": start + (i + wait) * step, "output": answers[i % 5],
                        "input": " ; ".join([CANDLE] * 12), "trail": ["none"] * 12} for i in range(count)]
    return Series(name, "00", rows)


def bars_of(row: Row, plan: Plan, step: int = HOUR) -> Span:
    """From the first bar that the words of a row need to the last that its answer was read from."""
    return Span(int(str(row["time_ms"])) - step * (plan.context + 9), int(str(row["until_ms"])) + 1)


@pytest.mark.parametrize("wait", [0, 24])
def test_no_row_shares_a_bar_with_a_test_or_the_other_split(wait: int) -> None:
    plan = Plan(embargo=24)
    both = [series("BTC", 0, 2000, wait), series("ETH", 300 * HOUR, 1500, wait)]
    tests = [Span(dataset.test_start(each, plan), int(each.times("until_ms")[-1]) + 1) for each in both]
    parts = [dataset.parts_of(each, plan, tests) for each in both]
    train, valid = (sum((part[i] for part in parts), []) for i in (0, 1))
    assert train and valid
    for row in [*train, *valid]:
        for each in both:
            assert not bars_of(row, plan).meets(dataset.test_start(each, plan), int(each.times("until_ms")[-1]))
    for ours, split in ((s, int(s.times()[0] + plan.train * (s.times()[-1] - s.times()[0]))) for s in both):
        mine, check = dataset.parts_of(ours, plan, [])
        assert max(int(str(row["until_ms"])) for row in mine) < split
        assert min(bars_of(row, plan).start for row in check) >= split + (plan.embargo - 1) * HOUR


def test_behind_a_test_of_another_coin_an_embargo_is_kept() -> None:
    plan = Plan(embargo=24)
    train, _ = dataset.parts_of(series("LONG", 0, 5000), plan, [Span(1000 * HOUR, 1100 * HOUR)])
    starts = [bars_of(row, plan).start for row in train]
    assert not [start for start in starts if 1000 * HOUR <= start < 1123 * HOUR]
    assert [start for start in starts if start >= 1124 * HOUR]


def test_a_coin_that_is_held_out_teaches_nothing() -> None:
    train, valid, facts = dataset.choose("patterns", [series("BTCUSDT", 0, 900), series("DOGEUSDT", 0, 900)],
                                         Plan(held_out=("DOGE",)))
    assert {row["series"] for row in [*train, *valid]} == {"BTCUSDT"}
    assert facts["held_out"] == ["DOGEUSDT"]


def test_nothing_is_later_than_the_cut_off() -> None:
    train, valid, facts = dataset.choose("patterns", [series("A", 0, 900), series("B", 0, 700, step=2 * HOUR)], Plan())
    assert dataset.day(max(int(str(row["until_ms"])) for row in [*train, *valid])) == facts["cutoff"]


def test_none_is_thinned_and_natural_shares_are_remembered() -> None:
    train, _, facts = dataset.choose("patterns", [series("A", 0, 2000)], Plan(none=0.3))
    nones = sum(row["response"] == "none" for row in train)
    assert 0.29 <= nones / len(train) <= 0.3
    natural = facts["natural"]
    assert isinstance(natural, dict) and abs(natural["none"] / sum(natural.values()) - 0.6) < 0.01


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "BTC.csv").write_text("bars")

    def facts(folder: str, seed: int) -> dict[str, object]:
        return dataset.build(tmp_path / folder, "patterns", [tmp_path / "BTC.csv"], Plan(seed=seed),
                             lambda file: series("BTC", 0, 1000).rows)

    first, again, other = facts("a", 1), facts("b", 1), facts("c", 2)
    assert first["sha256"] == again["sha256"]
    assert first["sha256"] != other["sha256"]
    row = json.loads((tmp_path / "a" / "train.jsonl").read_text().splitlines()[0])
    assert list(row)[:3] == ["instruction", "input", "response"]
    assert row["instruction"] == words.INSTRUCTIONS["patterns"]


def test_series_that_are_too_short_are_refused() -> None:
    with pytest.raises(ValueError, match="no window is left"):
        dataset.choose("patterns", [series("A", 0, 20)], Plan(held_out=("A",)))


def test_the_last_candles_of_a_window_are_the_window_of_fewer() -> None:
    text = " ; ".join(f"B{letter}" for letter in "abcdef")
    assert words.last_candles(text, 2) == "Be ; Bf"
    with pytest.raises(ValueError, match="6 candles, 7"):
        words.last_candles(text, 7)
