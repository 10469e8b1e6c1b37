"""The hosts of repositories: where each keeps the comments of a pull request, and what its jobs know of themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

TOKEN = "POLICY_TOKEN"
"""The variable that holds a token on whatever host; pipelines of Gitee let nobody name one GITEE_…."""


@dataclass(frozen=True)
class Job:
    """A kind of job, by the variables that it has."""

    repository: tuple[str, ...]
    """Their values, joined by a slash, name the repository."""
    number: str
    number_in: str = r"(\d+)"
    api: str = ""


@dataclass(frozen=True)
class Host:
    api: str
    """Where its own service answers."""
    comments: str
    comment: str
    update: str
    header: tuple[str, str]
    """Name and value of what carries the token."""
    author: tuple[str, str]
    """Where a comment names who wrote it."""
    token: str
    jobs: tuple[Job, ...]
    """The first whose ``number`` is set says which pull request the job is about."""
    slash: str = "/"
    """Stands in addresses for the slash of a repository's name."""
    viewer: str = ""
    """Below the base of the interface, what is asked who the token speaks for, where that is not ``/user``."""


HOSTS: Mapping[str, Host] = {
    "github": Host(
        "https://api.github.com", "/repos/{repository}/issues/{number}/comments", "/repos/{repository}/issues/comments/{id}", "PATCH",
        ("Authorization", "Bearer {token}"), ("user", "login"), "GITHUB_TOKEN",
        (Job(("GITHUB_REPOSITORY",), "GITHUB_REF", r"refs/pull/(\d+)/\w+", "GITHUB_API_URL"),), viewer="/graphql",
    ),
    "gitlab": Host(
        "https://gitlab.com/api/v4", "/projects/{repository}/merge_requests/{number}/notes",
        "/projects/{repository}/merge_requests/{number}/notes/{id}", "PUT",
        ("PRIVATE-TOKEN", "{token}"), ("author", "username"), "GITLAB_TOKEN",
        (Job(("CI_MERGE_REQUEST_PROJECT_PATH",), "CI_MERGE_REQUEST_IID", api="CI_API_V4_URL"),), "%2F",
    ),
    "gitee": Host(
        "https://gitee.com/api/v5", "/repos/{repository}/pulls/{number}/comments", "/repos/{repository}/pulls/comments/{id}", "PATCH",
        ("Authorization", "Bearer {token}"), ("user", "login"), "GITEE_TOKEN",
        (Job(("GITEE_REPO",), "GITEE_PULL_ID"), Job(("giteeTargetNamespace", "giteeTargetRepoName"), "giteePullRequestIid")),
    ),
}
"""The second job of Gitee is that of its plugin for Jenkins."""


@dataclass(frozen=True)
class Thread:
    """The comments of one pull request, and what opens them."""

    host: Host
    api: str
    repository: str
    number: str
    token: str = field(repr=False)
    """Empty where the job was given none."""

    def address(self, id: object = None) -> str:
        """Of all comments, or of the one."""
        path = self.host.comments if id is None else self.host.comment
        return self.api + path.format(repository=quote(self.repository).replace("/", self.host.slash), number=self.number, id=id)


class Missing(Exception):
    """What neither the options nor the variables of the job tell: of 'host', 'repository', 'number', in ``args``."""


def thread(
    variables: Mapping[str, str], *, host: str | None = None, api: str | None = None, repository: str | None = None, number: int | None = None,
) -> Thread:
    """Of the pull request that a job is about: what is given, and for the rest the variables of the job."""
    known = [(name, job) for name, one in HOSTS.items() for job in one.jobs if host in (None, name) and variables.get(job.number)]
    if not known and not host:
        raise Missing("host")
    name, job = known[0] if known else (host or "", HOSTS[host or ""].jobs[0])
    stated = re.fullmatch(job.number_in, variables.get(job.number, ""))
    repository = repository or "/".join(variables.get(part, "") for part in job.repository)
    about = str(number) if number is not None else stated[1] if stated else ""
    if missing := [what for what, held in (("repository", "/" in repository.strip("/")), ("number", about)) if not held]:
        raise Missing(*missing)
    found = HOSTS[name]
    base = (api or variables.get(job.api) or found.api).rstrip("/")
    return Thread(found, base, repository, about, variables.get(TOKEN) or variables.get(found.token) or "")
