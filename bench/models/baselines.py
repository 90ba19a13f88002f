"""Logistic regression and gradient boosting on the words of windows: what any language model is to be held against.

    baselines.py DATA ASKED.json LEAST

DATA: a folder of `nightjar model train dataset`; ASKED: {series: [rows of nightjar model windows]}. Prints
{series: [row]} with the measures of src/infer/evaluation.hpp.
"""

import json
import sys
from pathlib import Path

import numpy as np
from nightjar.train import words
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

MOST = 20_000  # rows to learn from: minutes on one processor
NUMBER = {word: ord(word[1]) - ord("a") for word in words.candle_words()}


def columns(texts: list[str], candles: int) -> np.ndarray:
    """uint8 [windows, candles * 7]: the value of each word."""
    last = [words.last_candles(text, candles).replace(f" {words.PART} ", " ").split(" ") for text in texts]
    return np.array([[NUMBER[word] for word in each] for each in last], np.uint8)


def one_hot(table: np.ndarray) -> np.ndarray:
    """float32 [windows, words]: a column for each word at each place."""
    sizes = list(words.FIELDS.values()) * (table.shape[1] // words.CANDLE)
    return np.concatenate([np.eye(size, dtype=np.float32)[table[:, i]] for i, size in enumerate(sizes)], 1)


def measures(shares: np.ndarray, truth: np.ndarray, least: int) -> dict[str, float]:
    """As `nightjar model eval` counts."""
    said, surest = shares.argmax(1), shares.max(1)
    hot = np.eye(shares.shape[1])[truth]
    f1 = [2 * np.sum((truth == i) & (said == i)) / (np.sum(truth == i) + np.sum(said == i))
          for i in range(shares.shape[1]) if np.sum(truth == i) >= least]
    bins = np.minimum((surest * 10).astype(int), 9)
    ece = sum(abs(np.sum(surest[bins == b]) - np.sum((said == truth)[bins == b])) for b in range(10)) / len(truth)
    return {"n": len(truth), "accuracy": float(np.mean(said == truth)), "macro_f1": float(np.mean(f1)) if f1 else 0.0,
            "brier": float(np.mean(np.sum((shares - hot) ** 2, 1))),
            "base_rate_brier": float(1 - np.sum(hot.mean(0) ** 2)), "ece": float(ece)}


def main(folder: Path, asked: Path, least: int) -> None:
    facts = json.loads((folder / "data.json").read_text())
    labels = {label: i for i, label in enumerate(words.LABELS[facts["task"]])}
    candles = facts["plan"]["candles"]
    with (folder / "train.jsonl").open() as file:
        taught = [json.loads(line) for _, line in zip(range(MOST), file)]
    x = columns([row["input"] for row in taught], candles)
    y = np.array([labels[row["response"]] for row in taught])
    linear = LogisticRegression(max_iter=100).fit(one_hot(x), y)
    trees = HistGradientBoostingClassifier(max_iter=80, max_leaf_nodes=31, random_state=1,
                                           categorical_features=list(range(x.shape[1]))).fit(x, y)
    told = {}
    for series, rows in json.loads(asked.read_text()).items():
        table = columns([row["input"] for row in rows], candles)
        truth = np.array([labels[row["output"]] for row in rows])
        told[series] = []
        for who, model, of in (("logistic regression", linear, one_hot(table)), ("gradient boosting", trees, table)):
            shares = np.zeros((len(rows), len(labels)))
            shares[:, model.classes_] = model.predict_proba(of)
            told[series].append({"who": who, **measures(shares, truth, least)})
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
