"""A headless Chromium for tests, driven over its own protocol; nothing to install but the browser.

Real mouse and key events go in, and every request that the page makes is recorded.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_KEYS = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}
_PATIENCE = 60  # seconds; no test measures them


class Browser:
    """One page of a headless Chromium.

    Attributes:
        requests: addresses that the page asked for.
        problems: what its console complained about.
    """

    def __init__(self, profile: Path) -> None:
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            pytest.skip("there is no Chromium to open the report with")
        websocket = pytest.importorskip("tornado.websocket", reason="tornado is not installed")
        self.requests: list[str] = []
        self.problems: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._number = 0
        self._socket: Any = None
        self._process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                # Nothing of its own goes out, so that every request seen is the page's.
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._socket = self._connected(websocket, profile / "DevToolsActivePort")
        except BaseException:
            self._process.kill()
            raise
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(_PATIENCE)
        self._loop.close()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        read = self._answer(method, **parameters)
        assert "error" not in read, read
        return dict(read["result"])

    def _answer(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = json.dumps({"id": number, "method": method, "params": parameters})
        self._wait(lambda: self._socket.write_message(message))
        while True:
            read = json.loads(self._wait(self._socket.read_message))
            if read.get("id") == number:
                return dict(read)
            self._note(read)

    def open(self, page: Path, query: str = "") -> None:
        """Open a file and wait until its script has run."""
        self.value("window.isThePageBefore = true")
        self.call("Page.navigate", url=page.as_uri() + query)
        self.until("!window.isThePageBefore && document.readyState === 'complete'")

    def value(self, expression: str) -> Any:
        """Return what an expression gives in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true in the page.

        Between two pages there is a moment without a document, in which an expression fails.
        """

        def true() -> bool:
            read = self._answer("Runtime.evaluate", expression=expression, returnByValue=True)
            return read.get("result", {}).get("result", {}).get("value") is True

        self._patiently(true, expression)

    def click(self, selector: str) -> None:
        """Click with the mouse in the middle of an element."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.value(f"{found}.scrollIntoView({{block: 'center'}})")
        x, y = self.value(
            f"(() => {{ const b = {found}.getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Press a key, by its name or character."""
        about: dict[str, Any] = {"key": key}
        if key in _KEYS:
            about["windowsVirtualKeyCode"] = _KEYS[key]
        else:
            about["text"] = key
        self.call("Input.dispatchKeyEvent", type="keyDown", **about)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def write(self, text: str) -> None:
        """Write into what has the focus."""
        self.call("Input.insertText", text=text)

    def _note(self, event: dict[str, Any]) -> None:
        about = event.get("params", {})
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(about["request"]["url"])
            case "Runtime.exceptionThrown":
                self.problems.append(str(about["exceptionDetails"]))
            case "Log.entryAdded":
                self.problems.append(str(about["entry"]["text"]))

    def _port(self, file: Path) -> int:
        self._patiently(lambda: file.exists() and "\n" in file.read_text(), "Chromium starts")
        return int(file.read_text().splitlines()[0])

    def _patiently(self, happened: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not happened():
            assert time.monotonic() < end, f"waited in vain: {what}"
            time.sleep(0.05)

    def _connected(self, websocket: Any, port_file: Path) -> Any:
        port = self._port(port_file)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            target = next(each for each in json.load(answer) if each["type"] == "page")
        address = target["webSocketDebuggerUrl"]
        most = 100_000_000  # bytes of a message
        return self._wait(lambda: websocket.websocket_connect(address, max_message_size=most))

    def _wait(self, begin: Callable[[], Any]) -> Any:
        async def ended() -> Any:
            return await asyncio.wait_for(begin(), _PATIENCE)  # futures are made in the loop

        return self._loop.run_until_complete(ended())
