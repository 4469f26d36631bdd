"""What answers the clients that are compared: a server in a process of its own, 50 ms and 8 items an answer.

Prints its base URL and serves until its standard input ends. A request without a document between its marks is
langextract's, and is answered in langextract's own form.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from llm.planted import faultless
from llm.replies import Asked, Reply, good, said
from llm.server import serving

AFTER = 0.05


def answered(asked: Asked) -> Reply:
    """Return the faultless answer after 50 ms."""
    reply = good(asked) if asked.text else said(asked, extractions(asked))
    return replace(reply, after=AFTER)


def extractions(asked: Asked) -> str:
    """Return the same items as langextract wants them."""
    text = str(asked.body["messages"][-1]["content"]).rpartition("Q: ")[2]
    answer = faultless(text)
    found = [_extraction("claim", one) for one in answer["claims"]] + [
        _extraction("figure", one) for one in answer["figures"]
    ]
    return json.dumps({"extractions": found})


def _extraction(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    attributes = {name: value for name, value in item.items() if name != "quote" and value is not None}
    return {kind: item["quote"], f"{kind}_attributes": attributes}


if __name__ == "__main__":
    with serving(answered) as server:
        print(server.url, flush=True)
        sys.stdin.read()
