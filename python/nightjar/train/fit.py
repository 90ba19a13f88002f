"""Learning: seeded, resumable, with progress. Everything that decides what comes next is in the checkpoint."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from nightjar.train.batches import Draw, Table
from nightjar.train.learners import Learner


@dataclass(frozen=True)
class Course:
    """How long and how fast."""

    steps: int
    batch: int = 64
    rate: float = 8e-4
    warm: int = 200           # steps until the rate is reached
    fall: float = 0.6         # last part of the steps, in which the rate falls to nothing
    balance: float = 0.5
    other: float = 0.1        # of each batch, for tasks beside the first
    seed: int = 1
    keep_s: float = 120       # of the processor, between checkpoints
    small_floats: bool = False


def device_of(wanted: str) -> torch.device:
    """What is there: CUDA, the Metal of Apple Silicon, or the processor."""
    if wanted != "auto":
        return torch.device(wanted)
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def rate(course: Course, step: int) -> float:
    """Of learning, at a step: up in a line, flat, down in a line."""
    left = (course.steps - step) / (course.steps * course.fall)
    return course.rate * min(1.0, (step + 1) / course.warm, max(left, 0.01))


def macro_f1(truth: np.ndarray, said: np.ndarray, labels: int) -> float:
    """Mean of the F1 of the labels that are true at least once."""
    f1 = [2 * np.sum((truth == i) & (said == i)) / (np.sum(truth == i) + np.sum(said == i))
          for i in range(labels) if np.any(truth == i)]
    return float(np.mean(f1))


def check(learner: Learner, table: Table, tokens: np.ndarray, most: int = 4000) -> tuple[float, float]:
    """Accuracy and macro F1 over rows of a table, spread over it."""
    rows = np.unique(np.linspace(0, len(table) - 1, most).astype(int))
    said = []
    learner.module.eval()
    with torch.no_grad():
        for start in range(0, len(rows), 250):
            said.append(learner.scores(table, tokens, rows[start:start + 250]).argmax(-1).cpu().numpy())
    learner.module.train()
    answers = np.concatenate(said)
    return float(np.mean(answers == table.label[rows])), macro_f1(table.label[rows], answers, len(table.natural))


def left(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02}:{int(seconds % 60):02}"


class Fit:
    """One course of one learner. The first table is the task that is checked; the others take their part of a batch."""

    def __init__(self, learner: Learner, tables: list[Table], valid: Table, folder: Path, course: Course) -> None:
        self.learner, self.tables, self.valid, self.course = learner, tables, valid, course
        self.file = folder / "checkpoint.pt"
        self.draws = [Draw(table, course.balance if table.task == "patterns" else 0.0, course.seed + i)
                      for i, table in enumerate(tables)]
        device = next(learner.module.parameters()).device
        self.device = device
        self.shifts = [torch.tensor(draw.shift, dtype=torch.float32, device=device) for draw in self.draws]
        parameters = [p for p in learner.module.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(parameters, lr=course.rate, weight_decay=0.01, betas=(0.9, 0.98))
        self.parameters = parameters
        self.step = 0
        self.spent = 0.0  # seconds of the processor
        self.tokens = [learner.tokens(table) for table in tables]
        self.valid_tokens = learner.tokens(valid)

    def resume(self) -> bool:
        """Goes on where a checkpoint stands, if there is one."""
        if not self.file.exists():
            return False
        kept = torch.load(self.file, weights_only=False, map_location=self.device)
        self.learner.module.load_state_dict(kept["module"])
        self.optimizer.load_state_dict(kept["optimizer"])
        for draw, state in zip(self.draws, kept["draws"], strict=True):
            draw.restore(state)
        torch.set_rng_state(kept["chance"].cpu())
        self.step, self.spent = kept["step"], kept["spent"]
        return True

    def keep(self) -> None:
        """Writes the checkpoint; a crash leaves the older one."""
        part = self.file.with_suffix(".part")
        torch.save({"module": self.learner.module.state_dict(), "optimizer": self.optimizer.state_dict(),
                    "draws": [draw.state() for draw in self.draws], "chance": torch.get_rng_state(),
                    "step": self.step, "spent": self.spent}, part)
        os.replace(part, self.file)

    def learn(self) -> float:
        """One step; gives the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.course, self.step)
        others = round(self.course.batch * self.course.other) if len(self.tables) > 1 else 0
        sizes = [self.course.batch - others * (len(self.tables) - 1)] + [others] * (len(self.tables) - 1)
        total = torch.zeros((), device=self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.course.small_floats):
            for table, tokens, draw, shift, size in zip(self.tables, self.tokens, self.draws, self.shifts, sizes,
                                                        strict=True):
                rows = draw.rows(size)
                total = total + self.learner.loss(table, tokens, rows, shift) * (size / self.course.batch)
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.step += 1
        return float(total.detach())

    def run(self) -> dict[str, float]:
        """Until the last step; gives what the validation rows say of the result."""
        begun, kept, losses = time.monotonic(), self.spent, []
        first, before, already = self.step, time.process_time(), self.spent
        while self.step < self.course.steps:
            losses.append(self.learn())
            self.spent = already + time.process_time() - before
            if self.spent - kept > self.course.keep_s or self.step == self.course.steps:
                self.keep()
                accuracy, f1 = check(self.learner, self.valid, self.valid_tokens)
                pace = (time.monotonic() - begun) / (self.step - first)
                print(f"step {self.step} of {self.course.steps}, loss {np.mean(losses):.3f}, valid: accuracy "
                      f"{accuracy:.3f}, macro F1 {f1:.3f}; {left(pace * (self.course.steps - self.step))} left",
                      file=sys.stderr, flush=True)
                kept, losses = self.spent, []
        accuracy, f1 = check(self.learner, self.valid, self.valid_tokens, len(self.valid))
        return {"accuracy": accuracy, "macro_f1": f1, "rows": float(len(self.valid)), "processor_s": self.spent,
                "steps": float(self.step)}
