"""First lines of commits: merges, reverts and formatting, in the words of the tools that write them; and work."""

from __future__ import annotations

import pytest

from ingest.sources.git_subjects import reverted, says_formatting, says_merge, says_revert
from ingest.sources.programs import is_program


@pytest.mark.parametrize(
    "subject",
    [
        "Merge branch 'pump'", "Merge branch 'pump' into main", "Merge pull request #12 from ada/pump",
        "Merge remote-tracking branch 'origin/main'", "Merge tag 'v1.2'", "Merge commit '1234567'",
        "Merge branches 'a' and 'b'", "Merged in pump (pull request #5)", "Merged PR 12: Pump", "Merge main into pump",
    ],
)  # fmt: skip
def test_merges(subject: str) -> None:
    assert says_merge(subject)


@pytest.mark.parametrize("subject", ["Merge the lists of pumps", "Merge sort", "Merging", "Emerge", "merge pumps"])
def test_what_merges_no_branches(subject: str) -> None:
    assert not says_merge(subject)


@pytest.mark.parametrize(
    "message",
    [
        'Revert "Add a pump"', 'Revert "Revert "Add a pump""', 'Reapply "Add a pump"', 'Reland "Add a pump"',
        "revert: add a pump", "revert(valves): add a pump", "revert!: add a pump", "Reverts: add a pump",
        "Revert commit 1234567", "Revert 1234567890abcdef", "Revert of Add a pump (patchset 2)", "Revert !12",
        "Revert #12", "Revert r1234", "Revert PR 12", "Backed out changeset 1234567890ab", 'Back out "Add a pump"',
        'Rollback "Add a pump"', 'Roll back "Add a pump"', '[3.8] Revert "Add a pump"', 'bpo-12: Revert "Add a pump"',
        'fix: revert "Add a pump"', "⏪ revert: add a pump", ":rewind: Revert commit 1234567", "Revert “Add a pump”",
        "Teruggedraaid: pomp toegevoegd", 'Draai "Pomp toegevoegd" terug', 'Terugdraaien van "Pomp toegevoegd"',
        "Ongedaan gemaakt: pomp toegevoegd", '"Pumpe" rückgängig gemacht', 'Annule "Une pompe"',
        "No pump\n\nThis reverts commit 1234567890.", "No pump\n\nThis reverts merge request !12",
        "No pump\n\nReverts acme/tools#12",
    ],
)  # fmt: skip
def test_reverts(message: str) -> None:
    assert says_revert(message)


@pytest.mark.parametrize(
    "message",
    [
        "Revert to the old pump", "Reverting pumps need a valve", "Rollback support for pumps", "Add a revert button",
        "Draai de pomp om", "Backout valves for pumps", "Annulation policy", "Reland safely",
        "Say in the manual how to revert", "Explain\n\nHow This reverts a commit is a riddle",
    ],
)  # fmt: skip
def test_what_takes_nothing_back(message: str) -> None:
    assert not says_revert(message)


def test_what_a_revert_takes_back() -> None:
    assert reverted('Revert "A pump"\n\nThis reverts commit 1234567890abcdef.') == "1234567890abcdef"
    assert reverted('Revert "A "small" pump"') == 'A "small" pump'
    assert reverted("Draai de pomp terug\n\nDit draait commit 1234567 terug.") == "1234567"
    assert reverted("revert: a pump") is None


@pytest.mark.parametrize(
    "subject",
    [
        "Reformat", "Reformat code", "Format all files with black", "Auto-format", "Reformatted the whole codebase",
        "Run black", "run prettier on everything", "Apply clang-format", "Apply ruff format to tests", "gofmt", "black",
        "chore: run prettier", "Fix linting errors", "Fix whitespace", "Fix indentation in pump.c", "Whitespace only",
        "Remove trailing whitespace", "Convert tabs to spaces", "Normalize line endings", "Reindent", "Rewrap",
        "Opmaak aangepast", "Witruimte opgeschoond", "Codeopmaak", "Formatierung", "Mise en forme du code",
        "docs: reflow", "Format docs using prettier 3",
    ],
)  # fmt: skip
def test_formatting(subject: str) -> None:
    assert says_formatting(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Format dates in Dutch", "Add a formatter for pumps", "Black box of the pump", "Fix black screen on start",
        "Explain the format of the dump", "Fix the pump", "Run the pump at night", "Indent levels in the parser",
        "Formatting of numbers of pumps", "Use prettier messages", "Opmaak van de brief aan nieuwe leden toegelicht",
    ],
)  # fmt: skip
def test_work_that_sounds_like_formatting(subject: str) -> None:
    assert not says_formatting(subject)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
        ("renovate[bot]", "bot@renovateapp.com"),
        ("Cursor Agent", "cursoragent@cursor.com"), ("Claude", "noreply@anthropic.com"), ("Claude Code", ""),
        ("Copilot", "198982749+Copilot@users.noreply.github.com"), ("aider (gpt-4o)", "noreply@aider.chat"),
        ("Devin AI", "158243242+devin-ai-integration[bot]@users.noreply.github.com"), ("GitHub", "noreply@github.com"),
        ("GitHub Action", "action@github.com"), ("GitHub Actions", "actions@github.com"), ("Jenkins CI", "ci@x.org"),
        ("Release automation", "release@x.org"), ("Harbour Crane Robot", "h7e-ci-robot@x.org"),
        ("Miss Islington (bot)", "31488909+miss-islington@users.noreply.github.com"), ("pomp-bot", "p@x.org"),
        ("PompBot", "p@x.org"), ("Hosted Weblate", "hosted@weblate.org"), ("root", "root@localhost"),
        ("Your Name", "you@example.com"), ("(no author)", "(no author)@12-34"), ("Ada Vos", "you@example.com"),
        ("x", "pump-bot@x.org"), ("Build Server", "b@x.org"),
    ],
)  # fmt: skip
def test_programs(name: str, email: str) -> None:
    assert is_program(name, email)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Ada Vos", "ada@x.org"), ("Claude Dupont", "claude@x.fr"), ("Claude", "claude@x.fr"),
        ("Jan Bot", "jan.bot@x.nl"),
        ("Karen Jenkins", "karen@x.org"), ("Travis Smith", "t@x.org"), ("Ada", "12+ada@users.noreply.github.com"),
        ("Ada Talbot", "talbot@x.org"), ("Marta Ci", "m@x.org"), ("Ada Vos", ""), ("Ada Vos", "noreply@x.org"),
    ],
)  # fmt: skip
def test_people(name: str, email: str) -> None:
    assert not is_program(name, email)
