"""Recording transcripts: they are run on the engine, and what it answers is written down.

Old text stays where the new one is equal to it after normalizing, so recording an unchanged tree changes nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

from macros.examples import Example
from macros.problems import Problem, ProblemError
from macros.records import write
from macros.transcripts import LEFT_OUT, Command, Input, Output, Recorded, Transcript
from tests.engine import Engine, EngineError
from tests.engine.say import Say
from tests.examples.equal import same, steady
from tests.examples.needs import unmet
from tests.examples.runner import run
from tests.recording import arrives, recorded_now, refused


def merged(old: Command, new: Command) -> Command:
    """The command as it is to be written: `new`, but with the old text where that is equal to the new one."""
    keep = _parts(old)
    dialog: list[Input | Output] = []
    for place, part in enumerate(_parts(new)):
        recorded = keep[place] if place < len(keep) else ()
        kept = recorded if same(old.text, recorded, part) else _left_out_again(recorded, steady(part))
        if kept:
            dialog.append(Output(old.line, tuple(kept)))
        if place < len(new.inputs):
            dialog.append(new.inputs[place])
    return replace(old, dialog=tuple(dialog), status=new.status)


def updated(transcript: Transcript, ran: list[Command], now: Recorded) -> Transcript:
    """The transcript with what `ran` answered `now`. Says where it was recorded anew only if that means something.

    The line stays as it is where no output changed, unless the transcript comes into the reference environment.
    """
    commands = [merged(old, new) for old, new in zip(transcript.commands, ran, strict=True)]
    result = transcript.with_commands(commands, transcript.recorded)
    unchanged = result.text() == transcript.text()
    if transcript.recorded and unchanged and not arrives(transcript.recorded, now):
        return transcript
    return replace(result, recorded=now)


def record(engine: Engine, chosen: Iterable[Example], say: Say) -> list[Problem]:
    """Record examples, printing a line for each. Returns the problems of those that could not be recorded."""
    problems: list[Problem] = []
    for each in chosen:
        try:
            old = each.transcript
            if reason := unmet(engine, each):
                print(f"{each.name}: {reason[0].lower()}{reason[1:]}", flush=True)
                continue
            ran = run(engine, each, say)
            # Only now it is known which images it ran with.
            new = updated(old, ran, recorded_now(engine))
            if new.text() != old.text():
                write(each.transcript_path, new.text())
            print(f"{each.name}: {_change(old, new)}", flush=True)
            for line in status_changes(old, new):
                print(f"{each.name}: {line}", flush=True)
        except (ProblemError, EngineError) as error:
            print(f"{each.name}: not recorded, keeps its old text", flush=True)
            problems += (
                error.problems if isinstance(error, ProblemError) else [refused(each.transcript_path, error)]
            )
            if not engine.alive():
                break
    return problems


def _change(old: Transcript, new: Transcript) -> str:
    if new.text() == old.text():
        return "unchanged"
    lines = [
        str(was.line)
        for was, now in zip(old.commands, new.commands, strict=True)
        if (was.output, was.status) != (now.output, now.status)
    ]
    return (
        f"recorded; new output at line {', '.join(lines)}"
        if lines
        else "recorded; same output, new environment"
    )


def status_changes(old: Transcript, new: Transcript) -> list[str]:
    """A line for each command that ends otherwise than recorded: that may be a fault of this machine."""
    return [
        f"LOOK at line {was.line}: exit status {was.status} -> {now.status}: {was.text.splitlines()[0]}"
        for was, now in zip(old.commands, new.commands, strict=True)
        if old.recorded and was.status != now.status
    ]


def _parts(command: Command) -> list[tuple[str, ...]]:
    """A command's output, cut where something was typed."""
    parts: list[tuple[str, ...]] = [()]
    for each in command.dialog:
        if isinstance(each, Input):
            parts.append(())
        else:
            parts[-1] += each.lines
    return parts


def _left_out_again(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Leave the same stretch out of the new text: as many lines stay at the start and the end as in the old one."""
    if old.count(LEFT_OUT) != 1:
        return new
    head = old.index(LEFT_OUT)
    tail = len(old) - head - 1
    if head + tail >= len(new):
        return new
    return (*new[:head], LEFT_OUT, *new[len(new) - tail :])
