"""python -m nightjar.train: dataset, fit, export; `nightjar model train` runs this."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nightjar.train import dataset

PROGRAM = Path(os.environ.get("NIGHTJAR_PROGRAM", "nightjar"))


def data(call: argparse.Namespace) -> None:
    plan = dataset.Plan(candles=call.candles, context=call.context, train=call.train, valid=call.valid,
                        embargo=call.embargo, none=call.none, limit=call.limit, held_out=tuple(call.held_out),
                        seed=call.seed)
    candles = plan.context if call.task == "patterns" else plan.candles
    facts = dataset.build(call.out, call.task, call.bars, plan, lambda file: dataset.windows(
        call.program, call.task, candles, file, plan.limit), call.said)
    print(f"{call.out}: {facts['rows']}, nothing later than {facts['cutoff']}", file=sys.stderr)


def fit(call: argparse.Namespace) -> None:
    from nightjar.train.course import teach
    teach(call)


def export(call: argparse.Namespace) -> None:
    from nightjar.train.export import export_model
    export_model(call)


def add_data(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    it = commands.add_parser("dataset", help="a data set in Alpaca form out of bars",
                             epilog="example: dataset --out patterns BTCUSDT_1h.csv.gz ETHUSDT_1h.csv.gz")
    plan = dataset.Plan()
    it.add_argument("bars", nargs="+", type=Path, help="CSV files, also .gz or .zst")
    it.add_argument("--out", type=Path, required=True, help="folder of the data set")
    it.add_argument("--task", choices=("patterns", "direction"), default="patterns")
    it.add_argument("--program", type=Path, default=PROGRAM, help="nightjar, which writes the words")
    it.add_argument("--candles", type=int, default=plan.candles, help="that a model sees (default %(default)s)")
    it.add_argument("--context", type=int, default=plan.context, help="candles of a row (default %(default)s)")
    it.add_argument("--train", type=float, default=plan.train, help="share of each series (default %(default)s)")
    it.add_argument("--valid", type=float, default=plan.valid, help="the share behind it (default %(default)s)")
    it.add_argument("--embargo", type=int, default=plan.embargo, help="bars left out at a split (default %(default)s)")
    it.add_argument("--none", type=float, default=plan.none, help="share of \"none\" at most (default %(default)s)")
    it.add_argument("--limit", type=int, default=plan.limit, help="windows of a series (default %(default)s)")
    it.add_argument("--held-out", nargs="*", default=[], help="parts of names of series to leave for tests")
    it.add_argument("--seed", type=int, default=plan.seed)
    it.set_defaults(run=data)


def add_fit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    it = commands.add_parser("fit", help="teach a model; called again, it goes on where it stopped",
                             epilog="example: fit --family flan-t5 --out t5 --steps 12000 patterns direction")
    it.add_argument("data", nargs="+", type=Path, help="folders of data sets; the first is the one that is checked")
    it.add_argument("--family", choices=("flan-t5", "phi", "llama-lora"), required=True)
    it.add_argument("--base", type=Path, help="a checkpoint of the family, or a GGUF of LLaMA; none: from scratch")
    it.add_argument("--out", type=Path, required=True, help="folder of the model and its checkpoints")
    it.add_argument("--steps", type=int, required=True)
    it.add_argument("--batch", type=int, default=64, help="rows of a step (default %(default)s)")
    it.add_argument("--rate", type=float, default=8e-4,
                    help="of learning (default %(default)s; at 2e-3 a small T5 learns nothing)")
    it.add_argument("--balance", type=float, default=0.5, help="0: labels as they come; 1: equally often (default 0.5)")
    it.add_argument("--size", help="from scratch: WIDTHxHEADSxINNERxLAYERS (T5 128x4x256x3, phi 256x4x512x2)")
    it.add_argument("--candles", type=int, default=6, help="that the model sees (default %(default)s)")
    it.add_argument("--layers", type=int, default=12, help="LoRA: the last ones that learn (default %(default)s)")
    it.add_argument("--rank", type=int, default=8, help="LoRA (default %(default)s)")
    it.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    it.add_argument("--threads", type=int, default=1, help="of the processor (default %(default)s)")
    it.add_argument("--bf16", action="store_true", help="small floats, where the processor has them")
    it.add_argument("--compile", action="store_true", help="compile the model first: a minute, then twice as fast")
    it.add_argument("--seed", type=int, default=1)
    it.set_defaults(run=fit)


def add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    it = commands.add_parser("export", help="a taught model as GGUF, with its card",
                             epilog="example: export --name candles-t5 --out models t5")
    it.add_argument("taught", type=Path, help="folder that fit has written")
    it.add_argument("--name", required=True, help="of the model")
    it.add_argument("--out", type=Path, required=True, help="folder of models")
    it.add_argument("--quant", choices=("f32", "Q8_0", "Q4_K_M"), default="Q8_0")
    it.add_argument("--program", type=Path, default=PROGRAM, help="nightjar, which quantizes")
    it.add_argument("--weights", type=Path, help="the GGUF that an adapter goes on; none: the --base of fit")
    it.add_argument("--llama", type=Path, help="llama.cpp: its folder or archive; none: what the build has fetched")
    it.add_argument("--bars", nargs="*", default=[], type=Path, help="bars to test with, from where nothing was taught")
    it.add_argument("--test-limit", type=int, default=2000, help="windows of a test (default %(default)s)")
    it.add_argument("--licence", default="MIT")
    it.set_defaults(run=export)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="nightjar model train", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_data(commands)
    add_fit(commands)
    add_export(commands)
    call = parser.parse_args(arguments)
    call.said = list(arguments if arguments is not None else sys.argv[1:])
    try:
        call.run(call)
    except (ValueError, OSError, json.JSONDecodeError) as wrong:
        print(f"nightjar model train: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
