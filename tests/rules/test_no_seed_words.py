"""No rule, table or example of the product holds a proper name or five consecutive words of the five seeds.

Proper names are the words with a capital in the seeds and in gold's subjects, entities and speakers that the seeds
never write in small letters. Two kinds of word are left out: those that name no place, person or firm by themselves
(kinds of places and bodies such as "Province" and "Bureau", months, ordinary words that happen to open a sentence or
a heading), and the country's name, which no table of currencies and dialling words can do without.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
GENERIC = frozenset(
    """
    accept according achieves active after akismet ann april aug august bureau combined committee continuous
    cooperation council december disclaimer email fidelity finance frontier gdp general gwh ibc institute january learn
    leave ltd march november office online our overall pages party policy privacy read related research secretary
    see since solar state these updated view we'll china
    """.split()  # noqa: SIM905 - a list of words reads as one
)
SMALL_NAMES = frozenset(["shanxi", "taixin", "taiyuan", "cathay", "xinzhou"])
"""Names that a machine's translation writes in small letters."""
SUFFIXES = frozenset({".py", ".toml", ".md", ".html", ".js", ".css", ".json", ".txt"})
MORE_THAN_A_NAME = 4
"""Letters up to which a name is looked for with its capital only: "xin", "fan"."""


@cache
def seeds() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))


@cache
def names() -> frozenset[str]:
    fields = [seeds()]
    for path in sorted((ROOT / "gold").glob("0*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            fields += [item.get(field) or "" for field in ("subject", "entity", "speaker")]
    words = [bare(word) for field in fields for word in NAME.findall(field) if word[0].isupper() and len(word) > 2]
    small = {word for word in NAME.findall(re.sub(r"https?://\S+", "", seeds())) if word[0].islower()}
    return (frozenset(words) - small - GENERIC) | SMALL_NAMES


def bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word).casefold()


def product_files() -> list[Path]:
    found = (path for folder in ("extract", "prompts") for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.suffix in SUFFIXES and "__pycache__" not in path.parts)


def runs_of_five(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in WORD.findall(text)]
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_the_list_holds_the_places_people_and_firms_of_the_seeds() -> None:
    assert {"changzhi", "sichuan", "shanxi", "xiangcheng", "qinghai", "mianyang", "tongwei", "qiang"} <= names()
    assert not names() & {"province", "city", "director", "development", "yuan"}


@pytest.mark.parametrize("path", product_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_of_the_product_holds_a_name_of_the_seeds(path: Path) -> None:
    found = {
        word
        for word in NAME.findall(path.read_text(encoding="utf-8"))
        if bare(word) in names() and (word[0].isupper() or len(bare(word)) > MORE_THAN_A_NAME)
    }
    assert not found


@pytest.mark.parametrize("path", product_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_of_the_product_holds_five_consecutive_words_of_the_seeds(path: Path) -> None:
    found = runs_of_five(path.read_text(encoding="utf-8")) & runs_of_five(seeds())
    assert not {" ".join(run) for run in found}
