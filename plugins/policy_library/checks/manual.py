"""What is said about each rule: by ``policy rules`` and in docs/rules.md, from one source."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping

from policy_library.locale import catalogue, text, texts

from .base import Rule
from .examples import Example
from .run import rules

FAMILIES = "EDNVRLTSPXCAUK"


def listed() -> Iterator[str]:
    """One line a code, all families; a code without a severity is given by reading, relating or building."""
    known = {rule.code: rule for rule in rules()}
    for code in codes():
        rule = known.get(code)
        severity = text(f"terms.severity.{rule.severity}") if rule else "　　"
        yield f"{code}  {severity}  {text(f'findings.{code}.name')}"


def told(code: str) -> list[str] | None:
    """None for a code that there is not."""
    if code not in codes():
        return None
    rule = {rule.code: rule for rule in rules()}.get(code)
    lines = [f"{code}  {text(f'findings.{code}.name')}" + (f"（{text(f'terms.severity.{rule.severity}')}）" if rule else "")]
    if rule is None:
        return [*lines, "", text(f"findings.{code}.why"), "", f"{text('cli.mend')}{_plain(text(f'findings.{code}.mend'))}"]
    lines += ["", rule.why, "", f"{text('cli.mend')}{_plain(rule.mend)}"]
    if rule.source:
        lines.append(f"{text('cli.source')}{rule.source}")
    for word, examples in (("bad", rule.bad), ("good", rule.good)):
        lines += ["", text(f"rules.{word}")]
        for example in examples:
            lines += [f"  {example.path}", *(f"  │ {line}" for line in shown(example))]
    return lines


def codes() -> list[str]:
    return sorted((code for code in catalogue("findings") if len(code) == 4), key=lambda code: (FAMILIES.index(code[0]), code))


def shown(example: Example) -> list[str]:
    """As in the file, with the mark where the finding is; what every such file has is left out."""
    return [line for line in example.shown.strip("\n").split("\n") if line] or [text("rules.usual")]


def _plain(template: str) -> str:
    """A text with its places named in brackets, since there is no finding to fill them."""
    names = texts("rules.places")
    return "".join(words + (names[name] if name else "") for words, name, _, _ in string.Formatter().parse(template))


def manual(counts: Mapping[str, Mapping[str, int]]) -> str:
    """docs/rules.md. ``counts``: by corpus, by code, how often a rule was found there."""
    corpora = list(counts)
    out = [text("rules.head"), "", f"| {text('rules.code')} | {text('rules.severity')} | {text('rules.name')} | {' | '.join(text(f'rules.corpora.{name}') for name in corpora)} |",
           "|---|---|---|" + "---:|" * len(corpora)]
    known = {rule.code: rule for rule in rules()}
    for code in codes():
        rule = known.get(code)
        found = " | ".join(str(counts[name].get(code, 0)) for name in corpora)
        out.append(f"| [{code}](#{code.lower()}) | {text(f'terms.severity.{rule.severity}') if rule else '—'} | {text(f'findings.{code}.name')} | {found} |")
    for family in FAMILIES:
        held = [code for code in codes() if code[0] == family]
        if held:
            out += ["", f"## {text(f'rules.families.{family}')}"]
            for code in held:
                out += ["", *_chapter(code, known.get(code))]
    return "\n".join(out) + "\n"


def _chapter(code: str, rule: Rule | None) -> Iterator[str]:
    yield f'<a id="{code.lower()}"></a>'
    yield ""
    yield f"### {code} {text(f'findings.{code}.name')}"
    yield ""
    if rule is None:
        yield text(f"findings.{code}.why")
        yield ""
        yield f"- {text('cli.mend')}{_markdown(text(f'findings.{code}.mend'))}"
        return
    yield rule.why
    yield ""
    yield f"- {text('rules.severity')}：{text(f'terms.severity.{rule.severity}')}"
    yield f"- {text('cli.mend')}{_markdown(rule.mend)}"
    if rule.source:
        yield f"- {text('cli.source')}{rule.source}"
    for word, examples in (("bad", rule.bad), ("good", rule.good)):
        yield ""
        yield text(f"rules.{word}")
        yield from _fenced(examples)


def _fenced(examples: Iterable[Example]) -> Iterator[str]:
    for example in examples:
        yield ""
        yield "```text"
        yield f"# {example.path}"
        yield from shown(example)
        yield "```"


def _markdown(template: str) -> str:
    return _plain(template).replace("<", "&lt;").replace("*", "\\*")


