"""Rows as arrays, and which of them are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nightjar.train import words
from nightjar.train.dataset import Row


@dataclass(frozen=True)
class Table:
    """Rows of one task. ``label``: number in words.LABELS. ``trail``: families of the candles, oldest first; -1 for
    none known. ``natural``: how often each label is true before rows were left out, in shares."""

    task: str
    text: list[str]
    label: np.ndarray    # int64 [rows]
    trail: np.ndarray    # int64 [rows, context]
    natural: np.ndarray  # float64 [labels]

    def __len__(self) -> int:
        return len(self.text)


def table(task: str, rows: Sequence[Row], natural: dict[str, int]) -> Table:
    """Of the rows of a data set. Raises ValueError where there are none or a response is unknown."""
    if not rows:
        raise ValueError(f"{task}: no rows")
    labels = {label: i for i, label in enumerate(words.LABELS[task])}
    families = {label: i for i, label in enumerate(words.FAMILIES)}
    for row in rows:
        if row["response"] not in labels:
            raise ValueError(f"{task}: \"{row['response']}\" is no response")
    label = np.array([labels[str(row["response"])] for row in rows], np.int64)
    trail = np.array([[families[name] for name in row["trail"]] for row in rows], np.int64)  # type: ignore[attr-defined]
    if task != "patterns":
        trail = np.full_like(trail, -1)
    counts = np.array([natural.get(name, 0) for name in labels], float) + 1
    return Table(task, [str(row["input"]) for row in rows], label, trail, counts / counts.sum())


class Draw:
    """Rows of a table by chance: each label as often as its share to the power of 1 - ``balance``.

    ``shift`` is what to add to the scores of the labels while learning, so that the model still answers with natural
    shares: ln(drawn / natural) (Menon et al. 2021, logit adjustment).
    """

    def __init__(self, table: Table, balance: float, seed: int) -> None:
        labels = len(table.natural)
        self._rows = [np.flatnonzero(table.label == label) for label in range(labels)]
        weight = np.array([len(rows) for rows in self._rows], float)
        there = weight > 0
        self._share = np.zeros(labels)
        self._share[there] = weight[there] ** (1 - balance)
        self._share /= self._share.sum()
        self.shift = np.zeros(labels)
        self.shift[there] = np.log(self._share[there] / table.natural[there])
        self._chance = np.random.default_rng(seed)

    def rows(self, count: int) -> np.ndarray:
        """Numbers of rows."""
        labels = self._chance.choice(len(self._share), count, p=self._share)
        return np.array([self._rows[label][self._chance.integers(len(self._rows[label]))] for label in labels])

    def state(self) -> dict[str, object]:
        return dict(self._chance.bit_generator.state)

    def restore(self, state: dict[str, object]) -> None:
        self._chance.bit_generator.state = state
