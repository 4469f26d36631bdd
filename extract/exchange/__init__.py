"""How do items and decisions travel to other annotation tools, and back?"""
