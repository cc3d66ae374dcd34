"""Files of a generation that one thread reads while others answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from models.index.seals import Seal, SealedFiles, seal_of

FILES = 400


def test_files_may_be_read_while_they_are_looked_at(tmp_path: Path) -> None:
    seals: dict[str, Seal] = {}
    for number in range(FILES):
        file = tmp_path / f"{number}.npy"
        file.write_bytes(b"%d" % number)
        seals[file.name] = seal_of(file)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(5):
            files = SealedFiles(tmp_path)
            reading = pool.submit(files.damaged, seals)
            while not reading.done():
                assert files.are_untouched()
            assert reading.result() is None
