"""Files that a questionnaire names: by a path of its own, or by a name among those that come along."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from policy_gen.findings import Finding, Refused, Span, finding
from policy_gen.reading import near
from policy_gen.rim import files


@dataclass(frozen=True, slots=True)
class Kind:
    """What is named: `folder` holds those that come along, and the store's own beside the questionnaire."""

    folder: str
    noun: str
    code: str


PROFILE = Kind("supplier_profiles", "profile", "SUP001")
PLATFORM = Kind("shop_platforms", "shop platform", "SHP001")


def place(
    name: str, folder: Path, named_at: Span, kind: Kind, drafts: Collection[Path] = ()
) -> tuple[Path, str | None]:
    """The file of a name: a path as it stands, else beside the questionnaire, else among the shipped ones.

    With it the name that messages use for a shipped one; None for the store's own. `drafts` are files that need not be
    there yet. Raises Refused with the kind's code.
    """
    if "/" in name or name.endswith((".yaml", ".yml")):
        # Whoever can change a questionnaire must not be able to make a report show the lines of any file.
        if Path(name).is_absolute() or not name.endswith((".yaml", ".yml")):
            help = "write a path that starts at the questionnaire's folder and ends in `.yaml`: `suppliers/mine.yaml`"
            raise Refused([finding(kind.code, f"`{name}` is not the path of a {kind.noun}", help, named_at)])
        return folder / name, None
    own, ours = folder / kind.folder, files.shipped(kind.folder)
    for there in (own, ours):
        if there / f"{name}.yaml" in drafts or (there / f"{name}.yaml").is_file():
            return there / f"{name}.yaml", None if there == own else f"{kind.folder}/{name}.yaml"
    known = {path.stem for there in (own, ours) for path in there.glob("*.yaml")}
    raise Refused([_unknown(name, sorted(known), named_at, kind)])


def _unknown(name: str, known: list[str], named_at: Span, kind: Kind) -> Finding:
    guess = near(name, known)
    help = f"`{guess}`" if guess else f"one of: {', '.join(known)}; or the path of a file that ends in `.yaml`"
    return finding(kind.code, f"there is no {kind.noun} `{name}`", f"write {help}", named_at)
