"""Which year do words such as "March 11" or "the third quarter" mean?"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extract.quantities import edtf
from extract.quantities.moments import Published
from extract.quantities.period_drafts import Draft, Stretch

_AHEAD = re.compile(
    r"\b(?:will|shall|by|until|before|to be|due|scheduled|next|plans? to|slated)\b[^.!?\n]*$", re.IGNORECASE
)
_AHEAD_RIGHT = re.compile(
    r"(?:(?!\b(?:said|announced|introduced|told|that)\b)[^.!?\n]){0,60}?\b(?:will|is to|are to)\b", re.IGNORECASE
)
_SAID = re.compile(r"\b(?:said|says|told|announced|reported|introduced)\b[^.!?\n]*$", re.IGNORECASE)


def edges(stretch: Stretch, year: int) -> tuple[str | None, str | None]:
    """Return where the stretch begins and ends; `year` fills what the words leave open."""
    first, last, months = stretch
    last_year = last.last_year or last.year or year
    if months:
        return _reaching_back(months, last_year, last.last)
    first_year = first.year or (last.year or year)
    if first.year is None and last.last < first.first:
        first_year -= 1
    return edtf.point(first_year, first.first), edtf.point(last_year, last.last)


def _reaching_back(months: int, year: int, last: edtf.MonthDay) -> tuple[str | None, str | None]:
    """Return the whole months that end with the given one; nothing where it ends within a month."""
    month, day = last
    if day and (edtf.point(year, last) is None or edtf.point(year, (month, day + 1)) is not None):
        return None, None
    first_year, first_month = divmod(year * 12 + month - months, 12)
    return edtf.point(first_year, (first_month + 1, 0)), edtf.point(year, (month, 0))


@dataclass(frozen=True, slots=True)
class Calendar:
    """What settles an open year: the publication date, and the years that the document names."""

    text: str
    published: Published | None
    years: tuple[tuple[int, int], ...]
    """Position and year of every mention that holds its year."""
    only_year: int | None
    """The one year that the document names, where it names but one."""

    def open_year(self, draft: Draft, stretch: Stretch) -> tuple[int, Literal["publication", "context"]] | None:
        """Return the year of words such as "March 11" or "the third quarter", and what settled it."""
        fronted = self._fronted(draft.start)
        if fronted:
            return fronted, "context"
        if self.published is not None:
            year = self._by_publication(draft, stretch, self.published)
            return (year, "publication") if year else None
        earlier = bisect_left(self.years, (draft.start, 0))
        if earlier:
            return self.years[earlier - 1][1], "context"
        return (self.only_year, "context") if self.only_year else None

    def _fronted(self, start: int) -> int | None:
        """Return the year of "In 2021, …" where it opens this sentence or the one before, in the same paragraph."""
        at = bisect_left(self.years, (start, 0)) - 1
        if at < 0 or start - self.years[at][0] > 300:
            return None
        position, year = self.years[at]
        words = self.text[position:start]
        opens = self.text[max(0, position - 3) : position] in ("In ", "in ") and "\n" not in words
        return year if opens and words[4:5] == "," and len(re.findall(r"[.!?]\s", words)) <= 1 else None

    def _by_publication(self, draft: Draft, stretch: Stretch, published: Published) -> int | None:
        """Return the year of the latest such period that was over, or of the next one where the words look ahead."""
        if not published.month:
            return None
        today = published.date or date(published.year, published.month, 1)
        first, last = edges(stretch, published.year)
        end = edtf.days(last)[1] if last else None
        begun = edtf.days(first)[0] if first else None
        if end is None or begun is None:
            return None
        if self.looks_ahead(draft):
            return published.year if end >= today else published.year + 1
        single = draft.kind in ("date", "month")
        return published.year if end <= today or (single and begun <= today) else published.year - 1

    def looks_ahead(self, draft: Draft) -> bool:
        """Whether the words around tell of what is still to come: "will sit on May 5", "On May 5 the court will"."""
        before = max(0, draft.start - 60)
        if _SAID.search(self.text, before, draft.start):
            return False
        return bool(_AHEAD.search(self.text, before, draft.start) or _AHEAD_RIGHT.match(self.text, draft.end))
