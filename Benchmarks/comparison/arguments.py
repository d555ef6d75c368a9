"""What the programs of this folder have in common where they read their options."""

import argparse
import sys

USAGE = 64


class Parser(argparse.ArgumentParser):
    """Ends with the exit code that the commands of this package use for wrong options."""

    def error(self, message):
        print(f"{self.prog}: {message}", file=sys.stderr)
        sys.exit(USAGE)


def positive(kind):
    def convert(text):
        value = kind(text)
        if value < 1:
            raise ValueError
        return value

    convert.__name__ = "number above 0"
    return convert
