"""Jobs in bulk as the worker carries them on: part after part, each under its own key, so that none is done twice."""

from __future__ import annotations

from collections.abc import Iterator

from duly.actions.jobs import next_step, waiting
from duly.actions.verbs import perform
from duly.ground.errors import DulyError
from duly.store.jobs import Job


def steps() -> Iterator[tuple[Job, str]]:
    """Carry every job on as far as it goes, and say after each part how far that is."""
    for job in waiting():
        while step := next_step(job):
            verb, key, args = step
            try:
                done = perform(verb, job.maker, args, key=key)
            except DulyError as error:
                # Whoever sent it may have lost the right, or cancelled it: the others go on.
                yield job, f"waits: {error.name}"
                break
            yield job, f"needs approval: {done.proposal}" if done.proposal else _said(verb, args, job)


def _said(verb: str, args: dict[str, object], job: Job) -> str:
    if "n" not in args:
        return "finished" if verb == "finish_job" else "agreed to"
    return f"{'checked' if verb == 'check_part' else 'taken in'} {args['n']} of {job.parts} parts"
