"""`policy-gen answer`: the supplier's replies into the store's files, all of them or none."""

import codecs
import shlex
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from policy_gen import policy
from policy_gen.cli.messages import LANGUAGES, Opened, labels, opened, supplier_option
from policy_gen.cli.showing import show
from policy_gen.findings import Finding, Level, Refused, finding
from policy_gen.inquiry.answering import Answered, answered
from policy_gen.inquiry.replies import Reader, Replies, lines_of
from policy_gen.pages import guard
from policy_gen.pages.guard import PrivateTerms
from policy_gen.rim import inputs
from policy_gen.rim.files import MAX_BYTES, read_text
from policy_gen.rim.publishing import publish
from policy_gen.source import parse


@click.command("answer", short_help="Take your supplier's replies.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("replies", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="The day of the supplier's message.  [default: today]",
)  # fmt: skip
@supplier_option
def command(file: Path, replies: Path, day: datetime | None, chosen: str | None) -> None:
    """Take the supplier's replies into its file: lines such as `14: 15 days after delivery`.

    REPLIES is a text file, or `-` for what is typed or piped in. They go into the questionnaire's own answers, or into
    your copy of the profile that it names. All are taken, or none; nothing else in the file changes.

    \b
      policy-gen answer shop.yaml replies.txt
      policy-gen answer shop.yaml replies.txt --on 2026-11-23
    """
    on = day.date() if day else datetime.now(UTC).astimezone().date()
    texts: dict[str, str] = {}
    private: list[PrivateTerms] = []
    try:
        store = opened(file, chosen, texts, private)
        said = _replies(replies, texts)
        done = _answered(store, said, on)
        lines = [change.line for change in done.changes]
        if found := guard.in_print("\n".join(lines), private):
            raise Refused(found)
        _publish(store, done)
    except Refused as refused:
        show(refused.findings, texts, err=True, private=private)
        raise SystemExit(1) from None
    for line in lines:
        click.echo(line)
    for note in _notes(said, done):
        click.echo(f"note: {note}", err=True)


def _replies(path: Path, texts: dict[str, str]) -> Replies:
    """The replies of a file or of the standard input; raises Refused with each that can't be understood."""
    name = "stdin" if str(path) == "-" else str(path)
    text = _typed() if name == "stdin" else read_text(path)
    texts[name] = text
    read = Reader(tuple(labels(language) for language in LANGUAGES)).read(text, name)
    if read.findings:
        raise Refused(read.findings)
    if not read.replies and not read.skipped:
        help = "write lines with the number of a question and its answer: `14: 15 days after delivery`"
        raise Refused([finding("ANS002", f'there is no reply in "{name}"', help)])
    return read


def _typed() -> str:
    """What was piped in, as UTF-8."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""
    if len(data) > MAX_BYTES:
        raise Refused([finding("YML001", f"the replies are larger than {MAX_BYTES // 1024} KiB", "give them in parts")])
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise Refused([finding("YML002", "the replies are not UTF-8", "save them with the encoding UTF-8")]) from None


def _answered(store: Opened, said: Replies, on: date) -> Answered:
    """The files with the replies, which `check` has nothing more against than it had before."""
    done = answered(store.files, said.replies, on)
    is_in_profile = done.files.profile != store.files.profile
    if is_in_profile and store.own is None:
        raise Refused([_no_copy(store)])
    for draft in (done.files.questionnaire, done.files.profile):
        if draft:
            store.texts[draft.file] = draft.text
    errors = _errors(store, done)
    if errors:
        raise Refused(errors)
    return done


def _no_copy(store: Opened) -> Finding:
    folder = store.path.parent
    into = "" if folder == Path() else f" --into {shlex.quote(str(folder / 'supplier_profiles'))}"
    message = f"the profile `{store.named}` comes along with the tool, so the replies have no place in it"
    help = f"make a copy of your own, then give the replies again: `policy-gen suppliers {store.named} --copy{into}`"
    return finding("SUP001", message, help, *([store.named_at] if store.named_at else []))


def _errors(store: Opened, done: Answered) -> list[Finding]:
    """The errors that the replies would bring about."""
    draft = done.files.questionnaire
    drafts = {store.own: done.files.profile.text} if store.own and done.files.profile else {}
    read = inputs.understand(parse(draft.text, draft.file), store.path, {}, store.private, drafts)
    before, after = (policy.derive(one.terms, one.languages).findings for one in (store.read, read))
    known = {(found.code, found.message) for found in before}
    return [found for found in after if found.level is Level.ERROR and (found.code, found.message) not in known]


def _publish(store: Opened, done: Answered) -> None:
    """Writes what changed, with the byte order mark that a file had."""
    files = [(store.path, store.files.questionnaire, done.files.questionnaire)]
    if store.own and store.files.profile and done.files.profile:
        files.append((store.own, store.files.profile, done.files.profile))
    pages = {path: _mark(path) + new.text.encode() for path, old, new in files if new != old}
    if pages:
        publish(pages)


def _mark(path: Path) -> bytes:
    return codecs.BOM_UTF8 if path.read_bytes().startswith(codecs.BOM_UTF8) else b""


def _notes(said: Replies, done: Answered) -> list[str]:
    """What was not taken, and why."""
    notes = list(done.notes)
    if said.skipped:
        notes.append(f"not known, so still open: {', '.join(map(str, said.skipped))}")
    if said.ignored:
        notes.append(f"{lines_of(said.ignored)} of the replies: no reply, so left out")
    return notes
