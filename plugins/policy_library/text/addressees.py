"""To whom a notice is sent: 各区人民政府，市政府各委、办、局： is two addressees, not four."""

from __future__ import annotations

import re

from .normalize import BLANKS, squeeze

# A name that can stand alone ends so; 各乡 or 嘉定区 does not, and shares the ending of what follows it.
_WHOLE = re.compile(
    r"(?:政府|委员会|管委会|办公厅|办公室|办事处|委|办|局|厅|部|院|署|处|所|站|队|中心|公司|集团|企业|单位|部门|机关|机构|协会|学会|商会|联合会"
    r"|银行|学校|医院|大学|学院|组织|法院|检察院|总工会|海关|室|会|人|者|团体|场|基地|平台|[残妇文科侨]联|[局厅部委处]）)$"
)
# What opens a name of its own, so that an unfinished looking one before it is a name, too (联联充电、各企业).
_OPENS = re.compile(r"各|[市省县区本](?!域|内)|全[市省县区]|有关|相关|[委局厅]属")
# What names many at once; names behind it without an opening of their own share it (各区民政局、财政局).
_MANY = re.compile(r"各|有关|相关")
_PLACE = re.compile(r"(?:省|市|区|县|乡|镇|街道|村|新城|园区|新区|开发区|工业区)$")
_PLACES = re.compile(r"[各省市区县乡镇]{1,3}、[县区乡镇街]")  # 各市、县（市、区）交通运输局
_COMMA = re.compile(rf"[{BLANKS}]*[，,；;][{BLANKS}]*")
_LIST = re.compile(rf"[{BLANKS}]*、[{BLANKS}]*")


def split(line: str) -> tuple[str, ...]:
    """The addressees of a line such as 各区人民政府，市政府各委、办、局："""
    text = line.strip().rstrip("：: ").strip("、，, ")
    found: list[str] = []
    for part in _outside_brackets(text, _COMMA):
        found += _names([squeeze(piece) for piece in _outside_brackets(part, _LIST)])
    return tuple(dict.fromkeys(name for name in found if name))


def _outside_brackets(text: str, mark: re.Pattern[str]) -> list[str]:
    pieces, at, depth, seen = [], 0, 0, 0
    for m in mark.finditer(text):
        between = text[seen : m.start()]
        depth += sum(between.count(c) for c in "（(") - sum(between.count(c) for c in "）)")
        seen = m.start()
        if depth == 0:
            pieces.append(text[at : m.start()])
            at = m.end()
    return [*pieces, text[at:]]


def _names(pieces: list[str]) -> list[str]:
    """Joins what 、 parts inside one name."""
    names: list[str] = []
    waiting = ""  # pieces that share the ending of what follows
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        opens = bool(_OPENS.match(piece))
        is_whole = bool(_WHOLE.search(piece)) and not _PLACE.search(piece)
        if names and not waiting and not opens and is_whole and (len(piece) == 1 or _MANY.match(names[-1])):
            names[-1] += f"、{piece}"  # 各委、办、局; 各区民政局、财政局
        elif len(piece) > 1 and is_whole or not following or _opens_another(piece, following):
            names.append(waiting + piece)
            waiting = ""
        elif piece:
            waiting += f"{piece}、"
    return names


def _opens_another(piece: str, following: str) -> bool:
    return len(following) > 1 and bool(_OPENS.match(following)) and not _PLACES.match(f"{piece}、{following}")
