"""How the documentation is built: `sphinx-build -W -b html docs OUT`."""

project = "extract-toolkit"
author = "the extract-toolkit authors"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "extract-toolkit"
exclude_patterns = ["_build", "conftest.py"]
