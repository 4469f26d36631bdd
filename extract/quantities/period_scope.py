"""Which of the periods that a text names governs given words?

The rules, from near to far:
1. The size of a project and a size class ("a 20 GW project", "hundred-billion-yuan park") has no period.
2. A period in the words' own clause governs them; of several the one that no "and" parts from them, then the nearest.
3. Otherwise one of an earlier clause of the sentence does, but not from inside a relative clause, a subordinate clause
   of another time, or a participle that only says when a thing came about ("founded in 1998"), nor what is compared
   with ("from 2019"), nor the day on which something was said.
4. Otherwise the sentences before in the same paragraph pass theirs on, as long as they keep talking of that time: a
   year, month, quarter or range of them, never a day; and not to a statement about the present ("It has 12 plants").
5. A plan goes on over paragraphs: "In 2024 the zone will …" governs the orders that follow it.
Words that leave the time open ("recently", "for 12 consecutive months") govern too: nothing is then certain.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.quantities import edtf
from extract.quantities.clauses import Clause, Layout, clauses, layout
from extract.quantities.moments import parse_published
from extract.quantities.period_dating import SILENT, dates
from extract.quantities.period_mentions import PeriodMention, mentions
from extract.quantities.status import is_plan, is_project_size, opens_as_order
from extract.records import Period, Span

_CARRIED = frozenset({"year", "half", "quarter", "month", "range", "season", "decade"})
_FOLLOWS = re.compile(r"\s+(?:(?!and\b)[\w-]+\s+){0,2}(?:in|at|on|by|during|for)\s+(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+(?:its|the|an?|his|her|their|it|he|she|they|being)\b[^,;]*$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+)?$", re.IGNORECASE)
_CLOSING = re.compile(r",\s+(?:in|during|by|for|at|on)\s+(?:the\s+)?$", re.IGNORECASE)
_YEAR_AGO = re.compile(r"(?:a|one)\s+year\b|(?:previous|preceding|prior)\s+year\b", re.IGNORECASE)
_PARTICIPLE = (
    r"(?:been|\w{2,}ed|\w{2,}en|built|made|won|sold|bought|spent|held|led|lost|met|paid|put|run|sent|set|cut|hit|grown|"
    r"drawn|shown|brought|become|begun|had|left|risen)\b"
)
_SUBJECT = r"[\W_]*(?:[\w’'-]+\s+){0,8}?"
_STATE = re.compile(
    rf"(?:it|he|she)\s+(?!was\b|has\b)\w+s\b|{_SUBJECT}(?:(?:has|have)(?!\s+(?:\w+ly\s+|also\s+|now\s+)?{_PARTICIPLE})|is|are|owns|employs|operates|covers|"
    r"includes?|contains|holds|makes|produces|remains?|lives?)\b"
    r"(?!\s+(?:an?\s+)?(?:increase|rise|fall|drop|decrease|decline|gain|jump|growth)\b)",
    re.IGNORECASE,
)
_PERFECT = re.compile(rf"{_SUBJECT}(?:has|have|'ve)\s+\w", re.IGNORECASE)
_CHANGE_IS = re.compile(r"(?:this|that|it)\s+(?:is|was|marks|marked|represents|represented)\b", re.IGNORECASE)
_REACH_BACK = 3
_PLAN_REACH = 12


@dataclass(frozen=True, slots=True)
class _Reader:
    """A text with its periods, for finding the one that governs a place."""

    page: Layout
    mentions: Sequence[PeriodMention]
    published: str | None

    def within(self, span: Span) -> Sequence[PeriodMention]:
        """Return the mentions that begin within the span."""
        first = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        last = bisect_left(self.mentions, span.end, key=lambda mention: mention.span.start)
        return self.mentions[first:last]

    def _governs(self, mention: PeriodMention, sentence: Span, span: Span) -> bool:
        return dates(self.page.text, mention, sentence, span, published=self.published)

    def own_sentence(self, index: int, span: Span) -> PeriodMention | None:
        """Return what governs the span within its sentence."""
        sentence = self.page.sentences[index]
        parts = clauses(self.page.text, sentence, span.start)
        at = max((i for i, part in enumerate(parts) if part.span.start <= span.start), default=0)
        nearest = self._in_clause(parts, at, sentence, span)
        if nearest is not None:
            return nearest
        if parts[at].link == "base":
            return self._year_before(parts, at, sentence)
        return self._beyond_clause(parts, at, sentence, span)

    def _beyond_clause(self, parts: Sequence[Clause], at: int, sentence: Span, span: Span) -> PeriodMention | None:
        """Return what other clauses of the sentence lend to the clause."""
        for i in self._reachable(parts, at):
            for mention in reversed(self.within(parts[i].span)):
                if self._governs(mention, sentence, span):
                    return self._passed_on(mention, parts[i], at - i)
        return self._trailing(parts, at, sentence, span)

    def _year_before(self, parts: Sequence[Clause], at: int, sentence: Span) -> PeriodMention | None:
        """Return the period of "from 2 percent a year earlier": that of the clause before, a year earlier."""
        text = self.page.text
        base = [m for m in self.within(parts[at].span) if _YEAR_AGO.match(text, m.span.start) and m.kind == "base"]
        if not base or not at:
            return None
        end = Span(parts[at - 1].span.end, parts[at - 1].span.end)
        nearest = self._in_clause(parts, at - 1, sentence, end)
        compared = nearest or self._beyond_clause(parts, at - 1, sentence, end)
        if compared is None or compared.edtf is None or compared.kind not in _CARRIED:
            return None
        return PeriodMention(base[0].span, edtf.one_year_earlier(compared.edtf), compared.resolved_by, compared.kind)

    def _in_clause(self, parts: Sequence[Clause], at: int, sentence: Span, span: Span) -> PeriodMention | None:
        stretch = Span(parts[at].span.start, max(parts[at].span.end, span.end))
        inside = [m for m in self.within(stretch) if self._governs(m, sentence, span)]
        if span.end > parts[at].span.end:  # a clause with clauses inside: those do not date it
            inner = [part.span for part in parts[at + 1 :] if part.link in ("relative", "after", "base")]
            inside = [m for m in inside if not any(s.start <= m.span.start < s.end for s in inner)]
        found = min(inside, key=lambda mention: self._distance(mention, span), default=None)
        return found and self._since(found, parts[at].span, span)

    def _distance(self, mention: PeriodMention, span: Span) -> tuple[bool, bool, int]:
        left, right = sorted((mention.span, span))
        between = self.page.text[left.end : right.start]
        follows = left == span and bool(_FOLLOWS.match(between))
        return not follows, bool(re.search(r"\band\b", between)), max(0, right.start - left.end)

    def _since(self, mention: PeriodMention, clause: Span, span: Span) -> PeriodMention:
        """Return the mention as it holds before its phrase: "… has earned 5 million since its release in July"."""
        text = self.page.text
        found = _SINCE.search(text, max(clause.start, mention.span.start - 60), mention.span.start)
        if found and span.end <= found.start() and mention.edtf and "/" not in mention.edtf:
            return replace(mention, edtf=f"{mention.edtf}/..", kind="since")
        return mention

    @staticmethod
    def _reachable(parts: Sequence[Clause], at: int) -> Iterator[int]:
        """Yield the clauses before, nearest first, whose time the clause shares."""
        inside_relative = parts[at].link == "relative"
        for i in range(at - 1, -1, -1):
            link = parts[i].link
            if link in ("base", "relative") or (link == "after" and i) or (link == "content" and inside_relative):
                continue
            yield i

    def _passed_on(self, mention: PeriodMention, clause: Clause, distance: int) -> PeriodMention | None:
        """Return the mention as it holds outside its clause: "Since it opened in 2017, …" dates all from 2017 on."""
        if clause.link != "after":
            return mention
        opening = self.page.text[clause.span.start : clause.span.start + 6].strip().lower()
        if distance and opening.startswith("since") and mention.edtf and "/" not in mention.edtf:
            return replace(mention, edtf=f"{mention.edtf}/..", kind="since")
        return None

    def _trailing(self, parts: Sequence[Clause], at: int, sentence: Span, span: Span) -> PeriodMention | None:
        """Return the period that closes the sentence for all of it: "… rose 5%, and imports 3%, in 2021."."""
        if at + 1 >= len(parts) or parts[at].link == "relative":
            return None
        then = next((m for m in self.within(parts[at + 1].span) if self._governs(m, sentence, span)), None)
        if parts[at + 1].link == "when" or (then and parts[at + 1].link == "base" and self._is_goal(then)):
            return then
        found = next((m for m in self.within(parts[-1].span) if self._governs(m, sentence, span)), None)
        opens = found and _CLOSING.match(self.page.text[parts[-1].span.start : found.span.start])
        return found if opens and parts[-1].link == "comma" else None

    def _is_goal(self, mention: PeriodMention) -> bool:
        """Whether "by" stands before: "cut to 5% from 9% by 2026" dates the 5%."""
        return bool(_BY.search(self.page.text, max(0, mention.span.start - 12), mention.span.start))

    def carried(self, index: int) -> PeriodMention | None:
        """Return what the sentences before, in the same paragraph, pass on to the sentence."""
        for back in range(index, max(0, index - _REACH_BACK), -1):
            if not self.page.adjoins(back) or not self._goes_on(back):
                return None
            found = self._main(back - 1)
            if found is not None:
                return found if self._carries(found, index) else None
        return None

    def _goes_on(self, index: int) -> bool:
        """Whether the sentence tells on, and does not state what is so at present."""
        sentence = self.page.sentences[index]
        words = self.page.text[sentence.start : min(sentence.end, sentence.start + 200)]
        return bool(_CHANGE_IS.match(words)) or not _STATE.match(words)

    def _main(self, index: int) -> PeriodMention | None:
        """Return the last period that governs a main clause of the sentence."""
        sentence = self.page.sentences[index]
        parts = clauses(self.page.text, sentence, sentence.start)
        for part in reversed(parts):
            if part.link in ("main", "comma", "content"):
                for mention in reversed(self.within(part.span)):
                    if self._governs(mention, sentence, Span(sentence.end, sentence.end)):
                        return mention
        return None

    def _carries(self, mention: PeriodMention, index: int) -> bool:
        if mention.kind not in _CARRIED or mention.edtf is None or mention.edtf.count("-") > 2:
            return False
        sentence = self.page.sentences[index]
        words = self.page.text[sentence.start : min(sentence.end, sentence.start + 200)]
        if _CHANGE_IS.match(words) or not _PERFECT.match(words):
            return True
        today, end = parse_published(self.published), edtf.days(mention.edtf)[1]
        return today is not None and end is not None and today.year - end.year <= 1

    def _resumes(self, sentence: Span) -> bool:
        """Whether a paragraph that opens so goes on with the plan of the one before."""
        text = self.page.text
        return opens_as_order(text, sentence) or text.startswith("We ", sentence.start)

    def planned(self, index: int) -> PeriodMention | None:
        """Return the period of the plan that the sentence belongs to, across paragraphs."""
        sentences, text = self.page.sentences, self.page.text
        for back in range(index, max(-1, index - _PLAN_REACH), -1):
            if not is_plan(text, sentences[back], published=self.published):
                return None
            found = self._main(back) if back < index else None
            if found is not None:
                return found if found.kind in _CARRIED and found.edtf else None
            if not self.page.adjoins(back) and not self._resumes(sentences[back]):
                return None
        return None


def period_of(
    text: str,
    span: Span,
    *,
    mentions: Sequence[PeriodMention] | None = None,
    published: str | None = None,
) -> Period | None:
    """Return the period that governs the words at the span, or None where it is not certain.

    `mentions` are those of the whole text; give them where many spans are asked for.

    >>> text = "In 2021 the rate reached 73.9 percent. Energy use decreased 3.9 percent."
    >>> period_of(text, Span(49, 71)).edtf
    '2021'
    """
    if mentions is None:
        mentions = _all_mentions(text, published=published)
    reader = _Reader(layout(text), mentions, published)
    index = reader.page.index(span.start)
    if index < 0 or not mentions or is_project_size(text, span):
        return None
    found = reader.own_sentence(index, span)
    if found is not None:
        return _period(found)
    parts = clauses(text, reader.page.sentences[index], span.start)
    if any(mention.kind not in SILENT for mention in reader.within(Span(parts[0].span.start, parts[-1].span.end))):
        return None
    carried = reader.carried(index) or reader.planned(index)
    return Period(carried.edtf, "context", carried.span) if carried and carried.edtf else None


def _period(mention: PeriodMention) -> Period | None:
    return Period(mention.edtf, mention.resolved_by, mention.span) if mention.edtf else None


_all_mentions = mentions
