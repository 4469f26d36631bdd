"""What a document asserts: its claims, one for each clause, with speaker, kind, subject and period."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from extract.quantities.periods import mentions, period_of
from extract.records import Period, Span
from extract.rules.body import BodySentence
from extract.rules.clauses import clauses
from extract.rules.continuations import Clause
from extract.rules.edges import Unbroken
from extract.rules.kinds import Kind, kind_of
from extract.rules.speakers import speakers
from extract.rules.topics import Topics
from extract.rules.wording import statement_of
from extract.rules.words import SETS, Token, tokens, with_asides

TRAILING = frozenset({",", ".", ";", ":", "!", "?", "...", "…", "—", "–", "-", "，", "。", '"', "“", "”"})


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim that the rules found, with the place of its quote."""

    span: Span
    statement: str
    subject: str
    speaker: str | None
    kind: Kind
    topic: str | None = None
    """Whom the document was about there, for figures whose clause names nobody."""
    period: str | None = None

    def fields(self, text: str) -> dict[str, Any]:
        """Return the fields of the response model."""
        return {
            "quote": text[self.span.start : self.span.end],
            "statement": self.statement,
            "subject": self.subject,
            "speaker": self.speaker,
            "kind": self.kind,
            "period": self.period,
        }


def claims(text: str, published: str | None, sentences: Sequence[BodySentence]) -> list[ReadClaim]:
    """Return the claims of those sentences of a text that appeared at `published` (ISO 8601), in text order."""
    topics = Topics(text)
    named = [one for one in mentions(text, published=published) if _is_within(one.span, sentences)]
    unbroken = Unbroken(text, (one.span for one in named))
    found: list[ReadClaim] = []
    for sentence in sentences:
        words = with_asides(unbroken.bound(tokens(text, sentence.start, sentence.end)))
        parts = clauses(words)
        if sentence.headline and not any(part.group for part in parts):
            continue
        for claim in _of_sentence(text, words, parts, topics, unbroken):
            period = period_of(text, claim.span, mentions=named, published=published)
            found.append(_dated(claim, period, published))
    return found


def _is_within(span: Span, sentences: Sequence[BodySentence]) -> bool:
    """Whether the span lies in what is read: the dates of datelines and by-lines govern nothing."""
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    return at >= 0 and span.end <= sentences[at].end


def _dated(claim: ReadClaim, period: Period | None, published: str | None) -> ReadClaim:
    """Return the claim with its period; what "will" happen in a year that is over has happened."""
    if period is None:
        return claim
    over = published is not None and period.edtf[-4:].isdecimal() and period.edtf[-4:] < published[:4]
    kind: Kind = "fact" if over and claim.kind in ("plan", "forecast") else claim.kind
    return replace(claim, period=period.edtf, kind=kind)


def _of_sentence(
    text: str, words: Sequence[Token], parts: Sequence[Clause], topics: Topics, unbroken: Unbroken
) -> list[ReadClaim]:
    said_by = [topics.speaker(one) for one in speakers(text, words, parts)]
    topics.hear(said_by)
    topics.see(text, words)
    kinds: list[Kind] = []
    subjects: list[str] = []
    found: list[ReadClaim] = []
    for at, clause in enumerate(parts):
        span = unbroken.whole(quote_span(words, clause))
        governor = clause.governor
        own = said_by[at] if _speaks_of_itself(words, clause, not any(subjects)) else None
        subject = "" if clause.link == "says" else _subject(text, words, clause, subjects, topics, own)
        quote = text[span.start : span.end]
        inherited = kinds[governor] if governor is not None and governor < len(kinds) else None
        predicate = text[words[clause.group.start].start : span.end] if clause.group is not None else quote
        agent = "" if _names_no_agent(words, clause) else subject
        kind = kind_of(predicate, clause.group, agent, inherited, said_by[at] is not None)
        kinds.append(kind)
        subjects.append(subject)
        if clause.link == "says" or span.end <= span.start:
            continue
        governing = parts[governor].group if governor is not None and governor < len(parts) else None
        statement = statement_of(text, words, clause, span, subject, governing)
        found.append(ReadClaim(span, statement, subject, said_by[at], kind, topics.main))
    return sorted(found, key=lambda claim: claim.span)


def _names_no_agent(words: Sequence[Token], clause: Clause) -> bool:
    """Whether the clause says what happens without saying who does it: "this will", "through reform, will"."""
    if clause.subject is None:
        return clause.link == "main"
    return words[clause.subject[0]].low in SETS["pointing"]


def quote_span(words: Sequence[Token], clause: Clause) -> Span:
    """Return the clause's place without punctuation at its edges; the point of "etc." stays."""
    first, last = clause.start, clause.end - 1
    while first < last and words[first].text in TRAILING:
        first += 1
    while last > first and words[last].text in TRAILING and not _closes(words, last):
        last -= 1
    return Span(words[first].start, words[last].end)


def _closes(words: Sequence[Token], last: int) -> bool:
    """Whether the full stop belongs to the word before it, as that of "etc." does."""
    before = words[last - 1]
    return words[last].text == "." and before.low in ("etc", "inc", "ltd") and before.end == words[last].start


def _speaks_of_itself(words: Sequence[Token], clause: Clause, is_first: bool) -> bool:
    """Whether the subject is "I" or "we", or the "it" of the first thing that somebody says."""
    if clause.subject is None or clause.subject[0] >= clause.subject[1]:
        return False
    low = words[clause.subject[0]].low
    return low in ("i", "we") or (is_first and low == "it")


def _subject(
    text: str, words: Sequence[Token], clause: Clause, subjects: Sequence[str], topics: Topics, said_by: str | None
) -> str:
    if clause.subject is not None and clause.subject[0] < clause.subject[1]:
        first, end = clause.subject
        if clause.group is not None and words[first].low == "there":
            first, end = clause.group.end, _phrase_end(words, clause.group.end, clause.end)
        return topics.name(text, words[first:end], said_by)
    if clause.governor is not None and clause.governor < len(subjects):
        return subjects[clause.governor]
    return topics.last


def _phrase_end(words: Sequence[Token], first: int, end: int) -> int:
    """Return where the phrase ends that "there are" introduces: at the next comma or preposition but "of"."""
    stops = (at for at in range(first + 1, end) if words[at].has("punctuation") or words[at].has("preposition"))
    return next((at for at in stops if words[at].low != "of"), end)
