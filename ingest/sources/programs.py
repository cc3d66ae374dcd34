"""Programs that commit or are named as co-authors: bots, build servers, assistants, and names of nobody."""

from __future__ import annotations

import re

_NAMES = frozenset(
    name.casefold()
    for name in (
        # assistants
        "Cursor Agent", "Cursor", "Claude Code", "Copilot", "GitHub Copilot", "Copilot SWE Agent", "ChatGPT", "Codex",
        "OpenAI Codex", "Devin AI", "Devin AI Integration", "Gemini Code Assist", "Gemini CLI", "Google Jules",
        "OpenHands", "opencode", "Sweep AI", "CodeRabbit", "Factory Droid", "Roo Code", "Amazon Q",
        "Amazon Q Developer",
        # what builds, merges, publishes and translates
        "GitHub", "GitLab", "Gitea", "Forgejo", "Bitbucket", "GitHub Action", "GitHub Actions", "Azure Pipelines",
        "Azure DevOps", "Project Collection Build Service", "Jenkins", "Jenkins CI", "Hudson CI", "Travis CI",
        "TeamCity",
        "Buildkite", "CircleCI", "Drone CI", "Zuul", "Gerrit", "Gerrit Code Review", "Prow", "bors", "Mergify",
        "Dependabot", "Dependabot Preview", "Renovate", "Greenkeeper", "Snyk", "pre-commit", "pre-commit CI",
        "semantic-release", "Release Please", "Weblate", "Hosted Weblate", "Weblate (bot)", "Transifex", "Crowdin",
        "translatewiki.net", "Netlify CMS", "Decap CMS", "web-flow", "All Contributors", "ImgBot", "Automatic Exporter",
        # nobody
        "root", "unknown", "(no author)", "no author", "nobody", "Your Name", "John Doe", "user", "Ubuntu", "vagrant",
        "onbekend", "Administrator", "Admin", "System", "SYSTEM", "www-data", "runner", "build", "git", "svn",
    )
)  # fmt: skip
_NAME = re.compile(
    r"\[bot\]|\(bot\)|(?<=[^\W_A-Z])Bot(?![^\W_])|(?<![^\W_])(?:bot|robot|Robot|autobuild|ci|CI)$|^aider\b|"
    r"(?<![^\W_])(?:[Aa]utomation|[Aa]utomatisering|[Aa]gent|[Pp]ipelines?|[Bb]uild (?:[Ss]erver|[Uu]ser|[Ss]ervice))$"
)
_ADDRESS = re.compile(
    r"^(?:no-?reply@(?:anthropic\.com|openai\.com|aider\.chat|opencode\.ai|github\.com|gitlab\.com|weblate\.org|x\.ai)|"
    r"cursoragent@cursor\.com|openhands@all-hands\.dev|[^@]+@ampcode\.com|hosted@weblate\.org|action@github\.com|"
    r"[^@]*\[bot\]@.*|[^@]*[-_]bot@.*|bot@.*|(?:\d+\+)?copilot@users\.noreply\.github\.com|you@example\.com)$"
)


def is_program(name: str, email: str | None) -> bool:
    """Whether a program signs like this."""
    address = (email or "").strip().casefold()
    return name.strip().casefold() in _NAMES or bool(_NAME.search(name.strip()) or _ADDRESS.match(address))
