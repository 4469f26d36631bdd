"""How a model on an OpenAI-compatible server is asked: what is sent, kept, sent again and counted."""
