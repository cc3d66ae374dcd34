"""Wrong use of the command line, told as every other mistake: in a sentence, in the reader's language.

Typer writes its errors in English only (gettext has the titles of its help, not these). The help itself is English, as
the descriptions of our commands and options are.
"""

from __future__ import annotations

import typer

from whoknows.console import err, tell


def tell_usage(error: typer.TyperException) -> None:
    """Say what is wrong with these arguments, and which help explains it; no arguments at all show the help."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        err.print(context.get_help(), markup=False)
        return
    message, params = _sentence(error)
    tell(message, **params)
    if context is not None:
        tell("usage-help", command=context.command_path)


def _sentence(error: typer.TyperException) -> tuple[str, dict[str, str]]:
    """A message id with its parameters. Typer's own classes are private, so they are known by their names."""
    kind, reason = type(error).__name__, getattr(error, "message", "") or str(error)
    if kind == "NoSuchOption":
        near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
        return f"usage-no-such-option{'-near' if near else ''}", {
            "option": getattr(error, "option_name", ""),
            "near": near,
        }
    if kind == "BadOptionUsage" and "requires" in reason:
        return "usage-no-value", {"option": getattr(error, "option_name", "")}
    parameter = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or (parameter.get_error_hint() if parameter is not None else "")
    name = (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "`")
    if kind == "MissingParameter":
        return "usage-missing", {"name": name}
    return ("usage-bad-value", {"name": name, "reason": reason}) if name else ("usage-wrong", {"reason": reason})
