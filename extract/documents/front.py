"""Which title and date does the top of a text state?"""

import re
from typing import NamedTuple

from extract.documents.dates import AFTER_TIME, WEEKDAY, dates

HEAD = 4_000
"""Code points from the start in which a title or a date is looked for."""
HEAD_LINES = 14
"""Lines with words among them; after the first line of running text the search ends anyway."""
LONGEST_HEADLINE = 200
"""Code points; longer lines are running text."""

# Words that announce when a text was published, and when it was changed: the first kind wins where both stand.
_PUBLISHED = r"(?:first\s)?published?|posted|released?|issued|publication|pub|dated?|time|created|发布时间|日期|时间"
_CHANGED = r"(?:last\s)?(?:updated?|modified|edited|revised)|更新时间"
_LABEL = re.compile(
    rf"(?<![a-z])(?:(?P<published>{_PUBLISHED})|(?P<changed>{_CHANGED}))(?:\s?(?:on|at|date|time))?\s?[:：|-]?\s{{0,3}}$",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(r"(?:title|headline|标题)\s?[:：]\s?(?P<title>.+)", re.IGNORECASE)

# What may stand around a date in a header line that is about nothing else.
_LEAD = rf"(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?,?\s)?{WEEKDAY}"
_BEFORE_ALONE = re.compile(rf"[\s(\[|•·*_-]*{_LEAD}", re.IGNORECASE)
_BEFORE_SEPARATED = re.compile(
    rf"(?=.{{1,120}}$)(?:.*(?:[|•·—–,/]|\s-|\)|\bon|\bby\s\S+(?:\s\S+){{0,3}})\s*|(?:source|editor|author|来源|作者).*){_LEAD}",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s)\]*_.,;]*(?:(?:[|•·—–/(\[-]|\d{0,6}\s?(?:by|comments?|views?|min(?:ute)?s?\sread|reads?)\b|source|from|last\b|updated\b"
    r"|来源).{0,80})?",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^\W\d_a-z][\w.'’-]{0,40}(?:,? [^\W\d_][\w.'’-]{0,40}){0,5}(?:, | ?\()")
_AFTER_DATELINE = re.compile(r"\s?(?:/[^/\n]{2,40}/|\([^()\n]{2,40}\)|,|\))?\s?(?:--|—|–|-\s|:\s)")

# Lines of a page's furniture, which are no headline.
_BREADCRUMB = re.compile(r"»|›|\s>\s|→")
_BYLINE = re.compile(r"(?:written\s)?by:?\s\S+(?:\s\S+){0,7}", re.IGNORECASE)
_FURNITURE = re.compile(
    # Words that are furniture alone or before a colon: "Home", "Source: ..."; "Home prices rise" is a headline.
    r"(?:source|author|editor|reporter|photo|image|credit|tags?|categor(?:y|ies)|keywords?|share|follow|subscribe"
    r"|advertisement|menu|home|search|news|contact|print|e?mail|copyright|font\s?size|来源|作者|编辑)(?:\s?[:：].*)?"
    # Phrases that are furniture with a few words behind them: "Skip to main content", "Share this page".
    r"|(?:sign\s(?:in|up)|log\s?in|skip\sto|read\smore|share\s(?:this|on)|follow\sus|subscribe\s(?:to|now)|©)"
    r"(?:\s\S+){0,4}"
    r"|(?:https?:|www\.)\S+",
    re.IGNORECASE,
)
_KEY = re.compile(r"[a-z_]{2,20}:\s.*")  # of front matter: "author: ..."
_SITE = re.compile(r"(?<=\S)_(?=\D{2,40}$)[^_]+$|\s\|\s[^|]{2,40}$")
_WORDS = re.compile(r"\w")


class Front(NamedTuple):
    """What the top of a text states of itself; None where it does not."""

    title: str | None
    date: str | None
    """ISO 8601, as exactly as it is stated: 2022-06-21 or 2022-06."""


class _Dated(NamedTuple):
    date: str
    published: bool


def front(text: str) -> Front:
    """Return the title and the date that the header lines of a text state.

    A date counts in a line that is about nothing else, behind a label ("Updated: ...") or in a dateline ("CITY, Aug. 8,
    2024 /Agency/ --"); dates in running text do not, nor those whose day and month cannot be told apart.

    >>> front("Harbour traffic grows\\n\\nUpdated: 2021-05-04\\n\\nThe port handled more ships than ever.")
    Front(title='Harbour traffic grows', date='2021-05-04')
    """
    head = text[:HEAD]
    lines = (head.replace("\r\n", "\n").replace("\r", "\n") if "\r" in head else head).split("\n")
    titles: list[str] = []
    found: list[_Dated] = []
    words = 0
    for index, line in enumerate(map(str.strip, lines)):
        if not _WORDS.search(line):
            continue
        words += 1
        if words > HEAD_LINES:
            break
        body = _is_running_text(line)
        if dated := _date_of(line, body):
            found.append(dated)
        elif body:
            break
        elif title := _headline(line, _line(lines, index - 1), _line(lines, index + 1)):
            titles.append(title)
    return Front(_chosen_title(titles), _chosen_date(found))


def _is_running_text(line: str) -> bool:
    return len(line) > LONGEST_HEADLINE or (line.endswith((".", "。")) and len(line.split()) > 8) or line.endswith("。")


def _line(lines: list[str], index: int) -> str | None:
    return lines[index].strip() if 0 <= index < len(lines) else None


def _chosen_title(titles: list[str]) -> str | None:
    # A headline that stands twice (breadcrumb and heading) is the headline; otherwise the first line is.
    for title in titles:
        if titles.count(title) > 1:
            return title
    return titles[0] if titles else None


def _chosen_date(found: list[_Dated]) -> str | None:
    for dated in found:
        if dated.published:
            return dated.date
    return found[0].date if found else None


def _headline(line: str, previous: str | None, following: str | None) -> str | None:
    if labelled := _TITLE_LABEL.fullmatch(line):
        return labelled["title"].strip("\"'“”")
    heading = line.startswith("#")
    title = _SITE.sub("", line.lstrip("#").strip())
    if _is_furniture(line) or title.endswith((".", ",", ";", ":", "。", "，", "；", "：")):
        return None
    if len(title.split()) < 2 and len(title) < 6 and not heading:
        return None
    return title if heading or (_parts(previous or "") and _stands_alone(title, following)) else None


def _is_furniture(line: str) -> bool:
    patterns = (_BYLINE, _FURNITURE, _KEY)
    return bool(_BREADCRUMB.search(line)) or any(pattern.fullmatch(line) for pattern in patterns)


def _stands_alone(title: str, following: str | None) -> bool:
    """A headline ends its paragraph, or the text starts right below it; a line of wrapped prose goes on."""
    if following is None:
        return False
    return _parts(following) or (_is_running_text(following) and len(following) > 1.5 * len(title))


def _parts(line: str) -> bool:
    """Whether a line parts what stands above it from what stands below."""
    return not _WORDS.search(line) or _is_furniture(line) or _date_of(line, body=False) is not None


def _date_of(line: str, body: bool) -> _Dated | None:
    for start, end, date in dates(line[: LONGEST_HEADLINE * 2]):
        if date is None or start > LONGEST_HEADLINE:
            continue
        before, after = line[:start], line[_past_time(line, end) :]
        label = _LABEL.search(before.lstrip(" #*_-([")[-60:])
        if _counts(before, after, label, body=body, exact=date.count("-") == 2):
            return _Dated(date, published=label is None or label["published"] is not None)
    return None


def _past_time(line: str, end: int) -> int:
    match = AFTER_TIME.match(line, end)
    return match.end() if match else end


def _counts(before: str, after: str, label: re.Match[str] | None, *, body: bool, exact: bool) -> bool:
    """Whether a date with these words around it says when the text was published."""
    if label and label.start() == 0 and (":" in label[0] or "：" in label[0] or label[0].strip().lower() == "date"):
        return True
    if _DATELINE.fullmatch(before) and _AFTER_DATELINE.match(after):
        return True
    if body or not _TAIL.fullmatch(after):
        return False
    # Behind a comma a month is more likely what the headline is about: "Output of the first half, June 2023".
    return bool(label or _BEFORE_ALONE.fullmatch(before) or (exact and _BEFORE_SEPARATED.fullmatch(before)))
