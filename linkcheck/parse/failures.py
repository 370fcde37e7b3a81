"""Errors that are kept until all has been read, so that nothing found is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.errors import DocumentError

if TYPE_CHECKING:
    from types import TracebackType


class Failures:
    """Hold back document errors: `with failures:` goes on, `raise_first` says what went wrong."""

    def __init__(self) -> None:
        self._first: DocumentError | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, DocumentError):
            return False
        if self._first is None:
            self._first = error
        return True

    def raise_first(self) -> None:
        """Raise the first error that was held back, if there was one."""
        if self._first is not None:
            raise self._first
