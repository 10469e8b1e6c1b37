"""What the web page put around the text, and a title that it repeats."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.text import outline, page_heads
from policy_library.text.normalize import title_key

from .base import Damage, Text

_FIRST_PARTS = 8


def find(t: Text) -> Iterator[Damage]:
    for line in t.lines:
        if line.head and page_heads.fields(line.text):
            yield t.damage("page-furniture", line.start, line.end, None)  # its fields are elements first
    for line in t.furniture:
        yield t.damage("page-furniture", line.start, line.end, "", safe=True)
    yield from _repeated_title(t)


def _repeated_title(t: Text) -> Iterator[Damage]:
    """The title once more under the heading `# …`, on one line or broken over several."""
    if not t.title or not t.text.lstrip().startswith("# "):
        return
    run: list[outline.Part] = []
    for part in t.parts[:_FIRST_PARTS]:
        if part.role == "title" and not part.paragraph.text.startswith("# "):
            run.append(part)
        elif run:
            break
    if run and title_key("".join(part.paragraph.text for part in run)) == title_key(t.title):
        yield t.damage("repeated-title", run[0].paragraph.start, run[-1].paragraph.end, "", safe=True)
