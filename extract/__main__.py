"""Where the command `extract` begins."""

from extract.cli import commands


def main() -> None:
    """Run the command line and exit with its code."""
    commands(prog_name="extract")


if __name__ == "__main__":
    main()
