"""One call of `fit`: data sets in, a taught model and what is to be known of it out."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from nightjar.train.batches import Table, table
from nightjar.train.dataset import read_rows
from nightjar.train.fit import Course, Fit, device_of
from nightjar.train.learners import Learner, Size, SmallPhi, SmallT5

SIZES = {"flan-t5": "128x4x256x3", "phi": "256x4x512x2"}


def size_of(text: str, candles: int) -> Size:
    """Of "WIDTHxHEADSxINNERxLAYERS". Raises ValueError."""
    numbers = [int(part) for part in text.split("x")]
    if len(numbers) != 4 or min(numbers) < 1 or numbers[0] % numbers[1]:
        raise ValueError(f"--size {text}: WIDTHxHEADSxINNERxLAYERS is wanted, the width a multiple of the heads")
    return Size(*numbers, candles=candles)


def learner_of(family: str, base: Path | None, out: Path, size: Size, lora: tuple[int, int],
               device: torch.device) -> Learner:
    """Of a family; `lora`: rank and layers. Raises ValueError where a base is missing or no checkpoint."""
    if base is not None or family == "llama-lora":
        from nightjar.train.given import GivenCausal, GivenT5, base_folder
        if base is None:
            raise ValueError("llama-lora: --base is wanted, a folder or a GGUF of the LLaMA architecture")
        if family == "flan-t5":
            return GivenT5(base, size.candles, device)
        return GivenCausal(base_folder(base, out), size.candles, lora if family == "llama-lora" else None, device)
    return SmallT5(out, size, 1.0, device) if family == "flan-t5" else SmallPhi(out, size, device)


def restored(taught: Path, device: torch.device) -> Learner:
    """The learner that `teach` has left in a folder."""
    fit = json.loads((taught / "fit.json").read_text())
    base = None if "scratch" in fit["base"] else Path(fit["base"])
    learner = learner_of(fit["family"], base, taught, Size(**fit["size"]), tuple(fit["lora"]), device)
    learner.module.load_state_dict(torch.load(taught / "checkpoint.pt", weights_only=False)["module"])
    learner.module.eval()
    return learner


def read_table(folder: Path, part: str) -> Table:
    facts = json.loads((folder / "data.json").read_text())
    return table(facts["task"], read_rows(folder / f"{part}.jsonl"), facts["natural"])


def remembered(file: Path, said: list[str]) -> list[list[str]]:
    """All calls that a model was taught by, this one the last; kept in a file."""
    calls: list[list[str]] = json.loads(file.read_text()) if file.exists() else []
    calls.append(said)
    file.write_text(json.dumps(calls) + "\n")
    return calls


def teach(call: argparse.Namespace) -> None:
    """Learns, or goes on with it, and writes the model and fit.json."""
    torch.set_num_threads(call.threads)
    torch.manual_seed(call.seed)
    np.random.seed(call.seed)
    call.out.mkdir(parents=True, exist_ok=True)
    size = size_of(call.size or SIZES.get(call.family, SIZES["phi"]), call.candles)
    lora = (call.rank, call.layers)
    learner = learner_of(call.family, call.base, call.out, size, lora, device_of(call.device))
    if call.compile:
        learner.busy.compile()
    course = Course(call.steps, call.batch, call.rate, balance=call.balance, seed=call.seed, small_floats=call.bf16)
    fit = Fit(learner, [read_table(folder, "train") for folder in call.data], read_table(call.data[0], "valid"),
              call.out, course)
    fit.resume()
    calls = remembered(call.out / "calls.json", call.said)
    valid = fit.run()
    learner.save(call.out)
    sets = [json.loads((folder / "data.json").read_text()) for folder in call.data]
    prompts = {s["task"]: asdict(learner.prompt(s["task"])) for s in sets}
    (call.out / "fit.json").write_text(json.dumps({
        "family": call.family, "base": str(call.base or "none: from scratch"), "candles": call.candles,
        "size": asdict(size), "lora": lora, "commands": calls, "course": asdict(course),
        "valid": valid, "prompts": prompts, "data": sets,
        "parameters": sum(p.numel() for p in learner.module.parameters() if p.requires_grad)}, indent=1) + "\n")
