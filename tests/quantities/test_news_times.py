"""When figures of general news hold, and whether they are done, planned or expected."""

import pytest

from extract.quantities.periods import period_of
from extract.quantities.status import cue
from extract.records import Span

TODAY = "2024-03-07"  # a Thursday

# The figure stands in « »; then the period in EDTF, if one is certain, and the status.
NEWS = [
    ("The Dow Jones fell «420 points», or 1.1%, on Wednesday.", "2024-03-06", "actual"),
    ("Tesla delivered «1.8 million cars» last year, and it aims to deliver 2 million in 2024.", "2023", "actual"),
    ("Tesla delivered 1.8 million cars last year, and it aims to deliver «2 million» in 2024.", "2024", "planned"),
    ("At least «12 people» died when a bus plunged into a ravine on Sunday, police said.", "2024-03-03", "actual"),
    ("The central bank raised its key rate by «25 basis points» to 4.5% in February.", "2024-02", "actual"),
    ("The bank expects inflation to average «3.2%» in 2025.", "2025", "forecast"),
    ("The film has grossed «$500 million» since its release in July.", "2023-07/..", "actual"),
    ("NASA plans to send «four astronauts» around the moon in 2025.", "2025", "planned"),
    (
        "The company posted a loss of «$45 million» for the quarter ended June 30, 2023.",
        "2023-04/2023-06",
        "actual",
    ),
    ("Rainfall reached «120 mm» in 24 hours, the weather service said on Monday.", None, "actual"),
    ("The population grew from «1.2 million» in 2010 to 1.5 million in 2020.", "2010", "actual"),
    ("The population grew from 1.2 million in 2010 to «1.5 million» in 2020.", "2020", "actual"),
    ("Messi scored «two goals» on Saturday as Miami won 5-0.", "2024-03-02", "actual"),
    ("The 2022 World Cup drew «3.4 million spectators».", None, "actual"),
    ("Congress approved a «$1.2 trillion» infrastructure package in 2021.", "2021", "actual"),
    ("The agency will spend «$2 billion» over five years to repair bridges.", None, "planned"),
    ("Oil prices rose «2%» to $82 a barrel on Friday.", "2024-03-01", "actual"),
    ("Unemployment, which peaked at «14.7%» in April 2020, is now 3.9%.", "2020-04", "actual"),
    ("Unemployment, which peaked at 14.7% in April 2020, is now «3.9%».", "2024-03", "actual"),
    ("Global temperatures could rise by «2.7 degrees» by 2100.", "2100", "forecast"),
    ("In the first quarter, revenue rose «12%» to $3.4 billion, beating forecasts.", "2023-01/2023-03", "actual"),
    ("Boeing said it would cut «2,000 jobs» this year.", "2024", "planned"),
    ("The earthquake on February 6, 2023, killed more than «50,000 people».", "2023-02-06", "actual"),
    ("The university, founded in 1636, has «23,000 students».", None, "actual"),
    ("Sales are expected to grow «5%» next year.", "2025", "forecast"),
    ("The museum drew «8 million visitors» in 2023, up 14% from 2022.", "2023", "actual"),
    ("The museum drew 8 million visitors in 2023, up «14%» from 2022.", "2023", "actual"),
    (
        "Exports hit $30 billion in January and February, a rise of «7%» from a year earlier.",
        "2024-01/2024-02",
        "actual",
    ),
    ("The government has set a growth target of around «5 percent» for this year.", "2024", "planned"),
    ("Apple is to open «15 stores» by 2027.", "2027", "planned"),
    ("Voters in «16 states» will cast ballots on Tuesday.", "2024-03-12", "planned"),
    ("The hospital treated «300 patients» between March and June last year.", "2023-03/2023-06", "actual"),
    ("The index closed at «3,024.5» on March 6.", "2024-03-06", "actual"),
    ("The plant, due to open in 2026, will employ «1,200 people».", None, "planned"),
    ("Inflation slowed to «2.8%» in the year to February.", "2023-03/2024-02", "actual"),
    ("By the end of 2023, the country had installed «600 GW» of solar power.", "2023", "actual"),
    ("The zone aims for output of «50 billion yuan» by 2025.", "2025", "planned"),
    ("Shares have fallen «30%» this year.", "2024", "actual"),
    ("Last year the city welcomed «3 million tourists», 20% more than in 2019.", "2023", "actual"),
    ("Last year the city welcomed 3 million tourists, «20%» more than in 2019.", "2023", "actual"),
    ("He was sentenced to «12 years» in prison in 2019.", "2019", "actual"),
    ("The strike, which began on Monday, has grounded «400 flights».", None, "actual"),
    ("In 2020, «1.5 million» hectares burned; the fires of 2023 burned 2 million.", "2020", "actual"),
    ("In November, the company announced plans to hire «500 people».", None, "planned"),
    ("A poll conducted in January found that «62%» of voters opposed the bill.", "2024-01", "actual"),
    ("Of the «450 passengers», 12 were injured.", None, "actual"),
    ("The economy grew «0.3%» in the three months to December.", "2023-10/2023-12", "actual"),
    ("The country's GDP was «$1.4 trillion» in 2022, according to the World Bank.", "2022", "actual"),
    ("It is expected that «30,000 jobs» will be lost.", None, "forecast"),
    ("Some «5,000 homes» were without power on Thursday morning.", "2024-03-07", "actual"),
    ("A fire at a factory in Dhaka killed «46 people» on Thursday night, officials said.", "2024-03-07", "actual"),
    ("Netflix added «13 million subscribers» in the final three months of 2023.", "2023-10/2023-12", "actual"),
    ("The Fed is likely to cut rates by «75 basis points» this year, economists say.", "2024", "forecast"),
    ("The city council voted to spend «$12 million» on new buses.", None, "planned"),
    ("Wheat prices dropped «8%» in January after climbing 12% in December.", "2024-01", "actual"),
    ("Wheat prices dropped 8% in January after climbing «12%» in December.", "2023-12", "actual"),
    ("He ran the marathon in «2 hours» in October 2023.", "2023-10", "actual"),
    ("The glacier has lost «30%» of its ice since 1980.", "1980/..", "actual"),
    ("Volkswagen will invest «€10 billion» in the plant by 2028, the company announced on Monday.", "2028", "planned"),
    ("The painting sold for «$45 million» at auction in New York in May 2022.", "2022-05", "actual"),
    ("Around «70%» of respondents said they planned to vote.", None, "actual"),
    ("Germany's economy shrank by «0.3 percent» last year, its statistics office said in January.", "2023", "actual"),
    ("Over the past decade, the number of visitors has tripled to «3 million».", None, "actual"),
    ("The drought, the worst in «40 years», has displaced 1 million people.", None, "actual"),
    ("The lawmaker won re-election in 2018 with «54%» of the vote.", "2018", "actual"),
    ("In the 1990s, the town had «20,000 residents».", "1990/1999", "actual"),
    ("Between January and June, the port handled «4.3 million TEUs», up 6% year on year.", "2023-01/2023-06", "actual"),
    ("Between January and June, the port handled 4.3 million TEUs, up «6%» year on year.", "2023-01/2023-06", "actual"),
    ("The ministry aims to reduce poverty to «5%» from 9% by 2026.", "2026", "planned"),
    ("Since the start of the war, «10,000 civilians» have been killed.", None, "actual"),
    ("The airline carried «9 million passengers» in 2023. It flies to 40 countries.", "2023", "actual"),
    ("The airline carried 9 million passengers in 2023. It flies to «40 countries».", None, "actual"),
    ("The province's trade reached 300 billion yuan in 2022. Exports accounted for «60%».", "2022", "actual"),
    (
        "The province's trade reached $3 billion in 2022. Exports rose «6%», while imports fell 2%.",
        "2022",
        "actual",
    ),
    ("As of Tuesday, «300 people» had been rescued.", "2024-03-05", "actual"),
    ("The festival, held from May 3 to 7, drew «80,000 fans».", "2023-05-03/2023-05-07", "actual"),
    ("Next year the school will admit «500 pupils».", "2025", "planned"),
    ("Next week the court will hear «12 cases».", None, "planned"),
    ("The UN warns that «2 billion people» could face water shortages by 2050.", "2050", "forecast"),
    ("The rate is now «5.25%», the highest since 2008.", "2024-03", "actual"),
    ("At the end of December, debts stood at «$3 billion».", "2023-12", "actual"),
    ("The deal, worth «$3 billion», is expected to close in the second quarter.", None, "actual"),
    ("The firm reported revenue of «$3 billion» for the fourth quarter.", "2023-10/2023-12", "actual"),
    ("The firm forecast revenue of «$3 billion» for the current quarter.", "2024-01/2024-03", "forecast"),
    ("Police said on Friday they had seized «3 tonnes» of cocaine.", None, "actual"),
    ("The World Bank lowered its forecast for growth to «2.4%» in 2024.", "2024", "forecast"),
    ("Under the deal signed in 2022, India will supply «1 million tonnes» of wheat a year.", None, "planned"),
    ("The tower, completed in 2010, is «828 metres» tall.", None, "actual"),
]


def _marked(text: str) -> tuple[str, Span]:
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), Span(start, end)


@pytest.mark.parametrize(("marked", "period", "status"), NEWS)
def test_a_figure_of_the_news_has_its_period_and_status(marked: str, period: str | None, status: str) -> None:
    text, span = _marked(marked)
    found = period_of(text, span, published=TODAY)
    assert (found.edtf if found else None) == period
    assert cue(text, span) == status
