"""Cards: what a model is, what it was taught, until when, by which commands, and how good it is.

The runtime reads what it needs (src/infer/model_card.hpp); the rest is for people.
"""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nightjar.train import dataset, words

NOTES = {
    "flan-t5": "A small T5 v1.1 from scratch. It is of the architecture of Flan-T5 and not Google's weights.",
    "phi": "A small Phi-3 from scratch. It is of the architecture and not Microsoft's weights.",
    "llama-lora": "A LoRA adapter: it changes the answers of the base that it names, and of no other.",
}
Card = dict[str, Any]


def task_of(facts: Card, prompt: Card, candles: int) -> Card:
    """How the runtime asks."""
    task = facts["task"]
    return {"name": task, "encoding": facts["encoding"], "candles": candles, "before": prompt["before"],
            "after": prompt["after"], "labels": [prompt["label"] + label for label in words.LABELS[task]]}


def plain(said: Sequence[str]) -> list[str]:
    """A call without the folders of one machine."""
    return [word.rstrip("/").split("/")[-1] for word in said]


def card_of(name: str, file: Path, quant: str, fit: Card, command: Sequence[str], licence: str,
            weights: Path | None = None) -> Card:
    """Of an exported model; `fit`: fit.json, `command`: what exported it, `weights`: what an adapter goes on."""
    sets = fit["data"]
    seen = {series["series"]: {"series": series["series"], "sha256": series["sha256"]}
            for facts in sets for series in facts["series"]}
    made = {
        "name": name, "family": fit["family"], "file": file.name, "quant": quant, "sha256": dataset.sha256_of(file),
        "cutoff": max(facts["cutoff"] for facts in sets), "base": fit["base"],
        "tasks": [task_of(facts, fit["prompts"][facts["task"]], fit["candles"]) for facts in sets],
        "what": NOTES[fit["family"]] if "scratch" in fit["base"] or fit["family"] == "llama-lora" else "",
        "licence": licence, "parameters": fit["parameters"],
        "commands": [["nightjar", "model", "train", *plain(said)]
                     for said in (*(facts["command"] for facts in sets), *fit["commands"], command)],
        "data": {"taught": list(seen.values()), "held_out": sets[0]["held_out"],
                 "tested_from": {s["series"]: s["tested_from"] for s in sets[0]["series"]},
                 "sets": [{key: facts[key] for key in ("task", "plan", "rows", "responses", "sha256")}
                          for facts in sets]},
        "quality": {"valid": fit["valid"]},
    }
    if weights is not None:
        made |= {"weights": weights.name, "weights_sha256": dataset.sha256_of(weights)}
    return made


def tests(program: Path, models: Path, made: Card, bars: Sequence[Path], limit: int) -> list[Card]:
    """What `nightjar model eval` says of each file of bars, from where nothing was taught. A series that was held out
    is asked from the cut-off on."""
    said = []
    for file in bars:
        series = file.name.split(".")[0]
        start = made["data"]["tested_from"].get(series, made["cutoff"])
        for task in (each["name"] for each in made["tasks"]):
            words_of = [str(program), "model", "eval", "--models", str(models), "--model", made["name"], "--task", task,
                        "--data", str(file), "--from", start, "--json"]
            words_of += ["--limit", str(limit)] if limit else []
            done = subprocess.run(words_of, stdout=subprocess.PIPE, text=True)
            if done.returncode == 0:
                said.append({"series": series, "from": start, **json.loads(done.stdout)})
    return said


def write(path: Path, made: Card) -> None:
    path.write_text(json.dumps(made, indent=1) + "\n")
