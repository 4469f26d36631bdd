"""Can two runs be compared at all?"""

from collections import Counter
from collections.abc import Callable, Iterator

from extract.comparison.policy import Policy
from extract.differences import Sample, Side
from extract.scores import Evaluation
from extract.scoring import ANSWERED

_SHOWN = 3
_SAME: tuple[tuple[str, Callable[[Evaluation], str], str], ...] = (
    ("gold", lambda one: one.basis.revision[:12], "score both against one gold revision"),
    ("scorer", lambda one: one.basis.scorer, "score both with one version and one set of tolerances"),
    ("response model", lambda one: one.basis.response_model, "run both with one response model"),
)


def unfit(a: Side, b: Side, policy: Policy) -> tuple[str, ...]:
    """Return why the two runs cannot be compared, each reason with its remedy; nothing where they can."""
    samples = (*a.samples, *b.samples)
    differing = (*_differing(samples), *_mixed(a), *_mixed(b))
    return differing or tuple(reason for sample in samples for reason in _faults(sample.evaluation, policy))


def _differing(samples: tuple[Sample, ...]) -> Iterator[str]:
    evaluations = [sample.evaluation for sample in samples]
    for what, of, remedy in _SAME:
        values = list(dict.fromkeys(map(of, evaluations)))
        if len(values) > 1:
            yield f"the runs do not share one {what} ({', '.join(values)}); {remedy}"
    if len({tuple(document.id for document in one.documents) for one in evaluations}) > 1:
        yield "the runs are not scored on the same documents; score both against one gold set"


def _mixed(side: Side) -> Iterator[str]:
    """Yield what the samples of a side do not share: of two prompts or models, an average would belong to neither."""
    bases = [sample.evaluation.basis for sample in side.samples]
    for what, values in (("prompt", [one.prompt for one in bases]), ("model", [one.model for one in bases])):
        different = {value.rpartition("@")[2] if what == "prompt" else value: value for value in reversed(values)}
        if len(different) > 1:
            runs = ", ".join(one.run for one in bases)
            named = ", ".join(reversed(different.values()))
            yield f"{runs} are no samples of one {what} ({named}); name runs of one prompt and model for a side"


def _faults(evaluation: Evaluation, policy: Policy) -> Iterator[str]:
    run, documents = evaluation.basis.run, evaluation.documents
    if not documents:
        yield "gold has no document; label some"
        return
    if not evaluation.basis.complete:
        yield f"{run} did not come to its end; run it again, it goes on where it stopped"
    absent = [document.id for document in documents if document.status == "absent"]
    if absent:
        more = f" and {len(absent) - _SHOWN} more" if len(absent) > _SHOWN else ""
        named = ", ".join(absent[:_SHOWN])
        yield f"{run} lacks {len(absent)} of {len(documents)} gold documents ({named}{more}); run them too"
        return
    without = Counter(document.status for document in documents if document.status not in ANSWERED)
    if without.total() > policy.failures * len(documents):
        listed = ", ".join(f"{count} {status}" for status, count in sorted(without.items()))
        yield (
            f"{run} has no extraction of {without.total()} of {len(documents)} documents ({listed}), more than the "
            f"policy's share of {policy.failures:g}; run again, or allow more under [failures]"
        )
