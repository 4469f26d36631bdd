"""What does a person look at: one page with the scores, the errors, and every document with its items marked?"""

from extract.report.page.records import Against, Subject
from extract.report.page.rendering import page

__all__ = ["Against", "Subject", "page"]
