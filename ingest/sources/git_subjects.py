"""What the first line of a commit says that is no work of its writer: joining branches, taking back, formatting."""

from __future__ import annotations

import re

_MERGE = re.compile(
    r"""^(?:Merge\ (?:branch|branches|pull\ request|remote-tracking\ branch|tag|commits?|of|in|from|upstream|PR|MR)\b|
        Merge\ '|Merged?\ \S{1,200}\ into\ |Merged\ in\ |Merged\ PR\ \d|Merging\ )""",
    re.VERBOSE,
)
_QUOTE = "[\"'“”„‘’«»`]"
_QUOTED_REVERT = re.compile(
    rf"""^(?:[^"\n]{{0,40}}[\s:\]])?
        (?:revert(?:s|ed|ing)?|reapply|re-?land|back(?:ed|s)?[ -]?out|roll(?:ed|s)?[ -]?back|
        terugdraaien(?:\ van)?|draai|ongedaan\ maken(?:\ van)?|annule|annulation\ de|rétablit)\ {{1,3}}{_QUOTE}|
        ^{_QUOTE}[^\n]{{1,300}}{_QUOTE}\ rückgängig\ gemacht""",
    re.IGNORECASE | re.VERBOSE,
)
"""``Revert "..."``, also behind ``[3.8]`` or ``bpo-12:``."""
_REVERT = re.compile(
    r"""^(?:\W{0,4}|:rewind:\ *)
        (?:revert(?:s|ed|ing)?|reapply|re-?land|back(?:ed|s)?[ -]?out|roll(?:ed|s)?[ -]?back|
        teruggedraaid|terugdraaien|ongedaan(?:\ gemaakt|\ maken)?|rückgängig(?:\ gemacht)?|annulation)
        (?:\([^()\n]{0,60}\))?
        (?:!?:|\ (?:of|van|von|de|commit|changeset|changes?\ (?:from|in|of)|merge|PR|MR|pull\ request)\b|
        \ (?:[!\#]\d|r\d|[0-9a-f]{7,40}\b))""",
    re.IGNORECASE | re.VERBOSE,
)
"""``revert: ...``, ``Revert commit ...``, ``Backed out changeset ...``, ``Teruggedraaid: ...``."""
_REVERTS = re.compile(
    r"""^[ \t]{0,8}(?:This\ (?:partially\ )?(?:reverts|reapplies|backs\ out|rolls\ back)\ (?:the\ )?
        (?:commits?|merge\ request|merge|pull\ request|PR|changeset|change)\b|Reverts\ [\w./-]*[\#!]\d)""",
    re.MULTILINE | re.VERBOSE,
)
"""A line of the message below."""
_REVERTED = re.compile(r"^[ \t]{0,8}(?:This|Dit|Dieser|Diese|Ce|Cette)\b[^\n]{0,60}?\b([0-9a-f]{7,40})\b", re.MULTILINE)
_QUOTED = re.compile(rf"{_QUOTE}([^\n]{{1,300}}){_QUOTE}")
_TOOL = (
    r"black|ruff(?:\ format)?|isort|prettier|gofmt|goimports|rustfmt|clang-format|yapf|autopep8|eslint\ --fix|"
    r"markdownlint|mdformat|php-cs-fixer|cargo\ fmt|go\ fmt|terraform\ fmt|spotless|ktlint|scalafmt|stylua|shfmt|"
    r"perltidy"
)
_FORMATTING = re.compile(
    rf"""^(?:[^\s:]{{1,30}}:\ ?)?(?:
        (?:auto-?|re-?)?(?:format(?:ted|ting|s)?|indent(?:ed|ing|ation)?|reflow|re-?wrap(?:ped)?)
        (?:\ (?:the|all|whole|entire|source|python|js)){{0,3}}
        (?:\ (?:code|sources?|files?|everything|codebase|repo(?:sitory)?|docs|markdown|documentation|tree))?
        (?:\ (?:with|using|by|via)\b.*)?\.?$|
        (?:run|ran|apply|applied|running|use|execute|fix(?:es|ed)?|draai|pas)\ (?:the\ )?
        (?:{_TOOL}|pre-commit|code\ style|linters?|formatters?|formatting|lint(?:ing)?|white-?space|indent(?:ation)?)
        (?:\ (?:errors?|issues?|problems?|warnings?|everywhere|fixes|changes|again)|
        \ (?:on|over|to|in|for|op|over|toe)\b.*)?\.?$|
        (?:{_TOOL})(?:\.|\ it|\ all|\ everything|\ run)?$|
        (?:remove|strip|fix|clean(?:\ up)?|trim|normali[sz]e|convert)\ (?:all\ |trailing\ |the\ ){{0,3}}
        (?:white-?space|blanks|tabs|line\ endings|crlf|spaces)
        (?:\ (?:to|in|from|at|everywhere|errors?|issues?)\b.*)?\.?$|
        white-?space(?:\ (?:only|changes?|fix(?:es)?|cleanup))?\.?$|
        (?:code)?\ ?(?:opmaak|witruimte|inspringing|regeleinden?)(?:\ [^\s]{{1,30}}){{0,2}}\.?$|
        (?:formatierung|einrückung|leerzeichen|mise\ en\ forme)(?:\ [^\s]{{1,30}}){{0,3}}\.?$)""",
    re.IGNORECASE | re.VERBOSE,
)
_STYLE = re.compile(r"^(?:style|format|fmt)(?:\([^()\n]{0,60}\))?!?:", re.IGNORECASE)


def says_merge(subject: str) -> bool:
    """Whether this joins branches."""
    return bool(_MERGE.match(subject))


def says_revert(message: str) -> bool:
    """Whether this takes a change back, or puts back one that was taken back."""
    subject = message.partition("\n")[0][:500]
    return bool(_QUOTED_REVERT.match(subject) or _REVERT.match(subject) or _REVERTS.search(message))


def reverted(message: str) -> str | None:
    """The change that a revert takes back: the beginning of the id of its commit, else its subject."""
    found = _REVERTED.search(message)
    quoted = _QUOTED.search(message.partition("\n")[0][:500])
    return found[1] if found else quoted[1] if quoted else None


def says_formatting(subject: str) -> bool:
    """Whether this formats and does nothing else."""
    return bool(_FORMATTING.match(subject[:200]))


def says_style(subject: str) -> bool:
    """Whether this is said to be of style, in the way of conventional commits: often formatting."""
    return bool(_STYLE.match(subject))
