"""Each check is shown a checkout that keeps its rule and one that breaks it."""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Checkout(unittest.TestCase):
    """A small checkout of its own, with the real table of rooms."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        subprocess.run(["git", "init", "--quiet", self.root], check=True)
        shutil.copytree(ROOT / "cmake", self.root / "cmake")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def check(self, tool: str, *arguments: str) -> str:
        """What the check prints, "" when it passes."""
        command = [sys.executable, str(ROOT / "tools" / tool), *arguments]
        result = subprocess.run(command, cwd=self.root, capture_output=True, text=True)
        self.assertEqual(result.stderr, "")
        return result.stdout if result.returncode else ""


class Rooms(Checkout):
    def test_a_room_of_the_row_may_be_included(self) -> None:
        self.write("src/exec/algo.cpp", '#include "risk/gate.hpp"\n#include <vector>\n#include <fmt/format.h>\n')
        self.assertEqual(self.check("check_rooms"), "")

    def test_a_room_above_may_not_be_included(self) -> None:
        self.write("src/exec/algo.cpp", '\n#include "engine/engine.hpp"\n')
        self.assertIn("src/exec/algo.cpp:2: exec may not use engine", self.check("check_rooms"))

    def test_a_test_may_include_any_room(self) -> None:
        self.write("src/exec/tests/algo_test.cpp", '#include "engine/engine.hpp"\n#include <sqlite3.h>\n')
        self.assertEqual(self.check("check_rooms"), "")

    def test_a_foreign_header_stays_in_its_room(self) -> None:
        self.write("src/store/views.cpp", "#include <sqlite3.h>\n")
        self.assertEqual(self.check("check_rooms"), "")
        self.write("src/report/page.cpp", "#include <sqlite3.h>\n")
        self.assertIn("sqlite3 lives in store, not in report", self.check("check_rooms"))

    def test_a_header_in_a_folder_of_its_own_is_known(self) -> None:
        self.write("src/signal/patterns.cpp", "#include <ta-lib/ta_libc.h>\n")
        self.assertEqual(self.check("check_rooms"), "")
        self.write("src/risk/patterns.cpp", "#include <ta-lib/ta_libc.h>\n")
        self.assertIn("talib lives in signal, not in risk", self.check("check_rooms"))

    def test_a_folder_that_is_no_room_is_told(self) -> None:
        self.write("src/utils/strings.cpp", "")
        self.assertIn("'utils' is no room", self.check("check_rooms"))

    def test_an_include_names_its_room(self) -> None:
        self.write("src/exec/algo.cpp", '#include "algo.hpp"\n')
        self.assertIn('write "exec/algo.hpp"', self.check("check_rooms"))


class Length(Checkout):
    def test_four_hundred_lines_pass_and_one_more_does_not(self) -> None:
        self.write("src/core/long.cpp", "int x;\n" * 400)
        self.assertEqual(self.check("check_length"), "")
        self.write("src/core/long.cpp", "int x;\n" * 401)
        self.assertIn("401 lines", self.check("check_length"))


class Determinism(Checkout):
    WRONG = (
        "auto now = std::chrono::system_clock::now();",
        "auto now = time(nullptr);",
        "std::mt19937 twister;",
        "int x = rand();",
        "std::unordered_map<int, int> orders;",
        "std::map<const Order*, int> by_address;",
        "auto who = std::this_thread::get_id();",
        'auto* home = std::getenv("HOME");',
    )

    def test_code_that_asks_the_machine_fails(self) -> None:
        for line in self.WRONG:
            with self.subTest(line):
                self.write("src/engine/engine.cpp", f"\n{line}\n")
                self.assertIn("src/engine/engine.cpp:2: ", self.check("check_determinism"))

    def test_words_in_comments_and_literals_pass(self) -> None:
        self.write("src/engine/engine.cpp", '// rand()\n/* system_clock */ auto s = "std::mt19937";\n')
        self.assertEqual(self.check("check_determinism"), "")

    def test_members_that_are_only_called_so_pass(self) -> None:
        self.write("src/engine/engine.cpp", "auto t = stamp.time(); auto e = expiry_time(0); int brand(int);\n")
        self.assertEqual(self.check("check_determinism"), "")

    def test_the_one_place_of_each_thing_passes(self) -> None:
        self.write("src/engine/live_clock.cpp", "auto now = std::chrono::steady_clock::now();\n")
        self.write("src/core/base/random.cpp", "std::random_device device;\n")
        self.write("src/engine/tests/engine_test.cpp", "int x = rand();\n")
        self.assertEqual(self.check("check_determinism"), "")


class Format(Checkout):
    def test_a_badly_formatted_file_fails_and_is_mended(self) -> None:
        shutil.copy(ROOT / ".clang-format", self.root)
        self.write("src/core/x.cpp", "int  x;\n")
        command = [sys.executable, str(ROOT / "tools/check_format")]
        wrong = subprocess.run(command, cwd=self.root, capture_output=True, text=True)
        self.assertEqual(wrong.returncode, 1)
        subprocess.run([*command, "--fix"], cwd=self.root, check=True, capture_output=True)
        self.assertEqual(self.check("check_format"), "")


class CompileFail(Checkout):
    def outcome(self, code: str) -> str:
        self.write("x.cpp", code)
        return self.check("check_compile_fail", "x.cpp", "--", "c++")

    def test_what_fails_as_expected_passes(self) -> None:
        self.assertEqual(self.outcome("// expect: was not declared|undeclared\nint x = y;\n"), "")

    def test_what_compiles_fails(self) -> None:
        self.assertIn("compiles, and must not", self.outcome("// expect: .\nint x;\n"))

    def test_another_error_than_the_expected_fails(self) -> None:
        self.assertIn("another reason", self.outcome("// expect: no match for\nint x = y;\n"))

    def test_a_twin_that_does_not_compile_fails(self) -> None:
        self.assertIn("must compile with NJ_OK", self.outcome("// expect: .\nint x = y;\n#ifdef NJ_OK\n#endif\n"))

    def test_a_file_without_an_expectation_fails(self) -> None:
        self.assertIn("begins with", self.outcome("int x = y;\n"))


class Links(Checkout):
    """Configuring refuses what the table does not allow."""

    def configure(self, *lines: str) -> str:
        for room in ("core", "engine"):
            self.write(f"src/{room}/{room}.cpp", "")
        text = "cmake_minimum_required(VERSION 3.25)\nproject(links LANGUAGES CXX)\nadd_library(nightjar_flags INTERFACE)\n"
        self.write("CMakeLists.txt", text + "include(cmake/nj_room.cmake)\n" + "\n".join(lines) + "\n")
        command = ["cmake", "-G", "Ninja", "-B", "build", "-D", "CMAKE_CXX_COMPILER_FORCED=ON"]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True).stderr

    def test_a_link_downward_configures(self) -> None:
        self.assertEqual(self.configure("nj_room(core RANK 0)", "nj_room(engine RANK 4 DEPS core)"), "")

    def test_a_link_upward_is_refused(self) -> None:
        answer = self.configure("nj_room(engine RANK 4)", "nj_room(core RANK 0 DEPS engine)")
        self.assertIn("'core' of rank 0 may not use 'engine'", answer)

    def test_a_link_past_the_table_is_refused(self) -> None:
        answer = self.configure("nj_room(core RANK 0)", "nj_room(engine RANK 4)",
                                "target_link_libraries(nightjar_engine PUBLIC nightjar_core)")
        self.assertIn("'engine' links 'core', which is not in its row", " ".join(answer.split()))


if __name__ == "__main__":
    unittest.main()
