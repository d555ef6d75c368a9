"""The table as Markdown."""


def markdown(lines, about, beats, chosen, versions, notes):
    """The lines, and below them what they were measured on and with."""
    rows = ["| | ours | against | ratio | bar | |", "|---|---|---|---|---|---|"]
    previous = shown = None
    for line in lines:
        title = line.title if line.title != previous else ""
        ours = line.ours if (line.title, line.ours) != (previous, shown) else ""
        shown = line.ours
        previous = line.title
        rows.append(
            f"| {title} | {ours} | {line.other} | {line.ratio} | {line.bar} | {verdict(line.is_met)} |"
        )
    kinds = ", ".join(dict.fromkeys(f"{name(key)} {version}" for key, version in versions.items()))
    about_lines = [
        f"{about['date']}, {about['processor']}, {about['cores']} cores, {about['vectors']}, "
        f"{about['blas']}, {about['system']}, Swift {about['swift']}, Python {about['python']}"
        + (f"; {kinds}" if kinds else "") + ".",
        f"{chosen.threads} threads where nothing else is said, {beats}; medians of "
        f"{chosen.rounds} interleaved rounds, in brackets the least and the greatest."
        + (" Short rounds: a look, no result." if chosen.quick else ""),
        *notes,
    ]
    return "\n".join(rows) + "\n\n" + "\n".join(about_lines)


def verdict(is_met):
    """Whether a bar was met, in a word; nothing where there is none."""
    return {True: "met", False: "**missed**", None: ""}[is_met]


def name(key):
    """A contender's name without the form of the file before it and its setting behind."""
    return key.rpartition(": ")[2].partition(", ")[0].replace("TensorFlow", "Keras")
