"""How a clause reads as one sentence of its own: its subject and modal put back."""

from collections.abc import Sequence

from extract.records import Span
from extract.rules.continuations import Clause
from extract.rules.verbs import VerbGroup
from extract.rules.words import Token, third_person


def statement_of(
    text: str, words: Sequence[Token], clause: Clause, span: Span, subject: str, governing: VerbGroup | None
) -> str:
    """Return the clause as one sentence: subject carried over where it lacks one, capital, full stop."""
    quote = text[span.start : span.end]
    if clause.link in ("participle", "relative"):
        sentence = f"{subject} {_finite(text, words, clause, span)}"
    elif clause.subject is None and clause.link != "fragment":
        sentence = f"{subject} {_carried(clause, governing)}{_without_to(quote)}"
    else:
        sentence = _with_subject(text, words, clause, span, subject)
    sentence = " ".join(sentence.split())
    return sentence[:1].upper() + sentence[1:] + ("" if sentence.endswith((".", "!", "?")) else ".")


def _with_subject(text: str, words: Sequence[Token], clause: Clause, span: Span, subject: str) -> str:
    """Return the quote with the subject's own words replaced by the resolved ones where they differ in length only."""
    if clause.subject is None or clause.subject[0] >= clause.subject[1]:
        return text[span.start : span.end]
    first = words[clause.subject[0]]
    if first.has("subject_pronoun") and clause.subject[1] - clause.subject[0] == 1:
        return f"{text[span.start : first.start]}{subject}{text[first.end : span.end]}"
    return text[span.start : span.end]


def _without_to(quote: str) -> str:
    return quote[3:] if quote[:3].casefold() == "to " else quote[:1].lower() + quote[1:]


def _carried(clause: Clause, governing: VerbGroup | None) -> str:
    """Return the auxiliary that the clause shares with the one before it."""
    if clause.group is not None:
        return ""
    if governing is None:
        return "will "
    first = governing.words.split(" ")[0]
    return f"{first} " if governing.tense in ("modal", "perfect", "be") else ""


def _finite(text: str, words: Sequence[Token], clause: Clause, span: Span) -> str:
    """Return a relative or participial clause with a finite verb: "ranking first" becomes "ranks first"."""
    first = clause.start
    if clause.link == "relative":
        return text[words[min(first + 1, clause.end - 1)].start : span.end]
    while first < clause.end - 1 and not words[first].word.forms:
        first += 1
    verb = words[first]
    lead, rest = text[span.start : verb.start], text[verb.end : span.end]
    if "g" in verb.word.forms:
        base = verb.word.bases[0] if verb.word.bases else verb.low.removesuffix("ing")
        return f"{lead}{third_person(base)}{rest}"
    return f"was {lead}{verb.text}{rest}"
