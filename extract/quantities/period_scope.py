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
from dataclasses import dataclass

from extract.quantities import edtf
from extract.quantities.clauses import Clause, Layout, clauses, layout
from extract.quantities.moments import parse_published
from extract.quantities.period_mentions import PeriodMention, mentions
from extract.quantities.period_words import NAMED_BY_YEAR
from extract.quantities.status import cue, is_plan, is_project_size, opens_as_order
from extract.records import Period, Span

_SILENT = frozenset({"clock", "base"})
_CARRIED = frozenset({"year", "half", "quarter", "month", "range", "season", "decade"})
_FOUNDED = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )(?<!be )(?<!has )(?<!had )(?<!have )"
    r"\b(?:founded|established|built|born|opened|launched|created|introduced|signed|passed|adopted|enacted|installed|"
    r"completed|made|published|formed|set\s+up|dating|acquired|bought|begun|started|discovered)\s+(?:\w+\s+){0,3}?"
    r"(?:in|on|since|from|between|back\s+to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_FINITE_BEFORE = re.compile(
    r"\b(?:was|were|been|is|are|be|being|has|had|have|and|it|he|she|they|we|who|which|\w+ly)\s+$", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:compared\s+(?:with|to)|than(?:\s+in)?|versus|vs\.?|against|from|over|relative\s+to|since|below|above|beyond|exceeding|"
    r"(?:levels?|those|figure|total|peak|record)\s+(?:of|in|set\s+in)|that\s+of)\s+(?:the\s+)?(?:same\s+(?:period|time)\s+(?:of|in)\s+)?$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"\b(?:in|by|during|for|of)\s+$", re.IGNORECASE)
_UP_ON = re.compile(r"(?:%|percent|percentage\s+points?|up|down)\s+on\s+$", re.IGNORECASE)
_STAMPED = re.compile(r"\s*(?:/[^/\n]{2,30}/|\([^()\n]{2,30}\))?\s*(?:--|—|–)\s")
_STAMP = re.compile(r"\b(?:date|updated|posted|published|modified)(?:\s+(?:on|at))?[:\s]*$", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|stated|added|noted|learned|published|released|introduced|disclosed|"
    r"revealed|according\s+to|showed|shows|wrote|warned|estimated)\b",
    re.IGNORECASE,
)
_YEAR_AGO = re.compile(r"(?:a|one)\s+year\b|(?:previous|preceding|prior)\s+year\b", re.IGNORECASE)
_STATE = re.compile(
    r"[\W_]*(?:[\w’'-]+\s+){0,8}?(?P<verb>(?:has|have)(?!\s+(?:\w+ly\s+|also\s+|now\s+)?(?:been|\w{2,}ed|\w{2,}en|built|made|won|sold|bought|spent|held|led|lost|met|paid|put|run|sent|set|cut|hit|grown|drawn|shown|brought|become|begun|had|left|risen)\b)|is|are|owns|employs|operates|"
    r"covers|includes?|contains|holds|makes|produces|remains?|lives?|these\s+include)\b(?!\s+(?:an?\s+)?(?:increase|rise|fall|drop|decrease|decline|gain|jump|growth)\b)",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"[\W_]*(?:[\w’'-]+\s+){0,8}?(?:has|have|'ve)\s+(?:\w+ly\s+|also\s+|now\s+|since\s+)?(?:been|\w+)\b", re.IGNORECASE
)
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
        """Whether the mention can date anything but the noun that it stands with."""
        if mention.kind in _SILENT:
            return False
        text = self.page.text
        before = text[max(sentence.start, mention.span.start - 60) : mention.span.start]
        after = re.findall(r"[\w-]+", text[mention.span.end : min(sentence.end, mention.span.end + 60)])[:4]
        attributive = mention.kind == "year" and not _IN_YEAR.search(before)
        if attributive and any(word.lower() in NAMED_BY_YEAR for word in after):
            return False
        founded = _FOUNDED.search(before)
        if founded and not _FINITE_BEFORE.search(before, 0, founded.start()):
            return span.start <= mention.span.start < span.end
        if mention.kind not in ("since", "until", "range") and (_COMPARED.search(before) or _UP_ON.search(before)):
            return False
        if mention.kind == "date" and (_STAMP.search(before) or _STAMPED.match(text, mention.span.end)):
            return False
        return not self._says(mention, sentence, span)

    def _says(self, mention: PeriodMention, sentence: Span, span: Span) -> bool:
        """Whether the day is the one on which something was said, not on which it held."""
        if mention.kind != "date" or mention.span.start >= span.start:
            return mention.kind == "date" and bool(
                _SAYING.search(self.page.text, max(sentence.start, mention.span.start - 60), mention.span.start)
            )
        reach = self.page.text[max(sentence.start, mention.span.start - 60) : span.start]
        return bool(_SAYING.search(reach)) or (cue(self.page.text, span) != "actual" and self._over(mention))

    def _over(self, mention: PeriodMention) -> bool:
        """Whether the day was past when the document appeared."""
        today = parse_published(self.published)
        end = edtf.days(mention.edtf)[1] if mention.edtf else None
        return end is None or today is None or today.date is None or end <= today.date

    def own_sentence(self, index: int, span: Span) -> PeriodMention | None:
        """Return what governs the span within its sentence."""
        sentence = self.page.sentences[index]
        parts = clauses(self.page.text, sentence, span.start)
        at = max((i for i, part in enumerate(parts) if part.span.start <= span.start), default=0)
        nearest = self._in_clause(parts, at, sentence, span)
        if nearest is not None:
            return nearest
        if parts[at].link == "base":
            return self._year_before(parts, at, sentence, span)
        for i in self._reachable(parts, at):
            for mention in reversed(self.within(parts[i].span)):
                if self._governs(mention, sentence, span):
                    return self._passed_on(mention, parts[i], at - i)
        return self._trailing(parts, at, sentence, span)

    def _year_before(self, parts: Sequence[Clause], at: int, sentence: Span, span: Span) -> PeriodMention | None:
        """Return the period of "from 2 percent a year earlier": that of the clause before, a year earlier."""
        text = self.page.text
        base = [m for m in self.within(parts[at].span) if _YEAR_AGO.match(text, m.span.start) and m.kind == "base"]
        if not base or not at:
            return None
        first = Span(parts[at - 1].span.start, parts[at - 1].span.end - 1)
        compared = self.own_sentence(self.page.index(span.start), Span(first.end, first.end))
        if compared is None or compared.edtf is None or compared.kind not in _CARRIED:
            return None
        return PeriodMention(base[0].span, edtf.one_year_earlier(compared.edtf), compared.resolved_by, compared.kind)

    def _in_clause(self, parts: Sequence[Clause], at: int, sentence: Span, span: Span) -> PeriodMention | None:
        stretch = Span(parts[at].span.start, max(parts[at].span.end, span.end))
        inside = [m for m in self.within(stretch) if self._governs(m, sentence, span)]
        if span.end > parts[at].span.end:  # a clause with clauses inside: those do not date it
            inner = [part.span for part in parts[at + 1 :] if part.link in ("relative", "after", "base")]
            inside = [m for m in inside if not any(s.start <= m.span.start < s.end for s in inner)]
        return min(inside, key=lambda mention: self._distance(mention, span), default=None)

    def _distance(self, mention: PeriodMention, span: Span) -> tuple[bool, int]:
        left, right = sorted((mention.span, span))
        between = self.page.text[left.end : right.start]
        return bool(re.search(r"\band\b", between)), max(0, right.start - left.end)

    @staticmethod
    def _reachable(parts: Sequence[Clause], at: int) -> Iterator[int]:
        """Yield the clauses before, nearest first, whose time the clause shares."""
        inside_relative = parts[at].link == "relative"
        for i in range(at - 1, -1, -1):
            link = parts[i].link
            if link in ("base", "relative") or (link == "after" and i):
                continue
            if link == "content" and inside_relative:
                continue
            yield i

    def _passed_on(self, mention: PeriodMention, clause: Clause, distance: int) -> PeriodMention | None:
        """Return the mention as it holds outside its clause: "Since it opened in 2017, …" dates all from 2017 on."""
        if clause.link != "after":
            return mention
        opening = self.page.text[clause.span.start : clause.span.start + 6].strip().lower()
        if distance and opening.startswith("since") and mention.edtf and "/" not in mention.edtf:
            return PeriodMention(mention.span, f"{mention.edtf}/..", mention.resolved_by, "since")
        return None

    def _trailing(self, parts: Sequence[Clause], at: int, sentence: Span, span: Span) -> PeriodMention | None:
        """Return the period that closes the sentence for all of it: "… rose 5%, and imports 3%, in 2021."."""
        if at + 1 >= len(parts) or parts[at].link == "relative" or parts[-1].link != "comma":
            return None
        found = [mention for mention in self.within(parts[-1].span) if self._governs(mention, sentence, span)]
        opens = re.compile(r",\s+(?:in|during|by|for|at)\s+(?:the\s+)?$", re.IGNORECASE)
        if found and opens.match(self.page.text[parts[-1].span.start : found[0].span.start]):
            return found[0]
        return None

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
    if any(mention.kind not in _SILENT for mention in reader.within(reader.page.sentences[index])):
        return None
    carried = reader.carried(index) or reader.planned(index)
    return Period(carried.edtf, "context", carried.span) if carried and carried.edtf else None


def _period(mention: PeriodMention) -> Period | None:
    return Period(mention.edtf, mention.resolved_by, mention.span) if mention.edtf else None


_all_mentions = mentions
