"""What is done, still to be done, or expected, by the words around it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.quantities.status import cue, is_plan, is_project_size
from extract.records import Span

ROOT = Path(__file__).parents[2]
PUBLISHED = {"000": "2024-08-08", "001": "2022-04-25", "002": "2024-03-07", "003": None, "004": "2022-06-21"}

ACTUAL = [
    "«the plan for a modern industrial zone with 5 parks has passed review».",
    "Output rose «5%» last year.",
    "Sales increased «5%».",
    "The city has «44 museums».",
    "«44 people» were injured in the crash.",
    "He scored «30 goals».",
    "The rate stood at «4.2 percent».",
    "The firm said it spent «$3 billion».",
    "The firm, which plans to expand, added «500 jobs».",
    "The firm plans to expand, but it lost «$3 million» last year.",
    "These include «44 projects» with investments exceeding 10 billion yuan.",
    "These include 44 projects with investments «exceeding 10 billion yuan».",
    "This led to the signing of «56 projects».",
    "This led to the signing of 56 projects, involving «82.9 billion yuan».",
    "Investments of «185.7 billion yuan» have been completed.",
    "The 20 GW project, accounting for «30%» of output, was completed.",
    "A magnitude «6.1» earthquake struck the island.",
    "Shares fell «2.3%» to close at 44.",
    "Thousands marched, and police arrested «120 people».",
    "The bridge is «3 km» long.",
    "The company employs «5,000 people».",
    "Profit was «$3 million», less than expected.",
    "The vaccine was given to «3,000 patients».",
    "Snow closed «44 schools».",
    "An estimated «5,000 people» attended.",
    "Support for the party fell to «23%».",
    "Work on «20 km» of road was completed.",
    "The company owns a «20 MW» plant.",
    "Prices have doubled, hitting «$90».",
    "The champion won «12 titles» before she retired.",
    "Its output value has exceeded «7 billion yuan».",
    "A survey of «1,000 adults» found no change.",
    "Fees will rise to Sh40, up from «Sh38» last year.",
    "Sales will reach 50 million, compared with «38 million» last year.",
    "The firm will lay off 500 of its «3,200 workers».",
]
PLANNED = [
    "A target of «5%» is ambitious.",
    "Efforts to save «40 parks» go on.",
    "«the city will successfully build a modern industrial zone with 5 parks».",
    "The city will build «44 schools».",
    "The company plans to invest «$3 billion».",
    "The firm intends to cut «500 jobs».",
    "The zone will seize the day, stabilize growth, and add «4 new factories».",
    "Strive to add «4 new green factories».",
    "On this basis, cultivate «3 to 5 chains».",
    "Actively seize the day, and cultivate «10 enterprises».",
    "With a planned area of «13.5 square kilometers», the park becomes the largest.",
    "The plant has a designed capacity of «5 GW».",
    "The government set a target of «5%».",
    "The goal is to plant «3 million trees».",
    "It aims to have «40 parks» by 2030.",
    "The total output should strive to reach «200 billion yuan».",
    "The city is to receive «$3 million».",
    "The airline has agreed to buy «40 jets».",
    "The state has pledged «$3 billion» in aid.",
    "The city will make great efforts to build the «hundred-billion-yuan» cluster.",
    "The plan for building the «hundred-billion-yuan» park has passed review.",
    "«21 schools» will be built.",
    "Capacity of «20 GW» is planned.",
    "Projects such as «20 GW» of silicon and 2,000 tons of glass have been introduced.",
    "Projects such as 20 GW of silicon and «2,000 tons» of glass have been introduced.",
    "Accelerate the promotion of «100,000 tons» of silicon and other major projects to reach full production.",
    "The firm vowed to reduce emissions by «55%».",
    "Emissions must fall «55%» by 2030.",
    "The council proposed to spend «$3 million».",
    "The minister said the state would hire «500 teachers».",
    "The first phase is scheduled to open with «300 rooms».",
    "According to the plan, output will reach «5 billion yuan».",
    "We will promote trade, implement the scheme, and train «500 nurses».",
    "The company is building «40 plants».",
    "Saudi Arabia wants to raise output by «5%».",
    "Voters approve a «$48.5 million» bond issue.",
    "The firm will set up a plant at a cost of «Rs 13,000 crore».",
    "The board is considering whether to double output to «5 GW».",
    "The firm expects to cut costs by «US$200 million» this year and to lay off 50.",
    "The firm expects to cut costs by US$200 million this year and to lay off «50 workers».",
    "The «1,650 promised jobs» are far off.",
    "The council sets the target that output grows «5 percent».",
    "We need «5,000 blankets».",
]
FORECAST = [
    "Output is expected to reach «5 billion yuan».",
    "The bank forecast growth of «5%».",
    "Analysts expect a rise of «5%».",
    "The population will reach «9 billion».",
    "Sea levels could rise by «2 metres».",
    "The war may cost «$3 billion».",
    "The storm is likely to bring «30 cm» of snow.",
    "The deficit is projected to fall to «3%».",
    "The project will create jobs and will drive growth of «5%».",
    "Growth is on track to hit «5%».",
    "The fund predicts that growth will slow to «3%».",
    "«500 people» are expected to attend.",
    "Sales are set to double to «5 million».",
    "The agency projects that demand will grow by «2%».",
    "Prices might fall «5%».",
    "Temperatures will rise to «40 degrees».",
    "The plant will create «at least 200 jobs», officials said.",
    "The total should climb to «over 800 million».",
    "He hopes that the «$5 million» bill passes.",
    "Gusts of «up to 70mph» are forecast.",
]
STATUSES = (("actual", ACTUAL), ("planned", PLANNED), ("forecast", FORECAST))
CASES = [(text, status) for status, texts in STATUSES for text in texts]


def _marked(text: str) -> tuple[str, Span]:
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), Span(start, end)


@pytest.mark.parametrize(("marked", "status"), CASES)
def test_the_governing_words_tell_the_status(marked: str, status: str) -> None:
    assert cue(*_marked(marked)) == status


def test_will_about_a_year_that_is_over_tells_what_was_done() -> None:
    text, span = _marked("In 2023 the zone will open «4 factories».")
    assert cue(text, span, published="2024-03-07") == "actual"
    assert cue(text, span, published="2022-03-07") == "planned"
    assert cue(text, span) == "planned"


@pytest.mark.parametrize(
    ("marked", "size"),
    [
        ("It launched a «20 GW» project.", True),
        ("Projects such as «2,000 tons» of silicon", True),
        ("«2,000 tons» of silicon, glass and other new projects", True),
        ("a «hundred-billion-yuan» park", True),
        ("It produced «2,000 tons» of silicon.", False),
        ("It invested «3 billion yuan» in projects.", False),
        ("a «five-yuan» fee", False),
        ("«44 projects»", False),
    ],
)
def test_the_size_of_a_project_is_told_from_an_amount(marked: str, size: bool) -> None:
    assert is_project_size(*_marked(marked)) is size


def test_a_sentence_is_a_plan_by_its_first_governing_verb() -> None:
    assert is_plan("We will promote trade.", Span(0, 22))
    assert is_plan("Promote trade.", Span(0, 14))
    assert not is_plan("Trade grew as planned.", Span(0, 22))
    assert not is_plan("In 2023 trade will grow.", Span(0, 24), published="2024-01-01")


def test_outside_every_sentence_things_are_as_they_are() -> None:
    assert cue("", Span(0, 0)) == "actual"
    assert cue("A. \n\n ", Span(5, 6)) == "actual"
    assert cue("\n\nA plan.", Span(0, 1)) == "actual"


def test_the_status_of_all_gold_figures_is_right() -> None:
    wrong = []
    for path in sorted((ROOT / "gold").glob("*.jsonl")):
        text = (ROOT / "seeds" / f"{path.stem}.txt").read_bytes().decode()
        for item in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if item["type"] == "figure":
                status = cue(text, Span(item["start"], item["end"]), published=PUBLISHED[path.stem[:3]])
                wrong += [item["quote"]] if status != item["status"] else []
    assert wrong == []


WORDS = [
    "will ",
    "build ",
    "which ",
    "GW ",
    "projects such as ",
    "expected to ",
    "was ",
    "and ",
    "plan for ",
    "from 5 ",
]
PIECES = st.sampled_from([*" ,.;\n5%-", *WORDS, "a 20 GW project"])


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(0, 60), st.integers(0, 60))
def test_no_text_makes_the_reading_fail(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    assert cue(text, span, published="2024-01-01") in ("actual", "planned", "forecast")
