"""A terminal that is not there: a program draws on it, and what it shows is read off."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
import threading

import pyte


class Terminal:
    """Give `inner` to a program as its standard error, `start` when it has it.

    `stop` ends the reading and returns each line that was shown at the cursor, once.
    """

    def __init__(self, *, columns: int, lines: int) -> None:
        self._outer, self.inner = pty.openpty()
        fcntl.ioctl(self.inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._shown: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)

    def start(self) -> None:
        os.close(self.inner)
        self._reader.start()

    def stop(self) -> list[str]:
        self._reader.join()
        os.close(self._outer)
        return self._shown

    @property
    def left(self) -> list[str]:
        """Return the lines that stand on the screen now."""
        return [line.rstrip() for line in self._screen.display if line.strip()]

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._outer, 65_536)
            except OSError:  # nobody has the inner end any more
                return
            self._stream.feed(data)
            shown = self._screen.display[self._screen.cursor.y].rstrip()
            if shown and (not self._shown or self._shown[-1] != shown):
                self._shown.append(shown)
