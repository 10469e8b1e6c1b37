"""One document number in every form that real pages write; `scripts/make-vectors` and the tests share it."""

from __future__ import annotations

from collections.abc import Callable

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def wide(n: int) -> str:
    return str(n).translate(_FULL_WIDTH)


# name → (office, year, serial) → text. Order is part of the vectors: append, never insert.
FORMS: dict[str, Callable[[str, int, int], str]] = {
    "standard": lambda o, y, n: f"{o}〔{y}〕{n}号",
    "square": lambda o, y, n: f"{o}[{y}]{n}号",
    "round": lambda o, y, n: f"{o}({y}){n}号",
    "round-full-width": lambda o, y, n: f"{o}（{y}）{n}号",
    "lenticular": lambda o, y, n: f"{o}【{y}】{n}号",
    "small-tortoise-shell": lambda o, y, n: f"{o}﹝{y}﹞{n}号",
    "square-full-width": lambda o, y, n: f"{o}［{y}］{n}号",
    "opens-half-closes-full": lambda o, y, n: f"{o}({y}）{n}号",
    "opens-tortoise-closes-square": lambda o, y, n: f"{o}〔{y}]{n}号",
    "blank-before": lambda o, y, n: f"{o} 〔{y}〕{n}号",
    "blanks-inside": lambda o, y, n: f"{o}〔 {y} 〕{n}号",
    "blank-before-close": lambda o, y, n: f"{o}〔{y} 〕{n}号",
    "blank-after": lambda o, y, n: f"{o}〔{y}〕 {n}号",
    "blank-before-hao": lambda o, y, n: f"{o}〔{y}〕{n} 号",
    "ideographic-spaces": lambda o, y, n: f"{o}　〔{y}〕　{n}　号",
    "no-break-spaces": lambda o, y, n: f"{o}\u00a0〔\u00a0{y}〕\u00a0{n}\u00a0号",
    "zero-width": lambda o, y, n: f"{o}\u200b〔{y}〕\ufeff{n}号",
    "full-width-digits": lambda o, y, n: f"{o}〔{wide(y)}〕{wide(n)}号",
    "full-width-serial": lambda o, y, n: f"{o}[{y}]{wide(n)}号",
    "ordinal": lambda o, y, n: f"{o}〔{y}〕第{n}号",
    "leading-zeros": lambda o, y, n: f"{o}〔{y}〕{n:04}号",
    "ordinal-leading-zero": lambda o, y, n: f"{o}({y})第0{n}号",
    "break-before-bracket": lambda o, y, n: f"{o}\n〔{y}〕{n}号",
    "break-after-bracket": lambda o, y, n: f"{o}〔{y}〕\n{n}号",
    "break-before-hao": lambda o, y, n: f"{o}[{y}]{n}\n号",
    "everything": lambda o, y, n: f"{o} （ {wide(y)} 】 第 00{n} 号",
}
