"""The formats in which Word writes the numbers that it counts, by their names in the standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policy_library.text.numerals import chinese_numeral

_COUNTS = "零一二三四五六七八九十百千"
_CAPITALS = str.maketrans(_COUNTS, "零壹贰叁肆伍陆柒捌玖拾佰仟")
_CAPITALS_TRADITIONAL = str.maketrans(_COUNTS, "零壹貳參肆伍陸柒捌玖拾佰仟")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(n: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        count, n = divmod(n, worth)
        out += letters * count
    return out


def _letters(n: int) -> str:
    """a … z, aa, bb …"""
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n else ""


def _counted(n: int) -> str:
    """From a hundred on digit by digit."""
    return chinese_numeral(n) if n < 100 else _digits(n)


def _digits(n: int) -> str:
    return str(n).translate(_DIGITS)


def _capital(n: int) -> str:
    """On cheques and in lists the one before a ten is written."""
    return f"一{chinese_numeral(n)}" if 10 <= n < 20 else chinese_numeral(n)


def _out_of(row: str) -> Callable[[int], str]:
    return lambda n: row[n - 1] if 1 <= n <= len(row) else str(n)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": lambda n: str(n).translate(_FULL),
    "decimalFullWidth2": lambda n: str(n).translate(_FULL),
    "decimalEnclosedCircle": _out_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _out_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "decimalEnclosedParen": lambda n: f"（{n}）",
    "ideographEnclosedCircle": lambda n: f"（{chinese_numeral(n)}）",
    "chineseCounting": _counted,
    "taiwaneseCounting": _counted,
    "chineseCountingThousand": chinese_numeral,
    "taiwaneseCountingThousand": chinese_numeral,
    "japaneseCounting": chinese_numeral,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda n: _capital(n).translate(_CAPITALS),
    "ideographLegalTraditional": lambda n: _capital(n).translate(_CAPITALS_TRADITIONAL),
    "ideographTraditional": _out_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _out_of("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda n: "",
}
