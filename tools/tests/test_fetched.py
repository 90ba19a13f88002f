"""What is fetched: the cache is used as it is, and another archive than the pinned one is refused. Loopback only."""

import hashlib
import http.server
import io
import json
import os
import subprocess
import tarfile
import tempfile
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
include("{root}/cmake/fetched.cmake")
nj_fetched(sample VERSION 1.0.0 NPM sample SHA256 {sha256})
nj_fetch(sample archive)
message("got ${{archive}}")
"""


def archive(word: str) -> bytes:
    """A package that npm takes: its manifest is all that is in it."""
    manifest = json.dumps({"name": "sample", "version": "1.0.0", "description": word}).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as files:
        entry = tarfile.TarInfo("package/package.json")
        entry.size = len(manifest)
        files.addfile(entry, io.BytesIO(manifest))
    return packed.getvalue()


RIGHT, WRONG = archive("right"), archive("wrong")


class Fetched(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.cached = self.root / "cache/nightjar/fetched/sample-1.0.0.tgz"

    def fetch(self, registry: str = "http://127.0.0.1:9") -> subprocess.CompletedProcess[str]:
        """Fetches an archive that is pinned to be RIGHT."""
        script = self.root / "script.cmake"
        script.write_text(SCRIPT.format(root=ROOT, sha256=hashlib.sha256(RIGHT).hexdigest()))
        environment = os.environ | {
            "XDG_CACHE_HOME": str(self.root / "cache"), "npm_config_registry": registry, "no_proxy": "127.0.0.1",
            "npm_config_cache": str(self.root / "npm"), "npm_config_fetch_retries": "0",
        }
        command = ["cmake", "-P", str(script)]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    def cache(self, content: bytes) -> None:
        self.cached.parent.mkdir(parents=True)
        self.cached.write_bytes(content)

    def test_what_is_in_the_cache_needs_no_network(self) -> None:
        self.cache(RIGHT)
        self.assertIn(f"got {self.cached}", self.fetch().stderr)

    def test_another_archive_in_the_cache_is_refused_with_both_hashes(self) -> None:
        self.cache(WRONG)
        result = self.fetch()
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("is not the archive that cmake/fetched.cmake pins", " ".join(result.stderr.split()))
        self.assertIn(hashlib.sha256(RIGHT).hexdigest(), result.stderr)
        self.assertIn(hashlib.sha256(WRONG).hexdigest(), result.stderr)

    def serve(self, content: bytes) -> str:
        """A registry that has the archive; its address."""

        class Registry(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = f"http://{self.headers['Host']}"
                version = {"name": "sample", "version": "1.0.0",
                           "dist": {"tarball": f"{host}/sample/-/sample-1.0.0.tgz"}}
                package = {"name": "sample", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
                answers = {"/sample": json.dumps(package).encode(), "/sample/-/sample-1.0.0.tgz": content}
                self.send_response(200 if self.path in answers else 404)
                self.end_headers()
                self.wfile.write(answers.get(self.path, b""))

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}/"

    def test_a_download_is_kept_for_the_next_time(self) -> None:
        self.assertIn(f"got {self.cached}", self.fetch(self.serve(RIGHT)).stderr)
        self.assertIn(f"got {self.cached}", self.fetch().stderr)

    def test_another_archive_from_the_registry_is_refused_and_not_used_later(self) -> None:
        result = self.fetch(self.serve(WRONG))
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("is not the archive that cmake/fetched.cmake pins", " ".join(result.stderr.split()))
        self.assertFalse(self.cached.exists())

    def test_without_network_it_says_what_to_do(self) -> None:
        result = self.fetch()
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(f"put the archive at {self.cached} yourself", " ".join(result.stderr.split()))
        self.assertEqual(list(self.cached.parent.glob("*")), [])


if __name__ == "__main__":
    unittest.main()
