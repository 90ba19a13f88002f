"""The choice of files that clang-tidy looks at."""

import importlib.machinery
import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

TOOLS = Path(__file__).resolve().parents[1]


def load_tidy():  # a script without a suffix
    sys.path.insert(0, str(TOOLS))
    loader = importlib.machinery.SourceFileLoader("tidy", str(TOOLS / "tidy"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("tidy", loader))
    loader.exec_module(module)
    return module


tidy = load_tidy()
A, B, C = Path("src/a.cpp"), Path("src/b.cpp"), Path("src/c.cpp")


class Chosen(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cache = Path(folder.name)
        for target, value in (("CACHE", self.cache), ("MOST", 1), ("recent", lambda: [Path("README.md"), B])):
            patch = mock.patch.object(tidy, target, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.keys = {A: "a1", B: "b1", C: "c1"}

    def test_from_cold_the_recent_files_are_chosen_and_the_rest_is_put_off(self) -> None:
        self.assertEqual(tidy.chosen(self.keys, full=False), [B])
        (self.cache / "b1").touch()
        self.assertEqual(tidy.chosen(self.keys, full=False), [])

    def test_a_file_that_changed_is_chosen(self) -> None:
        tidy.chosen(self.keys, full=False)
        (self.cache / "b1").touch()
        self.assertEqual(tidy.chosen({**self.keys, C: "c2"}, full=False), [C])

    def test_a_file_that_did_not_pass_is_chosen_again(self) -> None:
        tidy.chosen(self.keys, full=False)
        self.assertEqual(tidy.chosen(self.keys, full=False), [B])

    def test_full_chooses_all_that_have_not_passed(self) -> None:
        tidy.chosen(self.keys, full=False)
        (self.cache / "b1").touch()
        self.assertEqual(tidy.chosen(self.keys, full=True), [A, C])


if __name__ == "__main__":
    unittest.main()
