"""The demonstration on Neo4j: starts the server that the tests use, and stops it at the end."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.neo4j_server import CACHE, started
from whoknows import demo
from whoknows.startup import quiet


def main() -> int:
    """Run the demonstration and give its exit code. The arguments are those of `whoknows.demo`."""
    with quiet():
        from whoknows.cli import run
    folder = Path(sys.argv[sys.argv.index("--folder") + 1])
    settings = folder / "whoknows.toml"
    if not settings.exists():
        ending = run(["sample", str(folder), "--force"])
        if ending:
            return ending
    if not (CACHE / "ready").exists():
        print("Fetching Neo4j (Maven artefacts, once; Java comes with the tests) ...", flush=True)
    home = folder / "neo4j"
    home.mkdir(exist_ok=True)
    print("Starting Neo4j ...", flush=True)
    with started(home.resolve(), lasting=True) as (server, _):
        print(f"Neo4j listens on {server.uri} until the demonstration ends.", flush=True)
        text = settings.read_text(encoding="utf-8")
        changed = re.sub(r'(?m)^url = "(sqlite|bolt):[^"]*"$', f'url = "{server.uri}"', text, count=1)
        settings.write_text(changed, encoding="utf-8")
        return demo.main()


if __name__ == "__main__":
    raise SystemExit(main())
