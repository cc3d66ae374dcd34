"""Texts that changed are taken in: templates are found anew, then each text is extracted from without them."""

from __future__ import annotations

from collections.abc import Callable

from whoknows.jobs.extract import Extracted, follow_texts
from whoknows.jobs.templates import settle_templates
from whoknows.wiring import Installation, sole_holder


def take_in_texts(installation: Installation, *, tell: Callable[[object], None], stop: Callable[[], bool]) -> Extracted:
    """Extract from every document that changed since the last time. May be stopped and goes on from there.

    Templates come first: found afterwards, they have their documents read twice. They wait for no other process.
    """
    with sole_holder(installation.settings, "passes") as alone:
        if alone:
            settle_templates(installation, stop)
    return follow_texts(installation, tell=tell, stop=stop)
