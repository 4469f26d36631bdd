"""What does a person look at: one page with the scores, the errors, and every document with its items marked?"""
