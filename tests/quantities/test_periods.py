"""What periods a text names, and which one governs given words."""

import json
from datetime import date
from pathlib import Path

import pytest

from extract.quantities.edtf import days, point
from extract.quantities.periods import mentions, period_of
from extract.records import Span

ROOT = Path(__file__).parents[2]
PUBLISHED = {"000": "2024-08-08", "001": "2022-04-25", "002": "2024-03-07", "003": None, "004": "2022-06-21"}
TODAY = "2024-03-07"  # a Thursday

NAMED = [
    # words, published, EDTF of every mention in order
    ("It opened in 2021.", None, ["2021"]),
    ("2021 was a good year.", None, ["2021"]),
    ("Revenue in FY2023 rose.", None, ["2023"]),
    ("Revenue in fiscal year 2022 rose.", None, ["2022"]),
    ("It was built in March 2023.", None, ["2023-03"]),
    ("On March 11 it opened.", TODAY, ["2023-03-11"]),
    ("On February 11 it opened.", TODAY, ["2024-02-11"]),
    ("On March 11 it opened.", None, [None]),
    ("On March 11 it opened.", "2024", [None]),
    ("On 11 March 2023 it opened.", None, ["2023-03-11"]),
    ("BEIJING, Mar. 11, 2023 -- It opened.", None, ["2023-03-11"]),
    ("Updated: 2023-03-11", None, ["2023-03-11"]),
    ("Updated: 2023/3/11", None, ["2023-03-11"]),
    ("Posted on 11/03/2024 by admin.", None, [None]),
    ("Posted on 25/03/2024 by admin.", None, ["2024-03-25"]),
    ("Posted on 03/25/2024 by admin.", None, ["2024-03-25"]),
    ("Posted on 03/03/2024 by admin.", None, ["2024-03-03"]),
    ("On February 30, 2023 nothing happened.", None, [None]),
    ("On Tuesday, March 5, 2024, it opened.", None, ["2024-03-05"]),
    ("The 11th of March 2023 was dry.", None, ["2023-03-11"]),
    ("It was held on December 11 to 12, 2023.", None, ["2023-12-11/2023-12-12"]),
    ("It was held on December 11 to 12.", TODAY, ["2023-12-11/2023-12-12"]),
    ("It was held on 11-12 December 2023.", None, ["2023-12-11/2023-12-12"]),
    ("It ran from March 28 to April 2, 2023.", None, ["2023-03-28/2023-04-02"]),
    ("It ran from March 15, 2020, to April 2, 2021.", None, ["2020-03-15/2021-04-02"]),
    ("GDP grew in the first three quarters of 2023.", None, ["2023-01/2023-09"]),
    ("GDP grew in the first three quarters.", TODAY, ["2023-01/2023-09"]),
    ("GDP grew in the first 11 months of 2023.", None, ["2023-01/2023-11"]),
    ("GDP grew in the first two months.", TODAY, ["2024-01/2024-02"]),
    ("GDP grew in the first half.", TODAY, ["2023-01/2023-06"]),
    ("GDP grew in the second half of last year.", TODAY, ["2023-07/2023-12"]),
    ("Sales in H1 2024 fell.", None, ["2024-01/2024-06"]),
    ("Sales in Q3 2024 fell.", None, ["2024-07/2024-09"]),
    ("Third-quarter sales fell.", TODAY, ["2023-07/2023-09"]),
    ("Sales fell in the third quarter of 2023.", None, ["2023-07/2023-09"]),
    ("Sales fell in the fourth quarter.", "2024-02-10", ["2023-10/2023-12"]),
    ("Sales fell in Q1 to Q3 2023.", None, ["2023-01/2023-09"]),
    ("From January to November, it rose.", TODAY, ["2023-01/2023-11"]),
    ("From January to November, it rose.", "2023-12-20", ["2023-01/2023-11"]),
    ("From January to November 2023 it rose.", None, ["2023-01/2023-11"]),
    ("From January to November this year it rose.", "2023-12-20", ["2023-01/2023-11"]),
    ("In January-March 2023 it rose.", None, ["2023-01/2023-03"]),
    ("Between January and March it rose.", "2024-05-01", ["2024-01/2024-03"]),
    ("From November 2022 to February 2023 it fell.", None, ["2022-11/2023-02"]),
    ("It rose last year and will rise this year and next year.", TODAY, ["2023", "2024", "2025"]),
    ("It rose last year.", None, [None]),
    ("By the end of this year it will open.", "2022-04-25", ["2022"]),
    ("By the end of 2025 it will open.", None, ["2025"]),
    ("By 2030 it will open.", None, ["2030"]),
    ("It opened in early 2023.", None, ["2023"]),
    ("It opened in mid-2023.", None, ["2023"]),
    ("Since 2017 it has grown.", None, ["2017/.."]),
    ("Since March 2020 it has grown.", None, ["2020-03/.."]),
    ("Since last year it has grown.", TODAY, ["2023/.."]),
    ("From 2024 onwards it is free.", None, ["2024/.."]),
    ("Until 2025 it is free.", None, ["../2025"]),
    ("It grew from 2015 to 2020.", None, ["2015/2020"]),
    ("It grew between 2015 and 2020.", None, ["2015/2020"]),
    ("It grew (2015–2020).", None, ["2015/2020"]),
    ("In the 2019-20 season he scored.", None, ["2019/2020"]),
    ("In the 2023/24 season he scored.", None, ["2023/2024"]),
    ("In 2010-12 it fell.", None, [None]),
    ("In 2021 and 2022 it fell.", None, ["2021", "2022"]),
    ("It grew in the past five years.", TODAY, [None]),
    ("It grew over the last three months.", TODAY, [None]),
    ("In recent years it grew.", TODAY, [None]),
    ("It grew for 12 consecutive months.", TODAY, [None]),
    ("It grew for the third straight quarter.", TODAY, [None]),
    ("It recently opened.", TODAY, [None]),
    ("It opened a few days ago.", TODAY, [None]),
    ("In the future it will grow.", TODAY, [None]),
    ("Sales fell last month.", TODAY, ["2024-02"]),
    ("Sales fell last month.", "2024-01-05", ["2023-12"]),
    ("Sales fell last quarter.", TODAY, ["2023-10/2023-12"]),
    ("Sales fell this month.", TODAY, ["2024-03"]),
    ("Yesterday it rained.", TODAY, ["2024-03-06"]),
    ("It rains today and tomorrow.", TODAY, ["2024-03-07", "2024-03-08"]),
    ("It said so on Tuesday.", TODAY, ["2024-03-05"]),
    ("It said so on Thursday.", TODAY, ["2024-03-07"]),
    ("It said so last Tuesday.", TODAY, [None]),
    ("It said so on Tuesday.", "2024-03", [None]),
    ("At present it stands.", "2024-08-08", ["2024-08"]),
    ("It was a song of the 1990s.", None, ["1990/1999"]),
    ("In the 19th century it was rare.", None, ["1801/1900"]),
    ("During the 14th Five-Year Plan period it grew.", TODAY, [None]),
    ("It was dry in the summer of 2022.", None, ["2022-22"]),
    ("The train left at 09:30.", TODAY, [None]),
    ("It closed at 5 p.m. and at 11:15 pm.", TODAY, [None, None]),
    ("Updated: 2022-06-21 09:30", None, ["2022-06-21", None]),
    ("The 2024 annual work conference began.", None, ["2024"]),
    ("Its 2023 revenue rose.", None, ["2023"]),
    ("Sales rose from a year earlier.", TODAY, [None]),
    ("In May it rained.", "2024-06-01", ["2024-05"]),
    ("The law takes effect in May.", "2024-03-07", ["2023-05"]),
    ("The court will sit on May 5.", TODAY, ["2024-05-05"]),
    ("In 2021, it grew. On March 11, it closed.", TODAY, ["2021", "2021-03-11"]),
    ("It opened in 2015. On March 11 it closed.", TODAY, ["2015", "2023-03-11"]),
    ("It grew in 2023. On March 11 it closed.", None, ["2023", "2023-03-11"]),
    ("Napoleon died on May 5, 1821.", None, ["1821-05-05"]),
    ("In 1789 the people rose.", None, ["1789"]),
    ("It grew in the first half of last year.", None, [None]),
    ("From 2020 to March 2023 it fell.", None, ["2020/2023-03"]),
    ("It is due on 2023-09.", None, ["2023-09"]),
    ("The third half was long.", TODAY, [None]),
    ("Sales in FY23 rose.", None, ["2023"]),
    ("Sales rose last month.", None, [None]),
    ("Sales rose last quarter.", "2024", [None]),
    ("It rained yesterday.", "2024-03", [None]),
    ("It stands now.", None, [None]),
    ("From November to February it fell.", TODAY, ["2023-11/2024-02"]),
    ("In the year ended March 15, 2023, it fell.", None, [None]),
    ("In the year ended March 31, 2023, it fell.", None, ["2022-04/2023-03"]),
    ("On February 30 nothing happened.", TODAY, [None]),
    ("The court will sit on Monday.", TODAY, ["2024-03-11"]),
    ("In the fiscal year to June it fell.", TODAY, ["2022-07/2023-06"]),
    ("The last two quarters of 2023 were dry.", None, ["2023-07/2023-12"]),
    ("In the 23rd century nobody will know; in the 22nd century they may.", None, ["2101/2200"]),
]


@pytest.mark.parametrize(("text", "published", "expected"), NAMED)
def test_every_time_in_a_text_is_named_in_edtf(text: str, published: str | None, expected: list[str | None]) -> None:
    assert [mention.edtf for mention in mentions(text, published=published)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It hired 2000 workers.",
        "The index rose to 2050.",
        "He ran the 1500 metres.",
        "It costs $2020.",
        "The line makes 2000 tons.",
        "May I come in?",
        "They march on Rome.",
        "It won 3-2 after extra time.",
        "Call 0571-8765-4321 for details.",
        "Output was 1,2023 units.",
        "See https://example.com/2024/03 for more.",
        "Windows 2000 was popular.",
        "It covers 2015 square kilometers.",
        "They will second the motion.",
        "A 2000-ton press was bought.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert mentions(text, published=TODAY) == ()


def test_the_span_covers_the_words_and_how_they_were_settled_is_told() -> None:
    text = "Since 2017, and from January to March, and last year."
    found = mentions(text, published="2024-03-31")
    assert [text[slice(*mention.span)] for mention in found] == ["Since 2017", "from January to March", "last year"]
    assert [mention.resolved_by for mention in found] == ["explicit", "publication", "publication"]
    assert [mention.kind for mention in found] == ["since", "range", "year"]


def test_a_year_outside_the_calendar_is_no_point() -> None:
    assert point(0) is None
    assert point(10_000) is None


def test_a_season_is_held_by_its_year() -> None:
    assert days("2022-22") == (date(2022, 1, 1), date(2022, 12, 31))


GOVERNED = [
    # text with the figure in « », published, EDTF of what governs it
    ("In 2021, the rate reached «73.9 percent».", None, "2021"),
    ("In 2021, the rate reached 73.9 percent, the share «78 percent».", None, "2021"),
    ("In 2021, the rate was 7 percent. Energy use decreased «3.9 percent».", None, "2021"),
    (
        "GDP reached 4 billion yuan in the first three quarters of 2023, with a growth of «6.5%».",
        None,
        "2023-01/2023-09",
    ),
    ("GDP was 4 billion in the first half of 2023. This is an increase of «300 million».", None, "2023-01/2023-06"),
    ("Revenue was $3.2 billion in 2021, up from «$2.9 billion» in 2020.", None, "2020"),
    ("Revenue was «$3.2 billion» in 2021, up from $2.9 billion in 2020.", None, "2021"),
    ("Revenue was $3.2 billion in 2021, up from «$2.9 billion» a year earlier.", None, "2020"),
    ("Exports rose to 5 million tons in March 2023 from «4 million tons» a year ago.", None, "2022-03"),
    ("Exports rose to 5 million tons, up from «4 million tons» a year ago.", None, None),
    ("In 2021 sales were «$3 billion» and in 2022 $4 billion.", None, "2021"),
    ("In 2021 sales were $3 billion and in 2022 «$4 billion».", None, "2022"),
    ("Sales were $3 billion in 2021 and «$4 billion» in 2022.", None, "2022"),
    ("Sales rose «5%» to $3 billion in the third quarter.", TODAY, "2023-07/2023-09"),
    ("Output rose «5%», and imports 3%, in 2021.", None, "2021"),
    ("Exports fell «4%» last month.", TODAY, "2024-02"),
    ("Exports fell «4%» in 2023 compared with 2019.", None, "2023"),
    ("Exports fell «4%» from 2019.", None, None),
    ("Exports were «4%» above 2019 levels.", None, None),
    ("The firm, which was founded in 1998, employs «5,000 people».", None, None),
    ("The firm, founded in 1998, employs «5,000 people».", None, None),
    ("A plant built in 1990 makes «40 cars» a day.", None, None),
    ("The plant, which made «40 cars» in 1990, closed in 2001.", None, "1990"),
    ("Since it was approved in 2017, the city has been praised «five times».", None, "2017/.."),
    ("After it opened in 2015, the plant made «40 cars» a day.", None, None),
    ("Since 2017 it has built «30 plants».", None, "2017/.."),
    ("The added value has grown by «30%» for 12 consecutive months.", TODAY, None),
    ("In recent years it has built «30 plants».", TODAY, None),
    ("In 2021 it grew. In recent years it has built «30 plants».", TODAY, None),
    ("In 2015 he moved to Texas. He has «12 titles».", TODAY, None),
    ("In 2015 he moved to Texas. He won «12 titles».", TODAY, "2015"),
    ("In 2023 the town grew. It has built «30 schools».", TODAY, "2023"),
    ("In 2015 the town grew. It has built «30 schools».", TODAY, None),
    ("In 2021 exports grew.\n\nThe town has «30 schools».", TODAY, None),
    ("In 2021 exports grew.\n\nImports fell «3%».", TODAY, None),
    ("On March 5, a blast killed two people. It was the worst of «44 blasts».", TODAY, None),
    ("March 5, the bureau introduced, output will rise by «5%».", TODAY, None),
    ("The company said on Tuesday it would invest «3 billion yuan».", TODAY, None),
    ("The bureau said on Monday that prices rose «2%» in February.", TODAY, "2024-02"),
    ("By the end of this year, output should reach «200 billion yuan».", "2022-04-25", "2022"),
    ("The city aims to have «40 parks» by 2030.", None, "2030"),
    ("In 2024, the zone will grow.\n\nActively seize the day, and add «4 green factories».", TODAY, "2024"),
    ("In 2024, the zone will grow.\n\nThe mayor thanked «4 firms».", TODAY, None),
    ("In 2024, the zone will build a «20 GW» project.", TODAY, None),
    ("In 2024, the zone will build a «hundred-billion-yuan» park.", TODAY, None),
    ("The 2024 work conference praised «44 firms».", TODAY, None),
    ("Its 2023 revenue rose «5%».", TODAY, "2023"),
    ("BEIJING, Aug. 8, 2024 /PRNewswire/ -- The county has «44 mines».", "2024-08-08", None),
    ("Updated: 2022-06-21\n\nThe county has «44 mines».", "2022-06-21", None),
    ("The count was «44».", TODAY, None),
    ("Sales were 5 percent in 2021, up from «3 percent».", TODAY, None),
    ("In 2021, it grew, which helped. They won «4 games».", TODAY, "2021"),
    ("Promote «4 firms». Sales rose in 2021.", TODAY, None),
    ("Trade grew, from «3 percent» a year earlier.", TODAY, None),
    ("In 2021, it grew. He noted that. She saw that. We heard that. They won «4 games».", TODAY, None),
    ("The train left at 09:30 with «44 passengers».", TODAY, None),
    ("On Friday, «44 people» were killed.", TODAY, "2024-03-01"),
    ("From January to November, «185.7 billion yuan» was spent, accounting for 30%.", TODAY, "2023-01/2023-11"),
    ("From January to November, 185.7 billion yuan was spent, accounting for «30%».", TODAY, "2023-01/2023-11"),
    ("Sales were $5 billion in 2022, while profits were «$1 billion».", None, "2022"),
    ("Unemployment stood at «4.2%» in December, unchanged from November.", TODAY, "2023-12"),
    ("The population was «1.3 million» at the end of 2022.", None, "2022"),
    ("As of June 2023, it had «300 stores».", None, "2023-06"),
    ("He scored «30 goals» in the 2019-20 season.", None, "2019/2020"),
    ("Between 2015 and 2020, «3,000 people» left.", None, "2015/2020"),
    ("Emissions must fall «55%» by 2030 from 1990 levels.", None, "2030"),
    ("In 1990 it had 40 shops; in 2000 it had «90 shops».", None, "2000"),
    ("The study, published in 2020, covered «3,000 patients».", None, None),
]


def _marked(text: str) -> tuple[str, Span]:
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), Span(start, end)


@pytest.mark.parametrize(("marked", "published", "expected"), GOVERNED)
def test_a_figure_holds_when_its_clause_sentence_or_paragraph_says(
    marked: str, published: str | None, expected: str | None
) -> None:
    text, span = _marked(marked)
    period = period_of(text, span, published=published)
    assert (period.edtf if period else None) == expected


def _gold(kind: str) -> tuple[int, int]:
    """Return how many gold items of the kind have the right period, and how many there are."""
    right = total = 0
    for path in sorted((ROOT / "gold").glob("*.jsonl")):
        name, text = path.stem, (ROOT / "seeds" / f"{path.stem}.txt").read_bytes().decode()
        published = PUBLISHED[name[:3]]
        named = mentions(text, published=published)
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if item["type"] == kind:
                period = period_of(text, Span(item["start"], item["end"]), mentions=named, published=published)
                right += (period.edtf if period else None) == item["period"]
                total += 1
    return right, total


def test_the_periods_of_all_gold_figures_are_right() -> None:
    assert _gold("figure") == (42, 42)


def test_the_periods_of_nearly_all_gold_claims_are_right() -> None:
    right, total = _gold("claim")
    assert total == 131
    assert right >= 128
