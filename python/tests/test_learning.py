"""Vocabularies, draws and the course of learning; where PyTorch is."""

from pathlib import Path

import pytest

numpy = pytest.importorskip("numpy")
torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("sentencepiece")

from nightjar.train import vocabulary  # noqa: E402
from nightjar.train.batches import Draw, Table, table  # noqa: E402
from nightjar.train.dataset import Row  # noqa: E402
from nightjar.train.fit import Course, Fit, macro_f1, rate  # noqa: E402
from nightjar.train.learners import Size, SmallPhi, SmallT5  # noqa: E402

CPU = torch.device("cpu")


def rows(count: int, seed: int = 1) -> list[Row]:
    """The last body says which family it is: what can be learned in a few steps."""
    chance = numpy.random.default_rng(seed)
    made: list[Row] = []
    for _ in range(count):
        bodies = chance.integers(2, size=12)
        names = ["doji" if body == 0 else "long" for body in bodies]
        text = " ; ".join(f"B{'ad'[body]} Ua La Oa Ca Fa Ra" for body in bodies)
        made.append({"input": text, "response": names[-1], "trail": names})
    return made


def tables(count: int) -> Table:
    return table("patterns", rows(count), {"doji": 1, "long": 1})


@pytest.mark.parametrize("kind", ["spiece.model", "tokenizer.model"])
def test_every_word_of_ours_is_one_token(tmp_path: Path, kind: str) -> None:
    (vocabulary.write_unigram if kind == "spiece.model" else vocabulary.write_pairs)(tmp_path / kind)
    pieces = vocabulary.read(tmp_path / kind)
    seen = [pieces.encode(word) for word in vocabulary.vocabulary_words()]
    assert all(len(ids) == 1 for ids in seen)
    assert len({ids[0] for ids in seen}) == len(seen)
    assert pieces.decode(pieces.encode("Ba Ub ; pattern: hammer")) == "Ba Ub ; pattern: hammer"


def test_rare_labels_are_drawn_more_often_and_the_shift_says_how_much() -> None:
    label = numpy.array([0] * 900 + [1] * 100)
    natural = numpy.array([0.9, 0.1])
    draw = Draw(Table("direction", [""] * 1000, label, numpy.zeros((1000, 1)), natural), 0.5, 1)
    drawn = label[draw.rows(20_000)]
    assert abs(numpy.mean(drawn == 1) - 0.25) < 0.01  # sqrt(100) of sqrt(900) + sqrt(100)
    assert numpy.allclose(draw.shift, numpy.log([0.75 / 0.9, 0.25 / 0.1]))


def test_a_response_that_is_no_label_is_refused() -> None:
    with pytest.raises(ValueError, match="\"cat\" is no response"):
        table("patterns", [{"input": "", "response": "cat", "trail": []}], {})


def test_the_rate_rises_stays_and_falls() -> None:
    course = Course(steps=1000, rate=1.0, warm=100, fall=0.5)
    rates = [rate(course, step) for step in range(1000)]
    assert rates[0] == pytest.approx(0.01) and rates[300] == 1.0 and rates[999] == pytest.approx(0.01)
    assert rates[100:] == sorted(rates[100:], reverse=True)


def test_macro_f1_is_the_mean_over_labels_that_are_true() -> None:
    truth, said = numpy.array([0, 0, 1, 1]), numpy.array([0, 1, 1, 2])
    assert macro_f1(truth, said, 4) == pytest.approx((2 / 3 + 0.5) / 2)


def learner(folder: Path, family: str) -> SmallT5 | SmallPhi:
    torch.manual_seed(1)
    size = Size(32, 2, 32, 1, candles=4)
    return SmallT5(folder, size, 1.0, CPU) if family == "flan-t5" else SmallPhi(folder, size, CPU)


@pytest.mark.parametrize("family", ["flan-t5", "phi"])
def test_what_was_interrupted_goes_on_as_if_it_had_not_been(tmp_path: Path, family: str) -> None:
    course = Course(steps=6, batch=8, warm=2)
    whole = Fit(learner(tmp_path / "a", family), [tables(64)], tables(32), tmp_path / "a", course)
    whole.run()
    first = Fit(learner(tmp_path / "b", family), [tables(64)], tables(32), tmp_path / "b", course)
    for _ in range(3):
        first.learn()
    first.keep()
    second = Fit(learner(tmp_path / "b", family), [tables(64)], tables(32), tmp_path / "b", course)
    assert second.resume() and second.step == 3
    second.run()
    for one, other in zip(whole.parameters, second.parameters, strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("family", ["flan-t5", "phi"])
def test_both_families_learn_what_can_be_learned(tmp_path: Path, family: str) -> None:
    course = Course(steps=240, batch=32, rate=5e-3, warm=5)
    fit = Fit(learner(tmp_path, family), [tables(512)], tables(64), tmp_path, course)
    assert fit.run()["accuracy"] > 0.9
