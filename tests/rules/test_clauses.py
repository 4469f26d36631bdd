"""Which claims a sentence holds: one for each clause with its own predicate."""

import pytest

from extract.rules.claims import quote_span
from extract.rules.clauses import clauses
from extract.rules.words import tokens

SENTENCES: dict[str, list[tuple[str, list[str]]]] = {
    "one clause": [
        ("The port handled 1.2 million containers in 2022.", ["The port handled 1.2 million containers in 2022"]),
        ("Exports rose by 12 percent.", ["Exports rose by 12 percent"]),
        ("Exports fell because of a dry spell.", ["Exports fell because of a dry spell"]),
        ("The plants, including two mills, employ welders.", ["The plants, including two mills, employ welders"]),
        ("Farms in the hills, once poor, employ welders.", ["Farms in the hills, once poor, employ welders"]),
        ("Most of the firms (76 percent) employ welders.", ["Most of the firms (76 percent) employ welders"]),
        ("Farms in the valley employ many people.", ["Farms in the valley employ many people"]),
        ("Output of the plants has risen sharply.", ["Output of the plants has risen sharply"]),
        ("It doesn't depend on coal.", ["It doesn't depend on coal"]),
        ("They've built a dam.", ["They've built a dam"]),
        ("It's a poor district.", ["It's a poor district"]),
        ("We'll open a school.", ["We'll open a school"]),
        ("Harvests have to improve.", ["Harvests have to improve"]),
        ("The firm did not sell its farms.", ["The firm did not sell its farms"]),
        ("The fair held in May has set a record.", ["The fair held in May has set a record"]),
        ("The mill makes paper, board, etc.", ["The mill makes paper, board, etc."]),
        ("No comment.", []),
        ("- Exports have risen.", ["Exports have risen"]),
        ("Steel exports.", []),
        ("Its factories develops the steel.", ["Its factories develops the steel"]),
        ("The firm also plans roads.", ["The firm also plans roads"]),
        ("The town will grow, and reduced prices.", ["The town will grow, and reduced prices"]),
        ("Its annual spends are low.", ["Its annual spends are low"]),
        ("It is good to have schools.", ["It is good to have schools"]),
        ("It is able to.", ["It is able to"]),
        ('The town must heed the call" Do it now".', ['The town must heed the call" Do it now"']),
    ],
    "leading adverbials": [
        ("In 2023, the town opened two schools.", ["In 2023, the town opened two schools"]),
        ("Relying on its port, the town will sell steel.", ["Relying on its port, the town will sell steel"]),
        (
            "Thanks to a line that opened in 2018, trade has grown.",
            ["Thanks to a line that opened in 2018, trade has grown"],
        ),
        (
            "More than 300 firms from 12 towns and regions are here.",
            ["More than 300 firms from 12 towns and regions are here"],
        ),
        ("If the permits come, the quay will be built.", ["If the permits come, the quay will be built"]),
        (
            "As the first base in the north, the park has gathered firms.",
            ["As the first base in the north, the park has gathered firms"],
        ),
    ],
    "coordinated predicates": [
        ("The town has built roads and opened schools.", ["The town has built roads", "opened schools"]),
        ("The firm cut output, froze hiring and sold land.", ["The firm cut output", "froze hiring", "sold land"]),
        (
            "It has 20 members and accounts for a third of trade.",
            ["It has 20 members", "accounts for a third of trade"],
        ),
        ("The results are good and set an example.", ["The results are good", "set an example"]),
        ("The mill was built in 1990 and expanded in 2005.", ["The mill was built in 1990", "expanded in 2005"]),
        ("The park was praised, and has been rated as a base.", ["The park was praised", "has been rated as a base"]),
        (
            "The town improves laws, develops trade, and builds roads.",
            ["The town improves laws", "develops trade", "builds roads"],
        ),
        ("It has 20 mills and plans to add 5 more.", ["It has 20 mills", "plans to add 5 more"]),
        ("Trade grew, and after being closed, it reopened.", ["Trade grew", "after being closed, it reopened"]),
        ("The mill buys and sells paper.", ["The mill buys and sells paper"]),
    ],
    "infinitives under one verb": [
        (
            "The town will build roads, expand trade and actively support the poor.",
            ["The town will build roads", "expand trade", "actively support the poor"],
        ),
        (
            "The firm plans to hire men, open a mill and cut costs.",
            ["The firm plans to hire men", "open a mill", "cut costs"],
        ),
        ("The state will introduce and cultivate firms.", ["The state will introduce and cultivate firms"]),
        (
            "The town will build a dam to store water and protect farms.",
            ["The town will build a dam to store water and protect farms"],
        ),
        (
            "The town will cut taxes, increase support for firms.",
            ["The town will cut taxes", "increase support for firms"],
        ),
        ("Build roads, expand trade, and protect the poor.", ["Build roads", "expand trade", "protect the poor"]),
        ("On this basis, build two parks and attract firms.", ["On this basis, build two parks", "attract firms"]),
        ("We will gently and steadily improve services.", ["We will gently and steadily improve services"]),
        (
            "The town will go all out to seize the day, to attract firms, build parks.",
            ["The town will go all out to seize the day", "to attract firms", "build parks"],
        ),
    ],
    "clauses side by side": [
        ("Exports rose, and imports fell.", ["Exports rose", "imports fell"]),
        (
            "Exports rose, the share of steel amounted to 8 percent.",
            ["Exports rose", "the share of steel amounted to 8 percent"],
        ),
        ("Trade has grown; in May, prices fell.", ["Trade has grown", "in May, prices fell"]),
        (
            "Steel is made here, and paper, glass and other goods are sold abroad.",
            ["Steel is made here", "paper, glass and other goods are sold abroad"],
        ),
        ("Exports rose by 5%, while imports fell.", ["Exports rose by 5%", "imports fell"]),
        ("Trade has grown, and in May, prices fell.", ["Trade has grown", "in May, prices fell"]),
        ("Exports have fallen, tea and paper have grown.", ["Exports have fallen", "tea and paper have grown"]),
        ("The town has grown, build roads.", ["The town has grown, build roads"]),
        ("The firm will grow, sells paper.", ["The firm will grow, sells paper"]),
        ("The firm has grown, sells paper.", ["The firm has grown, sells paper"]),
        ("Although orders slowed, the firm remains calm.", ["orders slowed", "the firm remains calm"]),
        (
            "Not only has the town built roads, but it has also cut taxes.",
            ["Not only has the town built roads", "it has also cut taxes"],
        ),
        (
            "The town holds the view that land and water are assets.",
            ["The town holds the view that land and water are assets"],
        ),
    ],
    "relative clauses": [
        (
            "The mill, which opened in 1990, has closed.",
            ["The mill, which opened in 1990, has closed", "which opened in 1990"],
        ),
        (
            "The mill, which emits smoke, aims to close.",
            ["The mill, which emits smoke, aims to close", "which emits smoke"],
        ),
        ("The state has a fund, which is small.", ["The state has a fund", "which is small"]),
        ("The mill, which gladdens us, has closed.", ["The mill, which gladdens us, has closed", "which gladdens us"]),
        ("The firm employs men who have left.", ["The firm employs men who have left"]),
        ("Towns that depend on coal have shrunk.", ["Towns that depend on coal have shrunk"]),
    ],
    "participles": [
        (
            "Trade grew, ranking first in the north and accounting for half.",
            ["Trade grew", "ranking first in the north", "accounting for half"],
        ),
        ("Output rose by 6%, driven by the steel industry.", ["Output rose by 6%", "driven by the steel industry"]),
        ("The firm sells goods, including paper and glass.", ["The firm sells goods, including paper and glass"]),
        ("Farmers are busy picking, sorting and packing.", ["Farmers are busy picking, sorting and packing"]),
        (
            "It earns money by making paper, selling glass and growing tea.",
            ["It earns money by making paper, selling glass and growing tea"],
        ),
        (
            "It focuses on key industries, leading enterprises, and trade.",
            ["It focuses on key industries, leading enterprises, and trade"],
        ),
        (
            "A loan came, enabling them to pay debts and successfully open a mill.",
            ["A loan came", "enabling them to pay debts", "successfully open a mill"],
        ),
    ],
    "attribution": [
        ("The mayor said that trade had grown.", ["trade had grown"]),
        ("The mayor said trade has grown.", ["trade has grown"]),
        ("Lina Berg, head of the office, told reporters that prices fell.", ["prices fell"]),
        ("It is learned that the park has been closed.", ["the park has been closed"]),
        ("Our town is clear that trade should grow.", ["trade should grow"]),
        ("According to the chamber, trade has grown.", ["trade has grown"]),
        ("Trade has grown, according to the chamber of trade.", ["Trade has grown"]),
        ("Trade has grown, officials said.", ["Trade has grown"]),
        ("Trade has grown, the council announced on Monday.", ["Trade has grown"]),
        ("“We want to grow again,” said the mayor.", ["We want to grow again"]),
        ("Critics point out that demand is weak and that costs have risen.", ["demand is weak", "costs have risen"]),
        ("Analysts say the deal helps, but warn that prices may fall.", ["the deal helps", "prices may fall"]),
        ("The ministry stated, in May output has risen.", ["in May output has risen"]),
        (
            "The mayor welcomed the deal and stressed that prices will fall.",
            ["The mayor welcomed the deal", "prices will fall"],
        ),
        ("The finding that trade has grown.", ["The finding that trade has grown"]),
        ("Data show that trade has grown.", ["trade has grown"]),
        ("We should also see that trade has grown.", ["trade has grown"]),
        ("It is understood that trade has grown.", ["trade has grown"]),
        (
            "Lina Berg, the mayor, said the park, to be built in May, will grow.",
            ["the park, to be built in May, will grow"],
        ),
        ('"Trade has grown," Berg told journalists at the ceremony.', ["Trade has grown"]),
        ("Nobody knows what it costs.", ["Nobody knows what it costs"]),
    ],
    "purposes between orders": [
        ("To attract firms, build parks.", ["To attract firms, build parks"]),
        ("In the north, to attract firms, build parks.", ["In the north, to attract firms, build parks"]),
        ("Trade grew; the north, to attract firms, build parks.", ["Trade grew"]),
        (
            "The firm owns a mill, which is small, to attract firms, build parks.",
            ["The firm owns a mill", "which is small, to attract firms, build parks"],
        ),
    ],
    "verbless sentences": [
        ("The implementation of the new plan.", ["The implementation of the new plan"]),
        ("At the same time, the construction of a new park.", ["At the same time, the construction of a new park"]),
        (
            "Integration of farms, with mills and roads, expansion of trade.",
            ["Integration of farms, with mills and roads", "expansion of trade"],
        ),
        (
            "In-depth implementation of the plan, expand the port.",
            ["In-depth implementation of the plan", "expand the port"],
        ),
        (
            "Implementation of the plan, to attract firms, build parks.",
            ["Implementation of the plan", "to attract firms", "build parks"],
        ),
    ],
}


def claimed(sentence: str) -> list[str]:
    words = tokens(sentence, 0, len(sentence))
    spans = sorted(quote_span(words, clause) for clause in clauses(words) if clause.link != "says")
    return [sentence[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [pytest.param(sentence, quotes, id=sentence[:50]) for cases in SENTENCES.values() for sentence, quotes in cases],
)
def test_a_sentence_is_split_into_its_claims(sentence: str, expected: list[str]) -> None:
    assert claimed(sentence) == expected


def test_a_sentence_of_thousands_of_words_is_split_in_time_that_grows_with_its_length() -> None:
    sentence = "The town will build a dam to store water and protect farms, " * 400
    assert len(claimed(sentence)) >= 400
