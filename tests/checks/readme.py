"""The README shows an example of the site as it is: the same files, the same recording."""

from pathlib import Path

from macros.examples import Example, example
from macros.problems import ROOT, Problem, relative
from macros.text import read_text

README = ROOT / "README.md"
SHOWN = "cmd-entrypoint/entrypoint-and-cmd"


def problems() -> list[Problem]:
    """Where the README's code differs from the example's."""
    return differences(README, example(SHOWN))


def differences(readme: Path, shown: Example) -> list[Problem]:
    """A problem for each file of the example, and its recording, that the README does not hold word for word."""
    text = read_text(readme)
    recording = shown.recorded_transcript.text().partition("\n")[2]
    parts = [(path, read_text(path), path.name.lower()) for path in shown.files]
    parts.append((shown.transcript_path, recording, "console"))
    return [
        Problem(
            relative(readme),
            text[: max(text.find(f"```{language}"), 0)].count("\n") + 1,
            f"The README differs from {relative(path)}.",
            "Copy it from there, below the line that says where it was recorded.",
        )
        for path, content, language in parts
        if f"```{language}\n{content}```" not in text
    ]
