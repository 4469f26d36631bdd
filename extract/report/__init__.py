"""How is an evaluation told: to a person, to a program, under a pull request, to a test viewer?"""

from extract.report.as_json import as_json
from extract.report.floors import Floor, floors, in_words
from extract.report.junit import junit
from extract.report.markdown import markdown
from extract.report.pairs import pairs

__all__ = [
    "Floor",
    "as_json",
    "floors",
    "in_words",
    "junit",
    "markdown",
    "pairs",
]
