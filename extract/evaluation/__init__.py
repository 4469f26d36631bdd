"""How good is a run, against gold and without it?"""
