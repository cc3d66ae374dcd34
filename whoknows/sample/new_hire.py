"""The new hire of the sample stays new: when the directory has them begin too long ago, it says a month ago."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from whoknows.sample.dice import LAST_DAY

MONTH = timedelta(days=30)
NEW = timedelta(days=90)
"""For so long the date in the directory stays; the start page takes somebody for new a month longer."""


def keep_new(folder: Path, today: date) -> None:
    """Let those who began after the last text of the sample have begun lately on this day.

    Nothing that they wrote contradicts it: they wrote nothing. Whatever else was changed in the directory stays; a
    folder without one is left as it is. Raises OSError.
    """
    path = folder / "people.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = reader.fieldnames or (), list(reader)
    stale = [row for row in rows if _stale(row.get("joined") or "", today)]
    if not stale:
        return
    for row in stale:
        row["joined"] = (today - MONTH).isoformat()
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode())


def _stale(joined: str, today: date) -> bool:
    try:
        day = date.fromisoformat(joined)
    except ValueError:
        return False
    return LAST_DAY < day < today - NEW
