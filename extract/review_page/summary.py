"""What did a review come to: who was right, do reviewers agree, how often was the reference wrong, what moves?"""

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ExtractError
from extract.records import Document
from extract.review import VERDICTS, Applied, Decide, Progress, Reviewed, Verdict, agreement, progress
from extract.review_page import words
from extract.review_page.filters import Asked, Filter, query_of
from extract.review_page.session import Session
from extract.scores import Evaluation, Rate
from extract.statistics import ratio

ONE_SIDED_FROM, ONE_SIDED_SHARE = 20, 0.9
"""Decisions from which, and the share of one side from which, a reviewer is asked to look again: rules of thumb."""
_RECORD = re.compile(r"(?<=.):[0-9]+$")
"""Ends the source of a document that is one line of a file."""
_LEVELS = ("found.f1", "correct.precision", "correct.recall", "correct.f1")


@dataclass(frozen=True, slots=True)
class Tally:
    """The decisions on items of one type and kind."""

    type: str
    kind: str
    words: str
    """What the kind means."""
    counts: tuple[int, ...]
    """By verdict, in the order of `Summary.verdicts`."""

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Left:
    """Items that still ask for something, with the filter that shows them."""

    items: int
    words: str
    query: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A metric of a run on gold as it is and on gold as the decisions make it."""

    run: str
    metric: str
    old: float | None
    new: float | None

    @property
    def moved(self) -> float | None:
        """New less old."""
        return None if self.old is None or self.new is None else self.new - self.old


@dataclass(frozen=True, slots=True)
class Summary:
    """The last screen."""

    source: str
    reference: str
    against: str
    progress: Progress
    verdicts: tuple[tuple[Verdict, str], ...]
    """Those that were given, with their words."""
    tallies: tuple[Tally, ...]
    left: tuple[Left, ...]
    """What is still to be done."""
    wrong: Rate
    """How often the reference was wrong among the decided disagreements."""
    wrong_agreed: Rate
    """How often both were wrong together, among the decided pairs that agreed."""
    blind: Rate
    agreement: Rate
    """Of the items that two reviewers decided: on how many they say the same."""
    warnings: tuple[str, ...]
    scores: tuple[Moved, ...]
    scores_missing: str
    """Why there are no scores; empty where there are."""
    effects: tuple[tuple[str, int], ...]
    """What applying the decisions would do to gold, by name."""
    commands: tuple[str, ...]


def summary(session: Session) -> Summary:
    """Return what the decisions that hold came to."""
    found = session.queue(Filter())
    state = session.standing.known()
    done = progress(found, state, session.subject.source, session.subject.against)
    held = [(event, one) for event, one in state.holding() if session.find(one.item) is not None]
    holding = [event for event, _ in held]
    called = words.names(session.subject)
    given = Counter(event.verdict for event in holding)
    verdicts = tuple((one, words.verdict(one, called)) for one in VERDICTS if given[one])
    scores, missing, applied = _scores(session)
    return Summary(
        source=session.subject.source,
        reference=session.subject.reference,
        against=session.subject.against,
        progress=done,
        verdicts=verdicts,
        tallies=tuple(_tallies(held, [one for one, _ in verdicts], called["run"])),
        left=tuple(_left(session)),
        wrong=done.wrong,
        wrong_agreed=done.wrong_agreed,
        blind=_blind(held),
        agreement=agreement(state),
        warnings=tuple(_warnings(session, holding)),
        scores=scores,
        scores_missing=missing,
        effects=() if applied is None else _effects(applied),
        commands=tuple(_commands(session)),
    )


def _tallies(held: Iterable[tuple[Decide, Reviewed]], verdicts: Sequence[Verdict], run: str) -> Iterator[Tally]:
    counts: dict[tuple[str, str], Counter[Verdict]] = {}
    for event, one in held:
        counts.setdefault((one.type, one.kind), Counter())[event.verdict] += 1
    for (type_, kind), given in sorted(counts.items(), key=lambda entry: (entry[0][0], -entry[1].total())):
        yield Tally(type_, kind, words.kind(kind, run=run), tuple(given[one] for one in verdicts))


_LEFT: tuple[tuple[Asked, str], ...] = (
    ("open", "not decided yet"),
    ("skipped", "skipped"),
    ("neither", "neither is right: what belongs there is still to be written"),
    ("disputed", "reviewers say different things: the last decision holds"),
)


def _left(session: Session) -> Iterator[Left]:
    for asked, named in _LEFT:
        wanted = Filter(status=asked)
        count = len(session.queue(wanted))
        if count:
            yield Left(count, named, query_of(wanted))


# --- reviewers -------------------------------------------------------------------------------------------------


def _blind(holding: Sequence[tuple[Decide, Reviewed]]) -> Rate:
    """Return the share of decisions made blind; who skips decides nothing."""
    blind, given = Counter[str](), Counter[str]()
    for event, one in holding:
        given[one.document] += event.verdict != "skip"
        blind[one.document] += event.verdict != "skip" and event.blind
    return ratio([(blind[name], count) for name, count in given.items()], "none is decided")


def _warnings(session: Session, holding: Sequence[Decide]) -> Iterator[str]:
    called = words.names(session.subject)
    clear = [event for event in holding if event.verdict in ("reference", "run")]
    if len(clear) >= ONE_SIDED_FROM:
        letters = Counter(letter for event in clear if event.blind for letter in _letter(event))
        yield from _one_sided(Counter(words.verdict(event.verdict, called) for event in clear), "look at some again")
        yield from _one_sided(letters, "a side's place says nothing about it")
    if session.share == 0 and holding and session.subject.against == "gold":
        yield (
            f"Only disagreements were looked at, which can move gold towards {called['run']} alone: "
            "mix in pairs that agree with --sample-agreements 5%."
        )


def _letter(event: Decide) -> Iterator[str]:
    """Yield by its letter the side that was found right."""
    for letter, side in zip("AB", event.shown, strict=False):
        if side == event.verdict:
            yield f"{letter} is right"


def _one_sided(counts: Counter[str], remedy: str) -> Iterator[str]:
    total = counts.total()
    for name, count in counts.most_common(1):
        if total >= ONE_SIDED_FROM and count >= ONE_SIDED_SHARE * total:
            yield f"{count} of {total} decisions say that {name}; {remedy}."


# --- gold ------------------------------------------------------------------------------------------------------


def _scores(session: Session) -> tuple[tuple[Moved, ...], str, Applied | None]:
    if session.scores is None:
        return (), "no run is reviewed here but the labels of two readers, so no score moves", None
    if session.independent and len(session.queue(Filter(status="decided"))) < len(session.queue(Filter())):
        return (), "decide all items first, for scores tell what others decided", None
    try:
        found = session.scores()
    except ExtractError as error:
        return (), str(error), None
    moved = (
        one
        for run, old, new in zip(found.runs, found.old, found.new, strict=True)
        for one in _moved(str(run), old, new)
    )
    return tuple(moved), "", found.applied


def _moved(run: str, old: Evaluation, new: Evaluation) -> Iterator[Moved]:
    for type_ in old.types:
        for level in _LEVELS:
            name = f"{type_}.{level}"
            yield Moved(run, name, old.metrics[name].rate.value, new.metrics[name].rate.value)


def _effects(applied: Applied) -> tuple[tuple[str, int], ...]:
    named = {
        "to change gold": len(applied.changed),
        "in gold already": len(applied.already),
        "to leave gold as it is": len(applied.kept),
        "refused, to be reviewed again": len(applied.refused),
        "undone or overruled since, to be mended by hand": len(applied.withdrawn) + len(applied.overruled),
        "laid to the toolkit": len(applied.faults),
        "about other runs": len(applied.elsewhere),
    }
    return tuple((name, count) for name, count in named.items() if count)


def _commands(session: Session) -> Iterator[str]:
    """Yield what to do next, as a shell takes it."""
    subject = session.subject
    schema = "" if session.schema is None else f" --schema {shlex.quote(session.schema)}"
    if subject.against != "gold":
        other = shlex.quote(subject.reference)
        yield f"extract review {shlex.quote(subject.source)} --against {other}{schema} --status"
        return
    gold = "" if subject.reference == "gold" else f" --gold {shlex.quote(subject.reference)}"
    runs = f" --runs {shlex.quote(subject.source)}" if session.scores is not None else ""
    yield f"extract gold apply{runs}{gold}{schema} --dry-run"
    yield f"extract gold apply{runs}{gold}{schema}"
    yield f"extract gold check{_sources(subject.documents.values())}{gold}{schema}"


def _sources(documents: Iterable[Document]) -> str:
    """Return the folders and the files of records that the documents were read from, as `gold check` is told them."""
    sources = {one.source for one in documents if one.source}
    found = {_RECORD.sub("", one) if _RECORD.search(one) else str(Path(one).parent) for one in sources}
    return "" if found <= {"seeds"} else "".join(f" {shlex.quote(one)}" for one in sorted(found))
