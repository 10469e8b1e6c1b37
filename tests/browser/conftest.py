"""What the browser tests share: built libraries, and a visitor who notes whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libraries_built as built
import pytest
from libraries_built import PAGE_TYPES, Library
from playwright.sync_api import Browser
from visiting import Visitor, Windows

from checkout import Checkout

Serve = Callable[..., str]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Library:
    return _built(built.demonstration(tmp_path_factory.mktemp("demonstration")), serve)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Library:
    return _built(built.town(tmp_path_factory.mktemp("town")), serve)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Library:
    return _built(built.large(tmp_path_factory.mktemp("large")), serve)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Library:
    return _built(built.bare(tmp_path_factory.mktemp("bare")), serve)


def _built(made: Checkout, serve: Serve) -> Library:
    made.build()
    return Library(serve(made.site), made.site)


@pytest.fixture(params=PAGE_TYPES)
def any_page(request: pytest.FixtureRequest) -> str:
    """The address of a page of each type."""
    page_type = PAGE_TYPES[request.param]
    library: Library = request.getfixturevalue(page_type.library)
    return library.at(page_type.address)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def visitor(windows: Windows) -> Iterator[Visitor]:
    """Whatever a test is about, nothing may go wrong beside it; a test that provokes trouble empties ``troubles``."""
    visitor = Visitor(windows)
    yield visitor
    visitor.leave()
    assert visitor.troubles == []
