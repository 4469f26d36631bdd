"""Which clauses a sentence has, each with its subject and its verb: stretches put together again."""

from collections.abc import Sequence

from extract.rules.continuations import (
    Clause,
    is_nominal,
    lists_gerunds,
    says_result,
    takes_bare,
    takes_past,
    takes_third,
)
from extract.rules.openings import said_at
from extract.rules.stretches import Stretch, leads, stretches
from extract.rules.verbs import present_group
from extract.rules.words import SETS, Token

NEW_CLAUSE = (", and", ";", "but", ", but", "; and")
SHORT_LEAD = 4
"""Words up to which what precedes a verbless clause leads it: "At the same time"."""


def clauses(words: Sequence[Token]) -> list[Clause]:
    """Return the clauses of a sentence, in the order in which their predicates stand."""
    builder = _Builder(words, stretches(words))
    builder.run()
    return builder.found


class _Builder:
    """Goes through the stretches once, joining those without a predicate to their neighbours."""

    def __init__(self, words: Sequence[Token], parts: list[Stretch]) -> None:
        self.words = words
        self.parts = parts
        self.found: list[Clause] = []
        self.waiting: list[int] = []
        """Stretches without a predicate that wait for one."""
        self.main: int | None = None
        """The clause that a coordinated predicate continues."""

    def run(self) -> None:
        for at, part in enumerate(self.parts):
            if part.says:
                self._says(part)
            elif part.group is not None:
                self._finite(at, part)
            elif not self._verbal(at, part):
                self._rest(at, part)
        if not self.found and any(is_nominal(self.words, self.parts[at]) for at in self.waiting):
            self._fragments()

    def _add(self, clause: Clause) -> None:
        self.found.append(clause)
        self.waiting = []

    def _extend(self, end: int) -> None:
        self.found[-1] = self.found[-1]._replace(end=end)

    def _start(self, part: Stretch) -> int:
        """Return where a clause begins that takes what waits."""
        return self.parts[self.waiting[0]].start if self.waiting else part.start

    # --- who says it

    def _says(self, part: Stretch) -> None:
        after = part.opening in ("said", "according") and bool(self.found)
        subject, governor = self._sayer(part), None
        if subject is None or subject[0] >= subject[1]:
            governor = next((at for at in range(len(self.found) - 1, -1, -1) if self.found[at].link == "says"), None)
            main = self.found[self.main] if governor is None and self.main is not None else None
            subject = main.subject if main is not None else None
        self._add(Clause(self._start(part), part.end, "says", part.group, subject, governor, after))
        self.main = None

    def _sayer(self, part: Stretch) -> tuple[int, int] | None:
        if part.opening == "said" and self.words[part.start].low in SETS["said_first"]:
            return part.start + 1, part.end
        if part.opening == "said":
            return part.start, said_at(self.words, part.start, part.end) or part.end
        if part.opening == "according":
            return part.start + 2, part.end
        return (self._subject_start(part), part.group.start) if part.group is not None else None

    # --- finite verbs

    def _finite(self, at: int, part: Stretch) -> None:
        verb = part.group.start if part.group is not None else part.end
        if part.opening == "relative":
            waiting = self.waiting
            antecedent = (self._subject_start(part), self.parts[waiting[-1]].end) if waiting else self._last_phrase()
            self._add(Clause(part.start, part.end, "relative", part.group, antecedent, self.main))
            self.waiting = waiting
        elif part.opening == "subordinate":
            self._add(Clause(part.start + 1, part.end, "subordinate", part.group, (part.start + 1, verb)))
        elif part.joiner in ("and", "or") and self._that_waits():
            self._extend(part.end)
        elif part.opening == "predicate" and not self.waiting and self.main is not None:
            self._add(Clause(part.start, part.end, "coordinated", part.group, None, self.main))
        else:
            self._take_back(at, part)
            first = self._subject_start(part)
            subject = (first, verb) if first < verb and part.opening != "predicate" else None
            if part.opening == "predicate":
                subject = (first, part.start) if first < part.start else self._inverted(verb, part.end)
            self._add(Clause(self._start(part), part.end, "main", part.group, subject))
            self.main = len(self.found) - 1

    def _last_phrase(self) -> tuple[int, int] | None:
        """Return the noun phrase that ends the last clause, which "which" takes up."""
        if not self.found:
            return None
        first, end = self.found[-1].start, self.found[-1].end
        begin = end - 1
        while begin > first and not any(self.words[begin].has(tag) for tag in ("determiner", "preposition", "be")):
            begin -= 1
        begin += not self.words[begin].has("determiner")
        return (begin, end) if begin < end else None

    def _inverted(self, verb: int, end: int) -> tuple[int, int] | None:
        """Return the subject of "not only has the city built": between the auxiliary and the verb."""
        stop = next((at for at in range(verb + 1, end) if {"n", "b"} & set(self.words[at].word.forms)), verb)
        return (verb + 1, stop) if stop > verb + 1 and self.words[verb + 1].has("determiner") else None

    def _that_waits(self) -> bool:
        """Whether "that" in the last clause still wants its verb: "the view that land and water are …"."""
        if not self.found or self.waiting or self.found[-1].group is None:
            return False
        last = self.found[-1]
        after = self.words[self.found[-1].group.end : last.end]
        at = next((index for index, word in enumerate(after) if word.low == "that"), None)
        return (
            at is not None
            and 0 < at < len(after) - 1
            and not any(word.word.forms and not word.word.noun_like for word in after[at + 1 :])
        )

    def _take_back(self, at: int, part: Stretch) -> None:
        """Give the new clause its leading words where they were put to the clause before it."""
        if self.waiting or not self.found:
            return
        first = at
        while first > 0 and self._is_loose(first - 1):
            first -= 1
        begin = self._list_start(first, at) if part.joiner in ("and", "or") else self._leading_start(first, at)
        if begin is not None:
            self.waiting = list(range(begin, at))
            self._extend(self.parts[begin - 1].end)

    def _is_loose(self, at: int) -> bool:
        part, last = self.parts[at], self.found[-1]
        predicate = last.group.start if last.group is not None else last.start
        return part.group is None and part.opening == "nothing" and part.start > predicate

    def _list_start(self, first: int, at: int) -> int | None:
        """Return where "A, B" of "A, B and C are" begins."""
        for begin in range(at - 1, first - 1, -1):
            if self.parts[begin].joiner in NEW_CLAUSE:
                return begin
        return at - 1 if first < at and self.parts[at - 1].joiner == "," else None

    def _leading_start(self, first: int, at: int) -> int | None:
        """Return where "and in May," begins, which leads what follows."""
        for begin in range(first, at):
            if self.parts[begin].joiner in NEW_CLAUSE and leads(self.words, self.parts[begin]):
                return begin
        return None

    def _subject_start(self, part: Stretch) -> int:
        """Return the first word of the subject: leading adverbials do not belong to it."""
        if part.opening == "clause" and part.joiner == ",":
            return part.start
        led = False
        for at in self.waiting:
            other = self.parts[at]
            led = leads(self.words, other) or (led and other.joiner == "and")
            if not led:
                return other.start
        return part.start

    # --- verbs that are not finite

    def _verbal(self, at: int, part: Stretch) -> bool:
        """Add the clause that a bare, -ing or past form opens; False where it opens none."""
        if part.opening == "base":
            return self._base(part)
        if part.opening == "to":
            return self._to(at, part)
        if not self.found or self.waiting or self.found[-1].link == "says":
            return False
        if part.opening == "ing":
            return self._ing(part)
        if part.opening == "third":
            return self._third(at, part)
        return part.opening == "past" and self._past(at, part)

    def _base(self, part: Stretch) -> bool:
        last = self.found[-1] if self.found else None
        if last is None or last.link == "says":
            if part.joiner not in ("", ",", '"', "that", ":", ', "'):
                return False
            self._imperative(part)
            return True
        main = self.found[self.main] if self.main is not None else last
        if self.waiting or not takes_bare(self.words, last, main, part):
            return False
        governor = self.main if self.main is not None else len(self.found) - 1
        self._add(Clause(part.start, part.end, "coordinated", None, None, governor))
        return True

    def _imperative(self, part: Stretch) -> None:
        if any(is_nominal(self.words, self.parts[at]) for at in self.waiting):
            self._fragments()
            self._add(Clause(part.start, part.end, "coordinated", None, None, self.main))
            return
        self._add(Clause(self._start(part), part.end, "main"))
        self.main = len(self.found) - 1

    def _to(self, at: int, part: Stretch) -> bool:
        """Add an infinitive that is an item of a list of orders; a purpose stays with its clause."""
        ahead = self.parts[at + 1 : at + 3]
        if "," not in part.joiner or not any(other.opening == "base" and "," in other.joiner for other in ahead):
            return False
        if self.found and (self.waiting or self.found[-1].link not in ("main", "coordinated", "fragment")):
            return False
        if not self.found:
            if not any(is_nominal(self.words, self.parts[index]) for index in self.waiting):
                return False
            self._fragments()
        self._add(Clause(part.start, part.end, "coordinated", None, None, self.main))
        return True

    def _ing(self, part: Stretch) -> bool:
        last = self.found[-1]
        if "," not in part.joiner:
            if part.joiner != "and" or last.link != "participle":
                return False
        elif lists_gerunds(self.words, last) and not says_result(self.words, part):
            return False
        self._add(Clause(part.start, part.end, "participle", None, None, self._governor()))
        return True

    def _governor(self) -> int:
        """Return the clause whose subject a participle shares."""
        last = self.found[-1]
        return last.governor if last.link == "participle" and last.governor is not None else len(self.found) - 1

    def _third(self, at: int, part: Stretch) -> bool:
        """Add "and plans to add": a second verb in the present."""
        more = any(other.opening == "third" and "and" in other.joiner for other in self.parts[at + 1 : at + 4])
        if self.main is None or not takes_third(self.found[-1], self.found[self.main], part, more):
            return False
        group = present_group(self.words, part.start, part.end)
        self._add(Clause(part.start, part.end, "coordinated", group, None, self.main))
        return True

    def _past(self, at: int, part: Stretch) -> bool:
        """Add "driven by …" or the second participle of "has built A and widened B"."""
        last = self.found[-1]
        verb = next(index for index in range(part.start, part.end) if self.words[index].word.forms)
        if part.joiner == "," and verb + 1 < part.end and self.words[verb + 1].low == "by":
            self._add(Clause(part.start, part.end, "participle", None, None, self._governor()))
            return True
        main = self.found[self.main] if self.main is not None else last
        more = any(other.opening == "past" and "and" in other.joiner for other in self.parts[at + 1 : at + 4])
        if not takes_past(self.words, last, main, part, more):
            return False
        self._add(Clause(part.start, part.end, "coordinated", None, None, self.main))
        return True

    # --- the rest

    def _rest(self, at: int, part: Stretch) -> None:
        """Put a stretch without a predicate to the clause before it, or let it wait for the next."""
        last = self.found[-1] if self.found else None
        if last is None or self.waiting or part.joiner == ";" or (last.link == "says" and not last.after):
            self.waiting.append(at)
            return
        self._extend(part.end)
        if last.link == "says" and last.subject is not None and last.end == last.subject[1]:
            self.found[-1] = self.found[-1]._replace(subject=(last.subject[0], part.end))

    def _fragments(self) -> None:
        """Make a clause of each waiting stretch that a verbal noun heads, with what follows it."""
        lead: int | None = None
        for at in self.waiting:
            part = self.parts[at]
            if not self.found and part.end - part.start <= SHORT_LEAD and not is_nominal(self.words, part):
                lead = part.start if lead is None else lead
            elif is_nominal(self.words, part) or not self.found:
                self.found.append(Clause(part.start if lead is None else lead, part.end, "fragment"))
                lead = None
            else:
                self._extend(part.end)
        self.main = len(self.found) - 1 if self.found else None
        self.waiting = []
