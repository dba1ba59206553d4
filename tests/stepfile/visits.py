"""Counts the bytes that the reader visits: a measure of its work that no clock and no other process disturbs."""

import io
import re
from collections.abc import Iterator
from typing import Any, Self

import pytest

from stepfile import end, tokens


class Visits:
    """What was visited so far, in bytes; a call that visits none counts as one."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        for module, names in (
            (tokens, ("_TOKEN", "_IN_STRING", "_ESCAPE", "_SOLID")),
            (end, ("_COMMENT_END", "_SECTION_END")),
        ):
            for name in names:
                patch.setattr(module, name, _Pattern(getattr(module, name), self))

    def add(self, size: int) -> None:
        """Count `size` bytes more."""
        self.count += max(1, size)

    def text(self, content: bytes) -> "Text":
        """Return bytes whose visits are counted."""
        text = Text(content)
        text.visits = self
        return text

    def file(self, content: bytes) -> "File":
        """Return a file whose visits are counted."""
        file = File(content)
        file.visits = self
        return file


class Text(bytes):
    """Bytes that count how many of them are looked through."""

    visits: Visits

    def __getitem__(self, key: Any) -> Any:
        part = super().__getitem__(key)
        return self.visits.text(part) if isinstance(part, bytes) else part

    def find(self, wanted: Any, start: Any = 0, stop: Any = None) -> int:
        found = super().find(wanted, start, stop)
        self.visits.add((found if found >= 0 else len(self)) - start)
        return found

    def rfind(self, wanted: Any, start: Any = 0, stop: Any = None) -> int:
        found = super().rfind(wanted, start, stop)
        self.visits.add(len(self) - max(found, 0))
        return found

    def upper(self) -> Self:
        self.visits.add(len(self))
        text = type(self)(super().upper())
        text.visits = self.visits
        return text


class File(io.BytesIO):
    """A file that counts what is read of it."""

    visits: Visits

    def read(self, size: int | None = -1, /) -> Text:
        content = super().read(size)
        self.visits.add(len(content))
        return self.visits.text(content)


class _Pattern:
    """A compiled expression that counts how far it looks."""

    def __init__(self, pattern: re.Pattern[bytes], visits: Visits) -> None:
        self._pattern, self._visits = pattern, visits

    def match(self, text: bytes, at: int) -> re.Match[bytes] | None:
        found = self._pattern.match(text, at)
        self._visits.add(found.end() - at if found else 1)
        return found

    def search(self, text: bytes, at: int) -> re.Match[bytes] | None:
        found = self._pattern.search(text, at)
        self._visits.add((found.end() if found else len(text)) - at)
        return found

    def finditer(self, text: bytes) -> Iterator[re.Match[bytes]]:
        self._visits.add(len(text))
        return self._pattern.finditer(text)
