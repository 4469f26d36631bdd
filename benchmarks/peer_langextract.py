"""What langextract makes of the documents: run by calls.py in an environment that has langextract.

Reads {"url", "texts", "warm_up", "concurrency"} as JSON from standard input and prints {"seconds", "cpu", "items"}.
"""

import json
import sys
import time
from typing import Any

import langextract as lx
from langextract.providers.openai import OpenAILanguageModel

PROMPT = "Draw the claims and the figures out of the text, in text order, each with the words that it stands in."
EXAMPLES = [
    lx.data.ExampleData(
        text="The tannery exported 99 tonnes of leather.",
        extractions=[
            lx.data.Extraction("claim", "The tannery exported 99 tonnes of leather", attributes={"kind": "fact"}),
            lx.data.Extraction("figure", "99 tonnes", attributes={"value": "99", "unit": "t", "status": "actual"}),
        ],
    )
]


def extracted(texts: list[str], url: str, concurrency: int) -> list[Any]:
    """Return what langextract makes of the texts, each a single chunk."""
    model = OpenAILanguageModel("langextract", api_key="none", base_url=url, max_workers=concurrency)
    found = lx.extract(
        text_or_documents=[lx.data.Document(text, document_id=str(at)) for at, text in enumerate(texts)],
        prompt_description=PROMPT,
        examples=EXAMPLES,
        model=model,
        max_char_buffer=10_000,
        batch_length=concurrency * 4,
        max_workers=concurrency,
        show_progress=False,
    )
    return list(found)


given = json.load(sys.stdin)
extracted(given["warm_up"], given["url"], given["concurrency"])
started, cpu = time.perf_counter(), time.process_time()
results = extracted(given["texts"], given["url"], given["concurrency"])
taken = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
grounded = sum(one.char_interval is not None for result in results for one in result.extractions)
print(json.dumps({**taken, "items": grounded}))
