"""The words of one paragraph of a Word document, in lines of Markdown, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from policy_library.locale import text as words_of

from .base import Note
from .docx_lines import MARK, Piece, change_told, markdown, within
from .docx_numbering import Number
from .docx_styles import Element, Styles, child, is_on, local, value

_SHOWN = 40  # characters: of what stands before a footnote
_GONE = frozenset(["del", "moveFrom"])
_NEW = frozenset(["ins", "moveTo"])
_RAISED = {"superscript": "sup", "subscript": "sub"}
_PICTURES = frozenset(["pic", "chart", "relIds", "imagedata"])
_SILENT = frozenset(["instrText", "delInstrText", "rt"])


@dataclass(frozen=True)
class Run:
    """How the words below an element are shown."""

    change: str = ""
    hidden: bool = False
    raised: str = ""


def alternative(element: Element) -> Element:
    """The first of the ways in which the same is written; the others are for older programs."""
    return next((one for one in element if len(one)), element)


def outermost(element: Element, names: frozenset[str]) -> Iterator[Element]:
    """The elements of these names, none within another; each alternative once."""
    stack = [element]
    while stack:
        at = stack.pop()
        if at is not element and local(at) in names:
            yield at
        else:
            stack.extend(reversed(alternative(at) if local(at) == "AlternateContent" else at))


def placeholder(control: Element) -> bool:
    """A field of a form that nobody has filled in."""
    return is_on(child(control, "sdtPr", "showingPlcHdr"))


class Words:
    """One walk over a paragraph, or over several whose marks between them were deleted."""

    def __init__(self, styles: Styles, footnotes: Mapping[str | None, str]) -> None:
        self.styles, self.footnotes = styles, footnotes
        self.lines: list[list[Piece]] = [[]]
        self.notes: list[Note] = []
        self.boxes: list[Element] = []
        self.changes = self.hidden = 0
        self.deleted: list[str] = []
        self.inserted: list[str] = []
        self._style: str | None = None
        self._fields: list[bool] = []  # of each open field: these are its instructions
        self._was_hidden = False

    def take(self, paragraph: Element) -> None:
        self._style, self._fields = self.styles.of(paragraph), []
        self._walk(paragraph, Run())

    def delete_break(self) -> None:
        self.deleted.append(words_of("importing.hold.newline"))

    def done(self) -> None:
        self._settle()

    def markdown(self, number: Number | None = None) -> list[str]:
        """A number stands in the first line."""
        written = [markdown(line, number if at == 0 else None) for at, line in enumerate(self.lines)]
        return [line for line in written if line]

    def _walk(self, element: Element, run: Run) -> None:
        for part in element:
            kind = local(part)
            if kind in _GONE or kind in _NEW:
                self._walk(part, replace(run, change="deleted" if kind in _GONE else run.change or "inserted"))
            elif kind == "r":
                self._walk(part, self._run(part, run))
            elif kind == "AlternateContent":
                self._walk(alternative(part), run)
            elif kind == "sdt" and placeholder(part):
                self._mark(words_of("importing.hold.field"), run)
            elif kind in ("drawing", "pict", "object", "oMath"):
                self._thing(kind, part, run)
            elif not self._character(kind, part, run) and kind not in _SILENT and not kind.endswith("Pr"):
                self._walk(part, run)

    def _run(self, element: Element, run: Run) -> Run:
        own, named = child(element, "rPr"), value(child(element, "rPr", "rStyle"))
        vanish, raised = child(own, "vanish"), child(own, "vertAlign")
        for style in (named, self._style):
            vanish = self.styles.first(style, "rPr", "vanish") if vanish is None else vanish
            raised = self.styles.first(style, "rPr", "vertAlign") if raised is None else raised
        return replace(run, hidden=is_on(vanish), raised=_RAISED.get(value(raised) or "", ""))

    def _character(self, kind: str, part: Element, run: Run) -> bool:
        """Whether the element was a piece of text."""
        if kind == "fldChar":
            self._field(value(part, "fldCharType"))
        elif kind in ("t", "delText"):
            self._add(part.text or "", run)
        elif kind in ("tab", "ptab"):
            self._add("\t", run)
        elif kind == "noBreakHyphen":
            self._add("-", run)
        elif kind == "sym":
            self._add(_symbol(value(part, "char") or ""), run)
        elif kind == "cr" or kind == "br" and value(part, "type") in (None, "textWrapping"):
            if run.change != "deleted" and not run.hidden:
                self.lines.append([])
        elif kind in ("footnoteReference", "endnoteReference"):
            self._footnote(kind, part, run)
        else:
            return False
        return True

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _add(self, words: str, run: Run) -> None:
        if not words or any(self._fields):
            return
        if run.hidden:
            self.hidden += not self._was_hidden
            self._was_hidden = True
            return
        self._was_hidden = False
        if run.change == "deleted":
            self.deleted.append(words)
            return
        if run.change == "inserted":
            self.inserted.append(words)
        elif words.strip():
            self._settle()
        self.lines[-1].append(Piece(run.raised, words))

    def _mark(self, markdown: str, run: Run) -> None:
        if run.change != "deleted" and not run.hidden:
            self.lines[-1].append(Piece(MARK, markdown))

    def _settle(self) -> None:
        """Tells the change that ends here."""
        if self.deleted or self.inserted:
            self.lines[-1].append(Piece(MARK, change_told("".join(self.deleted), "".join(self.inserted))))
            self.changes += 1
            self.deleted, self.inserted = [], []

    def _footnote(self, kind: str, part: Element, run: Run) -> None:
        if run.change != "deleted" and not run.hidden:
            before = "".join(piece.words for piece in self.lines[-1] if piece.kind != MARK)
            told = {"place": before[-_SHOWN:], "words": self.footnotes.get(f"{kind} {value(part, 'id')}", "")}
            self.notes.append(Note("footnote", told))

    def _thing(self, kind: str, element: Element, run: Run) -> None:
        boxes = list(outermost(element, frozenset(["txbxContent"])))
        if run.change != "deleted" and not run.hidden:
            self.boxes += boxes
        if kind == "oMath":
            letters = "".join(one.text or "" for one in outermost(element, frozenset(["t"])))
            self._mark(words_of("importing.hold.formula", words=within(letters)), run)
        elif kind == "object":
            self._mark(words_of("importing.hold.object"), run)
        elif next(outermost(element, _PICTURES), None) is not None:
            self._mark(words_of("importing.hold.picture", name=_name(element)), run)


def _name(element: Element) -> str:
    """As Word's own list of the objects on a page calls it; for old drawings, what the file was called."""
    named = next(outermost(element, frozenset(["docPr", "imagedata"])), None)
    return within(value(named, "name") or value(named, "title") or "")


def _symbol(code: str) -> str:
    """Those of a font of symbols stay in the private area: which sign it is, a person sees."""
    try:
        return chr(int(code, 16)) if len(code) == 4 and not "D800" <= code.upper() <= "DFFF" else ""
    except ValueError:
        return ""
