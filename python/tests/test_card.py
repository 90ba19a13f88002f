"""Cards say what the runtime asks with, and what people want to know."""

import hashlib
import json
from pathlib import Path

import pytest

pytest.importorskip("numpy")

from nightjar.train import card, words  # noqa: E402

FACTS = {"task": "patterns", "encoding": 1, "cutoff": "2022-05-26", "plan": {"embargo": 24}, "rows": {"train": 5},
         "responses": {"doji": 5}, "sha256": {"train": "aa"}, "held_out": ["DOGE"], "command": ["dataset"],
         "series": [{"series": "BTC", "sha256": "bb", "tested_from": "2022-05-27T00:00:00Z"}]}
FIT = {"family": "phi", "base": "none: from scratch", "candles": 6, "parameters": 1, "commands": [["fit"]],
       "valid": {"accuracy": 0.9}, "prompts": {"patterns": {"before": "pattern:", "after": " ;", "label": ""}},
       "data": [FACTS]}


def test_a_card_has_what_the_runtime_reads(tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    file.write_bytes(b"weights")
    made = card.card_of("small", file, "Q8_0", FIT, ["export"], "MIT")
    card.write(tmp_path / "small.json", made)
    read = json.loads((tmp_path / "small.json").read_text())
    assert read["sha256"] == hashlib.sha256(b"weights").hexdigest()
    assert {key: read[key] for key in ("name", "family", "file", "quant", "cutoff")} == {
        "name": "small", "family": "phi", "file": "small.gguf", "quant": "Q8_0", "cutoff": "2022-05-26"}
    (task,) = read["tasks"]
    assert task["labels"] == list(words.FAMILIES)
    assert (task["before"], task["after"], task["candles"], task["encoding"]) == ("pattern:", " ;", 6, 1)


def test_a_card_says_data_commands_licence_and_whose_weights_they_are_not(tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    file.write_bytes(b"")
    made = card.card_of("small", file, "f32", FIT, ["export"], "MIT")
    assert made["licence"] == "MIT"
    assert "not Microsoft's weights" in made["what"]
    assert [said[3:] for said in made["commands"]] == [["dataset"], ["fit"], ["export"]]
    assert made["data"]["taught"] == [{"series": "BTC", "sha256": "bb"}]
    assert made["quality"]["valid"] == {"accuracy": 0.9}


def test_the_cut_off_is_the_latest_of_the_data_sets(tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    file.write_bytes(b"")
    later = {**FACTS, "task": "direction", "cutoff": "2022-06-01"}
    prompts = {**FIT["prompts"], "direction": {"before": "direction:", "after": " ;", "label": ""}}  # type: ignore[dict-item]
    made = card.card_of("small", file, "f32", {**FIT, "data": [FACTS, later], "prompts": prompts}, [], "MIT")
    assert made["cutoff"] == "2022-06-01"
    assert [task["name"] for task in made["tasks"]] == ["patterns", "direction"]
