"""To whom a notice is sent: 各区人民政府，市政府各委、办、局： is two addressees, not four."""

from __future__ import annotations

import re

from .normalize import BLANKS

# A name that can stand alone ends so; 各乡 or 嘉定区 does not, and shares the ending of what follows it.
_WHOLE = re.compile(
    r"(?:政府|委员会|管委会|办公厅|办公室|办事处|委|办|局|厅|部|院|署|处|所|站|队|中心|公司|集团|企业|单位|部门|机关|机构|协会|学会|商会|联合会"
    r"|银行|学校|医院|大学|学院|组织|法院|检察院|总工会|海关|室|会|人|者|团体|场|基地|平台|[局厅部委处]）)$"
)
# What opens a name of its own, so that an unfinished looking one before it is a name, too (联联充电、各企业).
_OPENS = re.compile(r"[各市省本]|全[市省区]|有关|区政府|相关|[委局]属")
_PLACE = re.compile(r"(?:省|市|区|县|乡|镇|街道|村|新城|园区|新区|开发区|工业区)$")
_COMMA = re.compile(rf"[{BLANKS}]*[，,；;][{BLANKS}]*")
_LIST = re.compile(rf"[{BLANKS}]*、[{BLANKS}]*")


def split(line: str) -> tuple[str, ...]:
    """The addressees of a line such as 各区人民政府，市政府各委、办、局："""
    text = line.strip().rstrip("：: ").strip("、，, ")
    found: list[str] = []
    for part in _outside_brackets(text, _COMMA):
        found += _names(_outside_brackets(part, _LIST))
    return tuple(dict.fromkeys(name for name in found if name))


def _outside_brackets(text: str, mark: re.Pattern[str]) -> list[str]:
    pieces, at = [], 0
    for m in mark.finditer(text):
        before = text[at : m.start()]
        if before.count("（") + before.count("(") == before.count("）") + before.count(")"):
            pieces.append(before)
            at = m.end()
    return [*pieces, text[at:]]


def _names(pieces: list[str]) -> list[str]:
    """Joins what 、 parts inside one name."""
    names: list[str] = []
    open_ = ""  # pieces that wait for the ending that they share
    for i, piece in enumerate(pieces):
        if not piece:
            continue
        if len(piece) == 1 and names and not open_:  # 各委、办、局
            names[-1] += f"、{piece}"
            continue
        following = pieces[i + 1] if i + 1 < len(pieces) else ""
        whole = len(piece) > 1 and bool(_WHOLE.search(piece)) and not (_PLACE.search(piece))
        alone = whole or not following or bool(_OPENS.match(following)) and len(following) > 1
        if alone:
            names.append(open_ + piece)
            open_ = ""
        else:
            open_ += f"{piece}、"
    return [*names, open_.rstrip("、")]
