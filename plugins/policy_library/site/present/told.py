"""What pages are made from, told by the documents that they show, without making their views.

Two pages that are told the same are the same. One that is told otherwise may still be the same: a neighbour's change that it does
not show counts, too. Whatever a view here looks at has to be told; ``build --verify`` and the tests of random edits hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policy_library.model.documents import Policy
from policy_library.work.memory import digest

from .common import PER_PAGE, Context, chunks
from .lists import Listed, Lists


@dataclass(frozen=True)
class Told:
    """Gives a name for all that a page is made from; an empty one where documents were not read from files."""

    context: Context
    lists: Lists
    _documents: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _policies: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def policy(self, policy: Policy) -> str:
        """For its page and those of its relations: the document, its neighbours, and who asks about it."""
        if policy.key not in self._policies:
            self._policies[policy.key] = self._policy(policy)
        return self._policies[policy.key]

    def _policy(self, policy: Policy) -> str:
        context, graph = self.context, self.context.edition.graph
        forward, backward = graph.forward_edges.get(policy.key, ()), graph.backward_edges.get(policy.key, ())
        asked, topics = context.asked.get(policy.key, ()), context.topics_of.get(policy.key, ())
        neighbours = [*(edge.target for edge in forward if edge.target), *(edge.source for edge in backward), *(one.faq.key for one in asked)]
        return self._of(
            [policy.key, *dict.fromkeys(neighbours)], getattr(context.rendered(policy).html, "digest", ""),
            [(one.faq.key, one.question.key, one.articles) for one in asked], [(topic.title, topic.address) for topic in topics],
        )

    def listed(self, listed: Listed, page: int) -> str:
        shown = chunks(listed.policies, PER_PAGE)[page - 1]
        return self._of(
            [one.key for one in shown], [self.context.marks[one.key] for one in shown], listed.address, listed.title, listed.lead, listed.facts,
            listed.checked, listed.parent, len(listed.policies), page, self._facets,
        )

    def _of(self, keys: Sequence[str], *others: object) -> str:
        told = [self._documents.get(key) or self._document(key) for key in keys]
        return digest(self._everywhere, told, others) if all(told) else ""

    def _document(self, key: str) -> str:
        """Its file with the vocabularies that it was read by, what its words and references were found to mean, and how it stands."""
        edition = self.context.edition
        document = edition.library.by_key[key]
        edges = [(edge.target, edge.relation, edge.shown) for edge in edition.graph.forward_edges.get(key, ())]
        self._documents[key] = digest(document.read_as, key, edges, edition.statuses[key]) if document.read_as else ""
        return self._documents[key]

    @cached_property
    def _everywhere(self) -> str:
        context, library = self.context, self.context.edition.library
        return digest(
            "", context.site, context.site_name, context.site_url, context.file_href("-"), bool(library.interpretations), bool(library.faqs),
        )

    @cached_property
    def _facets(self) -> str:
        topics = [(one.topic.id, one.topic.title) for one in self.context.edition.collections]
        return digest("", self.lists.values, {name: sorted(counts.items()) for name, counts in self.lists.counts.items()}, topics)
