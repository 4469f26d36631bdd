"""Which title and date the top of a text states."""

from pathlib import Path

import pytest

from extract.documents.dates import dates, whole_date
from extract.documents.front import front

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "\n\nThe port handled more ships in the first half of the year than in any year before, officials said.\n"


@pytest.mark.parametrize(
    ("seed", "date", "title"),
    [
        ("000", "2024-08-08", None),
        ("001", "2022-04-25", "Taixin integrated economic zone: build shanxi new material industrial cluster"),
        (
            "002",
            "2024-03-07",
            "Solid steps have been made in the high quality economic development of the development zone",
        ),
        ("003", None, "Develop new productive forces to fuel the main engine of industry"),
        ("004", "2022-06-21", "Changzhi lauded by State Council for industrial upgrading"),
    ],
)
def test_the_seeds_state_their_titles_and_dates(seed: str, date: str | None, title: str | None) -> None:
    [path] = SEEDS.glob(f"{seed}_*.txt")
    assert front(path.read_text(encoding="utf-8")) == (title, date)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Updated: 2022-06-21", "2022-06-21"),
        ("Ocean Daily Updated on 2024-03-07", "2024-03-07"),
        ("Last updated: 7 March 2024 at 10:15 GMT", "2024-03-07"),
        ("2022-04-25 0 By", "2022-04-25"),
        ("2022-04-25 14:05:33", "2022-04-25"),
        ("2022-04-25T14:05:33+08:00", "2022-04-25"),
        ("2022/4/5 | Source: Ocean Daily", "2022-04-05"),
        ("2022.04.05", "2022-04-05"),
        ("Published March 3, 2023", "2023-03-03"),
        ("Published: Friday, March 3rd, 2023, 5 min read", "2023-03-03"),
        ("By Ann Miller | 12 Jan 2024", "2024-01-12"),
        ("By Ann Miller, 12 January 2024", "2024-01-12"),
        ("Ann Miller — Jan. 12, 2024 — 3 comments", "2024-01-12"),
        ("Friday 12th of January 2024", "2024-01-12"),
        ("January 2024", "2024-01"),
        ("Posted on Sept. 9, 2021 by admin", "2021-09-09"),
        ("date: 2024-08-08", "2024-08-08"),
        ("(2024-08-08)", "2024-08-08"),
        ("2024年8月8日 来源:Ocean", "2024-08-08"),
        ("发布时间:2024-08-08 10:00", "2024-08-08"),
        ("25/03/2024", "2024-03-25"),
        ("03/25/2024", "2024-03-25"),
        ("05/05/2024", "2024-05-05"),
        ("Published 2024-05", "2024-05"),
        ("11/03/2024", None),
        ("Updated: 31/02/2024", None),
        ("2023-24", None),
        ("Ships of 2023", None),
        ("Held in May 2023, the fair grows", None),
        ("The plan of March 3, 2023 returns to the table", None),
        ("Updated 3 March 2023 figures show growth", None),
        ("Updated: 3 March 2023 Ocean Daily staff", "2023-03-03"),
        ("Source: Ocean Agency | 2023-05-06 17:10:17", "2023-05-06"),
        ("Source: OceanEditor: ann2023-05-06 17:10:15", "2023-05-06"),
        ("2023-05-06 17:10:17Source:Ocean Editor:ann", "2023-05-06"),
        ("(Ocean Agency) 08:45, March 14, 2023", "2023-03-14"),
        ("Release time: 2023-05-06 Views: 123", "2023-05-06"),
        ("By ANN MILLER in Harbour City | Ocean Daily | Updated: 2023-05-06 09:12", "2023-05-06"),
        ("Posted by admin on March 14, 2023", "2023-03-14"),
        ("Jan 12, 2024 at 10:00 a.m. EST", "2024-01-12"),
        ("May 06, 2023.", "2023-05-06"),
        ("Summary 2023", None),
        ("Exports up in January 2024", None),
        ("GDP of the first half, 2023-06", None),
        ("Candidate 2023-05-06", None),
        ("Version 2022-04-25-beta", None),
        ("Release 2022-04-25 brings a new timetable", None),
        ("12345-01-02", None),
    ],
)
def test_a_header_line_states_a_date_if_it_is_about_nothing_else(line: str, date: str | None) -> None:
    assert front(f"Harbour traffic grows fast\n\n{line}{BODY}").date == date


@pytest.mark.parametrize(
    ("opening", "date"),
    [
        ("HARBOUR CITY, Aug. 8, 2024 /Newsagency/ -- The port grew.", "2024-08-08"),
        ("HARBOUR CITY, Aug 8, 2024 (Ocean Agency) - The port grew.", "2024-08-08"),
        ("Harbour City, 8 August 2024 – The port grew.", "2024-08-08"),
        ("date 2024-08-08 HARBOUR CITY, Aug. 9 -- The port grew.", "2024-08-08"),
        ("HARBOUR CITY, Aug. 8 (Ocean Agency) -- The port grew.", None),
        ("On March 3, 2023, the port was opened to ships of every size by the mayor.", None),
        ("March 11, the port said that its traffic had grown since January 2, 2020, by half.", None),
        ("The conference held on December 11, 2023 set the tone for ports everywhere.", None),
        ("March 3, 2023 was a good day for the port.", None),
        ("The report was published on March 3, 2023, and says that ports grow.", None),
    ],
)
def test_running_text_states_a_date_only_in_its_dateline(opening: str, date: str | None) -> None:
    long = opening + " It moved more goods, and many more ships called than in all the years before, the mayor said."
    assert front(long).date == date
    assert front(f"Harbour traffic grows fast\n\n{long}").date == date


def test_a_date_of_publication_goes_before_one_of_a_change() -> None:
    assert front(f"Ports grow fast\n\nUpdated: 2024-05-02\n\nPublished: 2024-05-01{BODY}").date == "2024-05-01"
    assert front(f"Ports grow fast\n\nUpdated: 2024-05-02\n\nModified: 2024-05-03{BODY}").date == "2024-05-02"


def test_dates_below_the_first_running_text_do_not_count() -> None:
    assert front(f"Ports grow fast{BODY}\n\nUpdated: 2024-05-02\n").date is None
    assert front("Menu\n\n" + "Some words\n\n" * 20 + "Updated: 2024-05-02").date is None


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Ports grow fast\n\n", "Ports grow fast"),
        ("Ports grow fast\nUpdated: 2024-05-02\n", "Ports grow fast"),
        ("Ports grow fast\nBy Ann Miller\n\n", "Ports grow fast"),
        ("\r\n Will ports grow?\r\n\r\n", "Will ports grow?"),
        ("# Ports\n", "Ports"),
        ("## Ports grow, and fast.. or not\n", "Ports grow, and fast.. or not"),
        ("---\ntitle: \"Ports grow\"\ndate: 2024-05-02\n---\n\n", "Ports grow"),
        ("Home » News\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("Home > News > Ports\n\nBy Ann Miller\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("Menu\n\nSign in\n\nShare this page\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("Source: Ocean\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("Ports grow fast_Ocean Daily\n\n", "Ports grow fast"),
        ("Ports grow fast | Ocean Daily\n\n", "Ports grow fast"),
        ("Ocean Daily\n\nPorts grow fast\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("Home prices rise fast\n\n", "Home prices rise fast"),
        ("Ports: traffic grows fast\n\n", "Ports: traffic grows fast"),
        ("---\nauthor: Ann Miller\ntags: ports\n---\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("www.ocean.example\n\nSkip to main content\n\nPorts grow fast\n\n", "Ports grow fast"),
        ("港口吞吐量大幅增长\n\n", "港口吞吐量大幅增长"),
        ("The port handled more\nships than ever\n", None),
        ("The port handled more ships\nThan ever before\n\n", None),
        ("Ports grew fast last year.\n\n", None),
        ("News\n\n", None),
        ("Dear reader,\n\n", None),
        ("- - -\n\n***\n\n", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_title_is_the_first_line_that_is_a_headline(top: str, title: str | None) -> None:
    assert front(top + BODY.lstrip()).title == title


@pytest.mark.parametrize("text", ["", "Ports grow fast", "One line without an end", "\n\n", "7 billion yuan"])
def test_a_single_line_is_no_title(text: str) -> None:
    assert front(text) == (None, None)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2022", "2022"), ("2022-06", "2022-06"), ("2022-06-21", "2022-06-21"), ("20220621", "2022-06-21"),
        ("June 21, 2022", "2022-06-21"), ("21.06.2022", "2022-06-21"), (" 2022-06-21 10:00 ", "2022-06-21"),
        ("Tue, 21 Jun 2022 10:00:00 GMT", "2022-06-21"), ("2022-13-41", None), ("06/07/2022", None),
        ("20221341", None), ("last week", None), ("2022-06-21 and more", None), ("1066", None), ("", None),
    ],
)  # fmt: skip
def test_a_cell_holds_a_date_or_none(cell: str, date: str | None) -> None:
    assert whole_date(cell) == date


def test_dates_of_a_line_do_not_overlap() -> None:
    assert [date for _, _, date in dates("from 2022-06-21 to 3 May 2023 or May 4, 2023")] == [
        "2022-06-21",
        "2023-05-03",
        "2023-05-04",
    ]


@pytest.mark.parametrize("line", ["21 ſept. 2022", "ſeptember 21, 2022", "21 ſEP 2022"])
def test_a_month_in_old_letters_is_read(line: str) -> None:
    assert [date for _, _, date in dates(line)] == ["2022-09-21"]


@pytest.mark.parametrize("piece", ["a ", "1 ", "By ", "2022-", "A, ", "(", "| ", "May ", "-- ", "date "])
def test_hostile_lines_take_no_time(piece: str) -> None:
    front(piece * 4000)
    front((piece * 30 + "\n\n") * 30)
