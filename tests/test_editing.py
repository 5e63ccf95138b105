"""Edits of YAML text: the place that is meant changes, and nothing else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.inquiry.editing import add, put
from policy_gen.source import Data, Path, parse

TEXT = """\
# The head.
plain: unknown   # behind it
flow: {one: 1, two: [p,
  q], empty: []}  # closed
rules:
  - reasons: [a]     # the first
    source: s
  # between
  - reasons: [b]
    deep:
      deeper: old  # far in
nothing:
block:     # the key's own
  - x
  - y
'quoted': "a: b"  # as text
last: |
  some
  text

# The foot."""


def _lines(text: str, path: Path, content: str = "NEW") -> tuple[list[str], list[str]]:
    """The lines that an edit took away, and those that it brought."""
    before, after = text.split("\n"), put(text, path, content).split("\n")
    return [line for line in before if line not in after], [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("path", "gone", "new"),
    [
        (("plain",), ["plain: unknown   # behind it"], ["plain: NEW   # behind it"]),
        (("flow", "one"), ["flow: {one: 1, two: [p,"], ["flow: {one: NEW, two: [p,"]),
        (
            ("flow", "two"),
            ["flow: {one: 1, two: [p,", "  q], empty: []}  # closed"],
            ["flow: {one: 1, two: NEW, empty: []}  # closed"],
        ),
        (("flow", "three"), ["  q], empty: []}  # closed"], ["  q], empty: [], three: NEW}  # closed"]),
        (("rules", 0, "fee"), [], ["    fee: NEW"]),
        (("rules", 1, "deep", "deeper"), ["      deeper: old  # far in"], ["      deeper: NEW  # far in"]),
        (("rules", 1, "deep", "more"), [], ["      more: NEW"]),
        (("nothing",), ["nothing:"], ["nothing: NEW"]),
        (("block",), ["block:     # the key's own", "  - x", "  - y"], ["block: NEW     # the key's own"]),
        (("quoted",), ["'quoted': \"a: b\"  # as text"], ["'quoted': NEW  # as text"]),
        (("last",), ["last: |", "  some", "  text"], ["last: NEW"]),
        (("plain", "below"), ["plain: unknown   # behind it"], ["plain:   # behind it", "  below: NEW"]),
        (("new", "below"), [], ["new:", "  below: NEW"]),
    ],
)
def test_only_the_lines_of_the_place_change(path: Path, gone: list[str], new: list[str]) -> None:
    assert _lines(TEXT, path) == (gone, new)


def test_a_key_goes_before_the_source_that_is_about_all_keys() -> None:
    assert put("- r: 1\n  source: s\n", (0, "new"), "N") == "- r: 1\n  new: N\n  source: s\n"


def test_a_mapping_in_braces_stays_in_braces() -> None:
    assert put("a: {}\n", ("a", "b", "c"), "N") == "a: {b: {c: N}}\n"
    assert put("a: {b: x}\n", ("a", "b", "c"), "N") == "a: {b: {c: N}}\n"


def test_an_entry_goes_behind_the_one_that_is_named_or_to_the_end() -> None:
    text = "a:\n  - r: 1  # one\n  # between\n  - r: 2\nb: 3\n"
    assert add(text, ("a",), {"r": "N", "s": "M"}, after=0) == text.replace("# one\n", "# one\n  - r: N\n    s: M\n")
    assert add(text, ("a",), {"r": "N"}) == text.replace("r: 2\n", "r: 2\n  - r: N\n")


def test_a_list_that_is_empty_or_missing_is_begun() -> None:
    assert add("a: []\n", ("a",), {"r": "N"}) == "a:\n  - r: N\n"
    assert add("b: 1", ("a",), {"r": "N"}) == "b: 1\na:\n  - r: N"
    assert add("a: {b: [{r: 1}]}\n", ("a", "b"), {"r": "N"}) == "a: {b: [{r: 1}, {r: N}]}\n"


def test_windows_line_ends_stay_and_new_lines_have_them_too() -> None:
    text = TEXT.replace("\n", "\r\n")
    for path in (("plain",), ("rules", 0, "fee"), ("nothing", "below"), ("block",), ("last",)):
        assert put(text, path, "NEW") == put(TEXT, path, "NEW").replace("\n", "\r\n")


WORDS = st.sampled_from(["a", "b", "ü", "달", "𝒳"])
SCALARS = st.sampled_from(["1", "x y", "'it: is'", '"q\\n"', "", "7%", "달빛"])


@st.composite
def _texts(draw: st.DrawFn, depth: int = 0) -> str:
    """YAML text in many layouts, with comments."""
    lines = []
    for key in draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)):
        comment = draw(st.sampled_from(["", "  # c", "   # d: [x"]))
        kind = draw(st.sampled_from(["scalar", "flow", "list", "below"])) if depth < 2 else "scalar"
        if kind == "scalar":
            lines.append(f"{key}: {draw(SCALARS)}{comment}")
        elif kind == "flow":
            lines.append(f"{key}: {{a: 1, b: [x, 'y, z']}}{comment}")
        else:
            inner = draw(_texts(depth + 1)).split("\n")
            dashes = ["- ", *["  "] * (len(inner) - 1)] if kind == "list" else [""] * len(inner)
            lines += [f"{key}:{comment}", *(f"  {dash}{line}" for dash, line in zip(dashes, inner, strict=True))]
        lines += draw(st.sampled_from([[], ["# note"], [""]])) if depth == 0 else []
    return "\n".join(lines)


def _ways(data: Data, way: Path = ()) -> list[Path]:
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [one for key, part in parts for one in ((*way, key), *_ways(part, (*way, key)))]


def _with(data: Data, way: Path, value: Data) -> Data:
    if not way:
        return value
    step, *rest = way
    if isinstance(data, list):
        return [_with(part, tuple(rest), value) if number == step else part for number, part in enumerate(data)]
    old = data if isinstance(data, dict) else {}
    return {**old, str(step): _with(old.get(str(step)), tuple(rest), value)}


@settings(deadline=None)
@given(_texts(), st.data())
def test_what_is_put_anywhere_is_read_back_with_everything_else(text: str, data: st.DataObject) -> None:
    before = parse(text, "file").data
    way = data.draw(st.sampled_from(_ways(before)))
    if data.draw(st.booleans()):
        way = way if isinstance(_at(before, way), list) else (*way, "new")
    after = put(text, way, "{value: N, source: s}")
    assert parse(after, "file").data == _with(before, way, {"value": "N", "source": "s"})


@settings(deadline=None)
@given(_texts(), st.data())
def test_every_comment_outside_of_the_place_stays(text: str, data: st.DataObject) -> None:
    before = parse(text, "file").data
    way = data.draw(st.sampled_from([one for one in _ways(before) if not _ways(_at(before, one))]))
    assert put(text, way, "N").count("#") == text.count("#")


def _at(data: Data, way: Path) -> Data:
    for step in way:
        data = data[str(step)] if isinstance(data, dict) else data[int(step)] if isinstance(data, list) else None
    return data
