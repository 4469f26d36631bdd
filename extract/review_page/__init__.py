"""How does a person decide disagreements in the browser, one key a decision?"""
