"""``policy import``: pages, documents and texts become files of the library."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click
import yaml

from policy_library.graph.resolve import Resolver
from policy_library.importers import holds, linking, telling
from policy_library.importers.base import Refused
from policy_library.importers.files import STDIN, File, files
from policy_library.importers.filing import Filed, filed
from policy_library.importers.importing import Imported, Options, Repair, imported
from policy_library.importers.telling import Told
from policy_library.locale import text
from policy_library.model.documents import Document, Policy
from policy_library.model.findings import Finding
from policy_library.model.files import read_folder
from policy_library.model.load import document_type, load, read_document
from policy_library.model.names import field_names
from policy_library.model.source import in_memory
from policy_library.model.values import ID
from policy_library.model.vocabulary import Vocabularies
from policy_library.settings import Settings
from policy_library.work.files import put

from .common import ERRORS, WRONG_USE, config_option, configuration, place_in, shown, write

_MANY = 20
"""Sources from which on a terminal shows how far it is."""
_NAMES = field_names(Policy.type)


class _Field(click.ParamType):
    """名称=值, the value in YAML."""

    name = "name=value"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, object]:
        if not isinstance(value, str):
            return value  # type: ignore[return-value]
        name, _, written = value.partition("=")
        field = _NAMES.get(name.strip(), name.strip())
        if field not in Policy.model_fields or not written.strip():
            self.fail(text("importing.command.bad_set", name=name), param, ctx)
        try:
            return field, yaml.load(written, Loader=yaml.BaseLoader)
        except yaml.YAMLError as error:
            self.fail(text("importing.command.bad_value", name=name, problem=str(error).split("\n")[0]), param, ctx)


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@config_option
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Folder for the files; by default policies in the content folder.")
@click.option("--repair", "how", type=click.Choice(["safe", "none"]), default="safe", show_default=True, help="Mend what cannot change meaning, or nothing.")
@click.option("--set", "assumed", type=_Field(), multiple=True, help="A field of all documents whose sources leave it out: 公开类别=主动公开.")
@click.option("--force", is_flag=True, help="Write over files that say something else.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be written.")
@click.option("--json", "as_json", is_flag=True, help="The report as data.")
@click.option("--report", "report_path", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file, too: data where it ends in .json.")
def command(
    sources: tuple[Path, ...], config_path: Path, into: Path | None, how: Repair, assumed: tuple[tuple[str, object], ...], force: bool, dry_run: bool,
    as_json: bool, report_path: Path | None,
) -> None:
    """Make documents of pages (HTML, DOCX, plain text, Markdown), of folders of them, or of standard input (-).

    Exit 0: all written and complete; 1: something waits for a person or was not written; 2: wrong use.
    """
    settings, content = configuration(config_path)
    into, folder = _target(into, content, settings)
    library, _ = load(read_folder(content), joining=settings.reading.joining, open_vocabularies=settings.open_vocabularies)
    read = _read(list(files(sources)), Options(how, dict(assumed), library.vocabularies))
    placed = filed([(_own_id(one.file, into), one.imported) for one in read if one.imported], folder, library, _held(into, folder))
    found = linking.resolver(library, {one.path: one.one for one in placed if one.path})
    rest = iter(placed)
    told = [_told(one, next(rest) if one.imported else None, found, settings, into) for one in read]
    told = [_written(one, force=force, dry_run=dry_run) for one in told]
    report = json.dumps(telling.as_data(told), ensure_ascii=False, indent=1)
    lines = [line for one in told for line in telling.lines(one, diff=one.state == "differs" or dry_run)]
    lines += ["", telling.summary(told), text("importing.told.dry" if dry_run else "importing.told.next")]
    click.echo(report if as_json else "\n".join(lines))
    if report_path:
        written = report if report_path.suffix == ".json" else "\n".join(lines)
        write(report_path, f"{written}\n".encode())
    raise SystemExit(0 if all(one.is_done for one in told) else ERRORS)


def _target(into: Path | None, content: Path, settings: Settings) -> tuple[Path, str]:
    """The folder, and its place in the library; outside of the content folder files are made as they would be inside."""
    into = (into or content / Policy.type).resolve()
    if into != content and not into.is_relative_to(content):
        return into, Policy.type
    folder = place_in(into, content) or ""
    if document_type(f"{folder}/a.md", settings.reading.joining) is not Policy:
        click.echo(text("importing.command.not_policies", path=shown(into), folder=shown(content)), err=True)
        raise SystemExit(WRONG_USE)
    return into, folder


@dataclass(frozen=True)
class _Read:
    file: File
    imported: Imported | None = None
    encoding: str | None = None
    reason: str | None = None


def _read(found: Sequence[File], options: Options) -> list[_Read]:
    with _progress(found) as shown_files:
        return [_one(file, options) for file in shown_files]


def _one(file: File, options: Options) -> _Read:
    try:
        page = file.page()
        return _Read(file, imported(page, options), page.encoding)
    except Refused as problem:
        return _Read(file, reason=text(f"intake.refused.{problem.reason}", **problem.values))


@contextmanager
def _progress(found: Sequence[File]) -> Iterator[Iterable[File]]:
    if len(found) < _MANY or not sys.stderr.isatty():
        yield found
        return
    with click.progressbar(found, label=text("importing.command.bar"), file=sys.stderr) as bar:
        yield bar


def _own_id(file: File, into: Path) -> str | None:
    """Of a file that lies there already: it stays what it is called."""
    path = file.path
    return path.stem if path and path.suffix == ".md" and path.resolve().parent == into and ID.fullmatch(path.stem) else None


def _held(into: Path, folder: str) -> dict[str, str]:
    held = {}
    for file in into.glob("*.md") if into.is_dir() else ():
        with suppress(OSError):
            held[f"{folder}/{file.name}"] = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return held


def _told(read: _Read, placed: Filed | None, found: Resolver, settings: Settings, into: Path) -> Told:
    source = text("importing.command.stdin_name") if read.file.name == STDIN else read.file.name
    if placed is None or placed.path is None:
        return Told(source, read.reason, placed)
    file = into / placed.path.rpartition("/")[2]
    return Told(source, None, placed, file, shown(file), read.encoding, _findings(placed, found.library.vocabularies, settings), tuple(linking.cited(placed.one, found)))


def _findings(placed: Filed, vocabularies: Vocabularies, settings: Settings) -> tuple[Finding, ...]:
    """What keeps the file from being a document; the lines that ask about damage are told as damage."""
    assert placed.path
    lines = placed.one.text.split("\n")
    document = read_document(in_memory(placed.path, placed.one.text), vocabularies, settings.reading.joining)
    found = () if isinstance(document, Document) else document
    return tuple(one for one in found if not holds.asks(lines[one.line - 1]))


def _written(told: Told, *, force: bool, dry_run: bool) -> Told:
    if dry_run or not told.filed or not told.file or not (told.state == "new" or told.state == "differs" and force):
        return told
    try:
        put(told.file, told.filed.one.text.encode())
    except OSError as error:
        return replace(told, problem=error.strerror or str(error))
    return replace(told, written=True)
