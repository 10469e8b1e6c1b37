"""Files of the content folder that public documents show or offer, each beside its document's page."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from policy_library.edition import Edition
from policy_library.model.documents import Document
from policy_library.model.findings import Finding, Place, finding
from policy_library.model.files import is_source

def withheld(edition: Edition) -> frozenset[str]:
    """Attachments of unpublished documents alone: no public text brings them out."""
    public, whole = (
        {beside(document, one.file) for document in library.documents for one in getattr(document, "attachments", ())}
        for library in (edition.library, edition.whole)
    )
    return frozenset(whole - public)


def beside(document: Document, file: str) -> str:
    """The path in the content folder of a file that a document names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(document.path), file))


ACTIVE = {"html", "htm", "xhtml", "xht", "shtml", "mhtml", "svgz", "js", "mjs", "css", "xml", "xsl", "xslt", "swf", "jar", "exe", "hta", "php"}
"""Endings of what a browser would run, or show as a page of ours, under the address of the site."""


@dataclass
class Copies:
    """What public documents show or offer of the content folder, each beside its document's page. Filled while rendering."""

    files: frozenset[str]
    taken: dict[str, str] = field(default_factory=dict)
    """Address → path."""
    findings: list[Finding] = field(default_factory=list)

    def add(self, document: Document, path: str, place: Place) -> str | None:
        """The address of the copy; None if there is no such file, or none that may be shown."""
        if path not in self.files or is_source(path):
            return None
        address = f"{document.address}{posixpath.basename(path)}"
        if path.rpartition(".")[2].lower() in ACTIVE:
            self.findings.append(finding("S003", "error", place, file=posixpath.basename(path)))
        elif (other := self.taken.setdefault(address, path)) != path:
            self.findings.append(finding("U003", "error", place, address=f"/{address}", other=other))
        return address


def attachments(edition: Edition, copies: Copies) -> None:
    for document in edition.library.documents:
        for index, attachment in enumerate(getattr(document, "attachments", ())):
            place = document.place(f"attachments.{index}")
            if copies.add(document, beside(document, attachment.file), place) is None:
                copies.findings.append(finding("S001", "error", place, file=attachment.file))
