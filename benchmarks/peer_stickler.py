"""Score documents with stickler-eval, under its own interpreter: lines of JSON in, one JSON object out.

    python peer_stickler.py fuzzy|exact < documents.jsonl

Each line has `gold` and `run`, lists of flat objects with quote, value, unit and period, all strings or null. Out come
the CPU seconds that its bulk evaluator takes over all of them, models already built, and the pairs of every document
(index in gold, index in run) that passed its match threshold of 0.7.
"""

import json
import re
import sys
import time

from stickler import StructuredModel
from stickler.comparators.exact import ExactComparator
from stickler.comparators.fuzzy import FuzzyComparator
from stickler.structured_object_evaluator.bulk_structured_model_evaluator import BulkStructuredModelEvaluator
from stickler.structured_object_evaluator.models.comparable_field import ComparableField

COMPARATORS = {"fuzzy": FuzzyComparator, "exact": ExactComparator}
THRESHOLD = 0.7
PLACE = re.compile(r"items\[(\d+)\]")


def models(comparator):
    """Build the classes of an item and of a document whose fields are compared by one comparator."""

    class Entry(StructuredModel):
        quote: str | None = ComparableField(comparator=comparator(), default=None)
        value: str | None = ComparableField(comparator=comparator(), default=None)
        unit: str | None = ComparableField(comparator=comparator(), default=None)
        period: str | None = ComparableField(comparator=comparator(), default=None)
        match_threshold = THRESHOLD

    class Page(StructuredModel):
        items: list[Entry] = ComparableField(weight=1.0, default=[])

    return Page


def pairs(gold, run):
    """List the pairs whose mean over the fields that are not null on both sides passed the threshold."""
    told = gold.compare_with(run, include_confusion_matrix=True, document_field_comparisons=True)
    scores = {}
    for one in told["field_comparisons"]:
        places = [PLACE.match(one[key] or "") for key in ("expected_key", "actual_key")]
        if all(places) and not (one["expected_value"] is None and one["actual_value"] is None):
            scores.setdefault(tuple(int(place[1]) for place in places), []).append(one["score"])
    return sorted(pair for pair, found in scores.items() if sum(found) / len(found) >= THRESHOLD)


def main():
    """Score what comes in."""
    page = models(COMPARATORS[sys.argv[1]])
    documents = [
        (page.from_json({"items": one["gold"]}), page.from_json({"items": one["run"]}))
        for one in map(json.loads, sys.stdin)
    ]
    evaluator = BulkStructuredModelEvaluator(target_schema=page, document_non_matches=False)
    start = time.process_time()
    for number, (gold, run) in enumerate(documents):
        evaluator.update(gold, run, str(number))
    evaluator.compute()
    seconds = time.process_time() - start
    json.dump({"seconds": seconds, "pairs": [pairs(*one) for one in documents]}, sys.stdout)


if __name__ == "__main__":
    main()
