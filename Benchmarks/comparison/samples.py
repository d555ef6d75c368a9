"""Medians and spreads, and how they are written."""

from statistics import median


class Samples:
    """The figures of one contender, a number for each round."""

    def __init__(self, values):
        self.values = sorted(values)

    @property
    def median(self):
        return median(self.values)

    def text(self, unit, digits=0, scale=1):
        """The median and, where there are several rounds, the least and the greatest."""

        def number(value):
            return f"{value * scale:,.{digits}f}"

        unit = f" {unit}" if unit else ""
        if len(self.values) < 2:
            return f"{number(self.median)}{unit}"
        return f"{number(self.median)}{unit} ({number(self.values[0])}–{number(self.values[-1])})"
