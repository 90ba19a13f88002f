"""A taught model as GGUF: llama.cpp's own scripts convert it, `nightjar model quantize` makes it smaller."""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from nightjar.train import card

SCRIPTS = ("convert_hf_to_gguf.py", "convert_lora_to_gguf.py")
NEEDED = (*SCRIPTS, "conversion", "gguf-py/gguf")


def fetched() -> Path:
    """The archive that the build has fetched (cmake/fetched.cmake). Raises ValueError."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nightjar" / "fetched"
    archives = sorted(cache.glob("llama-*.tgz"))
    if not archives:
        raise ValueError(f"no llama.cpp in {cache}: give its folder or archive with --llama")
    return archives[-1]


def scripts(llama: Path, folder: Path) -> Path:
    """The folder of llama.cpp with the converting scripts, unpacked into `folder` where it is an archive."""
    if llama.is_dir():
        return llama
    with tarfile.open(llama) as archive:
        members = [member for member in archive.getmembers()
                   if "/vendor/llama.cpp/" in member.name
                   and member.name.split("/vendor/llama.cpp/")[1].startswith(NEEDED)]
        archive.extractall(folder, members, filter="data")
    found = list(folder.glob("*/vendor/llama.cpp"))
    if len(found) != 1:
        raise ValueError(f"{llama} is not the archive that the build fetches")
    return found[0]


def run(words: list[str], log: Path) -> None:
    """Raises ValueError with the end of what the program said."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    log.write_text(done.stdout)
    if done.returncode:
        raise ValueError(f"{' '.join(words[:3])} failed; {log} says:\n{done.stdout[-1500:]}")


def converted(taught: Path, fit: card.Card, name: str, llama: Path | None, out: Path) -> None:
    """Writes the GGUF with 32-bit weights; of LoRA the adapter alone."""
    adapter = fit["family"] == "llama-lora"
    with tempfile.TemporaryDirectory() as temporary:
        home = scripts(llama or fetched(), Path(temporary))
        words = [sys.executable, str(home / SCRIPTS[adapter]), str(taught), "--outfile", str(out),
                 "--outtype", "f32"]
        base = taught / "base" if (taught / "base").exists() else Path(fit["base"])
        words += ["--base", str(base)] if adapter else ["--model-name", name]
        run(words, taught / "convert.log")


def export_model(call: argparse.Namespace) -> None:
    """Writes NAME.gguf and NAME.json into the folder of models."""
    fit = json.loads((call.taught / "fit.json").read_text())
    call.out.mkdir(parents=True, exist_ok=True)
    file = call.out / f"{call.name}.gguf"
    large = call.taught / "f32.gguf"
    converted(call.taught, fit, call.name, call.llama, large)
    weights = None
    if fit["family"] == "llama-lora":
        call.quant, weights = "f32", call.weights or Path(fit["base"])
        if not weights.is_file():
            raise ValueError("an adapter goes on a GGUF: name that of its base with --weights")
    if call.quant == "f32":
        file.write_bytes(large.read_bytes())
    else:
        run([str(call.program), "model", "quantize", str(large), str(file), "--type", call.quant],
            call.taught / "quantize.log")
    made = card.card_of(call.name, file, call.quant, fit, call.said, call.licence, weights)
    path = call.out / f"{call.name}.json"
    card.write(path, made)
    if call.bars:
        made["quality"]["tests"] = card.tests(call.program, call.out, made, call.bars, call.test_limit)
        card.write(path, made)
