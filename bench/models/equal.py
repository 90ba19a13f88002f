"""One model asked through transformers and through llama.cpp: are the answers the same?

    equal.py TAUGHT NIGHTJAR BARS [WINDOWS]

TAUGHT: a folder of `nightjar model train fit`. Its weights are exported with 32 bits, Q8_0 and Q4_K_M; each is asked by
`nightjar model eval --answers` about the same windows as the model that fit has left. Prints a line of JSON for each.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from nightjar.train import words
from nightjar.train.__main__ import main as train
from nightjar.train.batches import table
from nightjar.train.course import restored


def lines(program: str, *arguments: str) -> list[str]:
    done = subprocess.run([program, "model", *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


def main(taught: Path, program: str, bars: Path, count: int) -> None:
    fit = json.loads((taught / "fit.json").read_text())
    torch.set_num_threads(1)
    learner = restored(taught, torch.device("cpu"))
    task = fit["data"][0]["task"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for quant in ("f32", "Q8_0", "Q4_K_M"):
            train(["export", "--name", "same", "--out", temporary, "--quant", quant, "--program", program, str(taught)])
            lines(program, "eval", "--models", temporary, "--model", "same", "--task", task, "--data", str(bars),
                  "--from", fit["data"][0]["series"][0]["tested_from"], "--limit", str(count),
                  "--answers", str(folder / "answers"))
            told = [json.loads(line) for line in (folder / "answers").read_text().splitlines()]
            ours = np.array([each["scores"] for each in told])
            trail = ["none"] * fit["candles"]
            asked = [{"input": each["input"], "response": each["truth"], "trail": trail} for each in told]
            rows = table(task, asked, {})
            with torch.no_grad():
                theirs = learner.scores(rows, learner.tokens(rows), np.arange(len(rows))).numpy()
            truth = rows.label
            print(json.dumps({"family": fit["family"], "quant": quant, "n": len(told),
                              "same": float(np.mean(ours.argmax(1) == theirs.argmax(1))),
                              "most": float(np.abs(ours - theirs).max()),
                              "most_of_answers": float(np.abs(ours.max(1) - theirs.max(1)).max()),
                              "accuracy": float(np.mean(ours.argmax(1) == truth)),
                              "accuracy_torch": float(np.mean(theirs.argmax(1) == truth)),
                              "labels": len(words.LABELS[task])}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("taught", type=Path)
    parser.add_argument("program")
    parser.add_argument("bars", type=Path)
    parser.add_argument("windows", type=int, nargs="?", default=1000)
    call = parser.parse_args()
    sys.exit(main(call.taught, call.program, call.bars, call.windows))
