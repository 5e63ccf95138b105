"""Headless Chromium, spoken to through its own debugging pipe, so that no driver has to be installed.

Each message is a line of JSON that ends with a NUL: ours go to the browser's file 3, its answers come from its file 4.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --disable-sync --disable-background-networking "
    "--disable-component-update --no-first-run --remote-debugging-pipe"
).split()
# Becomes the browser, with the two ends given as its files 3 and 4.
MOVED = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
LOADED = "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))"


class Page:
    """A tab of the browser."""

    def __init__(self, calls: IO[bytes], answers: IO[bytes]) -> None:
        self._sent = calls
        self._messages = _messages(answers)
        self._calls = 0
        self._session: dict[str, str] = {}
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        self._call("Page.enable")

    def show(self, place: Path, width: int, scheme: str) -> None:
        """Opens a file in a window of this width in CSS pixels, for a reader who likes `light` or `dark`."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500
        )
        self._call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self._call("Page.navigate", url=place.as_uri())
        self.run(LOADED)

    def run(self, script: str) -> Any:
        """What a script in the page gives, awaited; the page's own content policy does not bind it."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._calls += 1
        call = {"id": self._calls, "method": method, "params": params, **self._session}
        self._sent.write(json.dumps(call).encode() + b"\0")
        self._sent.flush()
        answer = next(message for message in self._messages if message.get("id") == self._calls)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result


def _messages(answers: IO[bytes]) -> Iterator[dict[str, Any]]:
    rest = b""
    while data := os.read(answers.fileno(), 1 << 16):
        *whole, rest = (rest + data).split(b"\0")
        yield from map(json.loads, whole)


@contextmanager
def open_page(program: str, profile: Path) -> Iterator[Page]:
    """A tab of a browser of its own, which keeps its files in `profile` and ends with the context."""
    (to_read, to_write), (from_read, from_write) = os.pipe(), os.pipe()
    with ExitStack() as closing:
        calls = closing.enter_context(os.fdopen(to_write, "wb"))
        answers = closing.enter_context(os.fdopen(from_read, "rb"))
        command = [sys.executable, "-c", MOVED, str(to_read), str(from_write), program]
        flags = [*QUIET, f"--user-data-dir={profile}", "about:blank"]
        running = subprocess.Popen([*command, *flags], pass_fds=(to_read, from_write), stderr=subprocess.DEVNULL)
        closing.callback(running.wait, 30)
        closing.callback(running.terminate)
        os.close(to_read)
        os.close(from_write)
        yield Page(calls, answers)
