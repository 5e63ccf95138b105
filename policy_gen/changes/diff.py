"""Two states of a policy compared by meaning: what changed, whether customers lose or gain by it, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from policy_gen.changes.lockfile import Lock
from policy_gen.changes.snapshot import YES, Entry, Leaf, Value, by_scope
from policy_gen.changes.weighing import FOLLOWERS, PLAIN, Effect, effect

BETWEEN = ", "
NOT_SAID = "not said"
ORDER = (Effect.WORSE, Effect.BETTER, Effect.NEUTRAL, Effect.COSMETIC)


@dataclass(frozen=True, slots=True)
class Change:
    """One changed term in one market and for one group of products; empty ones stand for all of them.

    `old` and `new` are None where the page says nothing on it; `causes` name what changed behind it.
    """

    effect: Effect
    name: str
    old: Value | None
    new: Value | None
    market: str = ""
    group: str = ""
    reasons: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()

    @property
    def products(self) -> tuple[str, ...]:
        """The keys of the products that it is about; none where it is about all of them."""
        return tuple(self.group.split(BETWEEN)) if self.group else ()

    @property
    def turns(self) -> bool:
        """Whether the term comes or goes as a whole."""
        return None in (self.old, self.new)

    @property
    def told(self) -> str:
        """What changed, in one line: `13 → 8 days after delivery`."""
        if YES in (self.old, self.new):
            return f"{self.old or 'no'} → {self.new or 'no'}"
        return arrow(_text(self.old), _text(self.new))


def _text(value: Value | None) -> str:
    if value is None:
        return NOT_SAID
    return ", ".join(value) or "none" if isinstance(value, tuple) else value


def arrow(old: str, new: str) -> str:
    """Both texts, with what they begin and end with alike written once."""
    before, after = old.split(), new.split()
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    middle = (" ".join(words[start : len(words) - end]) for words in (before, after))
    old, new = middle
    if not old or not new:
        return f"{' '.join(before)} → {' '.join(after)}"
    return " ".join([*before[:start], f"{old} → {new}", *before[len(before) - end :]])


def _alike(one: list[str], other: list[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def diff(old: Lock, new: Lock) -> tuple[Change, ...]:
    """Every change of meaning between two states, what is worse for customers first, and changes of looks last."""
    changes = [
        *_markets(old.markets, new.markets),
        *_products(old.groups, new.groups),
        *_terms(old, new),
        *_plain("effective", old.effective, new.effective),
        *_plain("languages", ", ".join(old.languages), ", ".join(new.languages)),
        *_looks(old, new),
    ]
    return tuple(
        sorted(changes, key=lambda one: (ORDER.index(one.effect), one.market, one.group, one.name, one.reasons))
    )


def _plain(name: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(Effect.NEUTRAL, name, old or None, new or None)


def _markets(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """A market that comes or goes is one change, not one of each of its terms."""
    if old and new:
        for market in sorted({*old} ^ {*new}):
            there = (YES if market in old else None, YES if market in new else None)
            yield Change(Effect.NEUTRAL, "sells_to", *there, market=market)


def _products(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """A product that comes or goes, too; a page that first names products says of all that it said before."""
    if old and new:
        for product in sorted({*old} ^ {*new}):
            there = (YES if product in old else None, YES if product in new else None)
            yield Change(Effect.NEUTRAL, "products", *there, group=product)


def _common(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str | None, ...]:
    """What both states are about; a state that names none holds for all."""
    if old and new:
        return tuple(sorted({*old} & {*new}))
    return old or new or (None,)


def _terms(old: Lock, new: Lock) -> list[Change]:
    markets, groups = _common(old.markets, new.markets), _common(old.groups, new.groups)
    before, after = by_scope(old.terms, markets, groups), by_scope(new.terms, markets, groups)
    moved = _same(before, after)
    found = []
    for key in sorted({*before, *after}):
        one, other = _said(before, key), _said(after, key)
        if key[:4] in moved or _is_told_singly(key, before, after) or (one and other and one.value == other.value):
            continue
        found.append(
            _change(key, one, other, tuple(_causes(_leaves(one, key, before), _leaves(other, key, after), old, new)))
        )
    return _over_groups(_merged(_without_followers(found)), groups)


Said = Mapping[tuple[str, ...], Entry]
"""What a state says, as `by_scope` gives it."""


def _said(known: Said, key: tuple[str, ...]) -> Entry | None:
    """What a state says under a key; where it has nothing for that reason, what it says for all of them."""
    name, _, *place, _ = key
    return known.get(key) or known.get((name, "", *place, "0"))


def _is_told_singly(key: tuple[str, ...], before: Said, after: Said) -> bool:
    """Whether one state says for all reasons what the other one says reason by reason."""
    name, reason, *place, _ = key
    singly = [{one[1] for one in known if one[0] == name and [*one[2:5]] == place} for known in (before, after)]
    return not reason and any("" not in reasons and reasons for reasons in singly)


def _change(key: tuple[str, ...], old: Entry | None, new: Entry | None, causes: tuple[str, ...]) -> Change:
    name, reason, market, group, clause, _ = key
    kind = next((entry.kind for entry in (new, old) if entry), PLAIN)
    values = (old.value if old else None, new.value if new else None)
    reasons = (reason,) if reason else ()
    return Change(effect(kind, *values), name, *values, market, group, reasons, (clause,), causes)


def _same(before: Said, after: Said) -> set[tuple[str, ...]]:
    """The terms of which the page says the same as before, if in another place."""
    values: list[dict[tuple[str, ...], set[Value]]] = [{}, {}]
    for known, said in zip((before, after), values, strict=True):
        for key, entry in known.items():
            said.setdefault(key[:4], set()).add(entry.value)
    return {key for key in values[0] if values[0][key] == values[1].get(key)}


def _leaves(entry: Entry | None, key: tuple[str, ...], known: Said) -> tuple[Leaf, ...]:
    """Where a value comes from; where a reason is no longer accepted, what refuses it."""
    if entry is None and key[0] == "accepted":
        refusing = (other for found, other in known.items() if found[:4] == ("refused", *key[1:4]))
        entry = next(refusing, None)
    return entry.origins if entry else ()


def _without_followers(changes: list[Change]) -> list[Change]:
    """Without what only follows from a right or an accepted reason that comes or goes."""
    turned = {(one.name, one.market, one.group, one.reasons) for one in changes if one.turns}
    return [one for one in changes if not (one.turns and _follows(one, turned))]


def _follows(one: Change, turned: set[tuple[str, str, str, tuple[str, ...]]]) -> bool:
    place = (one.market, one.group)
    leaders = [name for name in ("accepted", "withdrawal") if one.name not in ("accepted", "withdrawal")]
    return any((name, *place, one.reasons) in turned for name in leaders) or any(
        one.name in names and (right, *place, ()) in turned for right, names in FOLLOWERS.items()
    )


def _merged(changes: Iterable[Change]) -> list[Change]:
    """One change for all reasons and clauses that it is told of in the same way."""
    found: dict[object, Change] = {}
    for one in changes:
        # What holds for all reasons stays apart from what holds for some.
        key = (one.effect, one.name, one.old, one.new, one.market, one.group, bool(one.reasons))
        other = found.setdefault(key, one)
        found[key] = replace(
            other,
            reasons=tuple(sorted({*other.reasons, *one.reasons})),
            clauses=tuple(sorted({*other.clauses, *one.clauses})),
            causes=tuple(dict.fromkeys((*other.causes, *one.causes))),
        )
    return list(found.values())


def _over_groups(changes: Iterable[Change], groups: tuple[str | None, ...]) -> list[Change]:
    """One change for all products that it is told of in the same way; for all that there are, it names none."""
    found: dict[Change, list[str]] = {}
    for one in changes:
        found.setdefault(replace(one, group=""), []).append(one.group)
    return [
        one if len(those) == len(groups) else replace(one, group=BETWEEN.join(sorted(filter(None, those))))
        for one, those in found.items()
    ]


def _causes(before: tuple[Leaf, ...], after: tuple[Leaf, ...], old: Lock, new: Lock) -> Iterator[str]:
    """What changed behind a value: facts, answers and laws, or policy-gen itself."""
    gone = [leaf for leaf in before if not any(_alike_leaf(leaf, other) for other in after)]
    come = [leaf for leaf in after if not any(_alike_leaf(leaf, other) for other in before)]
    for leaf in come:
        was = next((other for other in gone if _place(other) == _place(leaf)), None)
        if was:
            gone.remove(was)
        said = arrow(was.value, leaf.value) if was else f"now {leaf.value}"
        yield f"{_voice(leaf)} {said}{_checked(leaf)}{_shipped(leaf, old, new)}"
    if not come:
        yield from (f"{_voice(leaf)} no longer {leaf.value}" for leaf in gone)
    if not come and not gone and old.tool != new.tool:
        yield f"policy-gen {old.tool} → {new.tool}"


def _alike_leaf(one: Leaf, other: Leaf) -> bool:
    return replace(one, checked="", key="") == replace(other, checked="", key="") and _place(one) == _place(other)


def _place(leaf: Leaf) -> tuple[str, str, str]:
    """Whose word on what it is: rules may move within a profile."""
    return leaf.voice, leaf.name, leaf.key.rpartition(".")[2]


def _voice(leaf: Leaf) -> str:
    if leaf.voice == "answer":
        return f"answer {leaf.key}:"
    if leaf.voice == "default":
        return f"default {leaf.name}:"
    return f"{leaf.voice} {leaf.name}: {leaf.key.rpartition('.')[2] if leaf.voice == 'supplier' else leaf.key}"


def _checked(leaf: Leaf) -> str:
    return f", checked {leaf.checked}" if leaf.checked else ""


def _shipped(leaf: Leaf, old: Lock, new: Lock) -> str:
    """Says so where the fact came with a new version of policy-gen."""
    folder = {"supplier": "supplier_profiles", "law": "consumer_laws"}.get(leaf.voice)
    is_ours = f"{folder}/{leaf.name}.yaml" in new.shipped
    return f", shipped with policy-gen {new.tool}" if is_ours and old.tool != new.tool else ""


def _looks(old: Lock, new: Lock) -> Iterator[Change]:
    """Templates and styles that changed: other words, the same promises."""
    for name in sorted({*old.shipped} & {*new.shipped}):
        if name.startswith("templates/") and old.shipped[name] != new.shipped[name]:
            what = "style" if name == "templates/style" else f"words in {name.removeprefix('templates/')}"
            yield Change(Effect.COSMETIC, what, None, None, causes=(f"policy-gen's {name}",))
