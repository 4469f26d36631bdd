"""What is not collected: the script that makes the model runs in the environment that build.sh makes."""

collect_ignore = ["make_tiny_gguf.py"]
