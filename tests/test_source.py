"""YAML text to data with places: which scalars mean what, what is refused by name, and that nothing else comes out."""

from datetime import timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen import source
from policy_gen.findings import Finding, Refused
from policy_gen.source import MAX_DEPTH, MAX_FINDINGS, Data, parse, quote
from tests.hanging import no_hang

PARSERS = [yaml.CBaseLoader, yaml.BaseLoader]


@pytest.fixture(params=PARSERS, ids=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "PARSER", request.param)


def refused(text: str) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        parse(text, "shop.yaml")
    return caught.value.findings


def places(found: Finding) -> list[tuple[int, int, int]]:
    return [(span.line, span.column, span.end) for span in found.spans]


def told(text: str) -> list[tuple[str, str, list[tuple[int, int, int]]]]:
    return [(found.code, found.message, places(found)) for found in refused(text)]


def value_place(text: str, *path: str | int) -> tuple[int, int, int]:
    span = parse(text, "shop.yaml").value(path)
    return span.line, span.column, span.end


def key_place(text: str, *path: str | int) -> tuple[int, int, int]:
    span = parse(text, "shop.yaml").key(path)
    return span.line, span.column, span.end


# --- Values ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("0", 0), ("-7", -7), ("123456789012345678", 123456789012345678),
        ("1.5", 1.5), ("-0.25", -0.25), ("1.50", 1.5),
    ],
)  # fmt: skip
def test_plain_scalars_of_the_core_have_their_values(scalar: str, value: Data) -> None:
    read = parse(f"a: {scalar}", "shop.yaml").data["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "scalar",
    [
        "NO", "no", "No", "yes", "on", "off", "y", "n", "True", "FALSE", "Null", "NULL",
        "01234", "1_000", "0o17", "0x1F", "0b11", "+5", "1234567890123456789", "1e5", "1.", ".5", "1.5e3", ".inf", ".nan",
        "12:30:45", "2026-12-01", "2024-02-31", "2026-12-01 10:00:00", "15 days", "=", "١٢", "-", "1-2",
    ],
)  # fmt: skip
def test_every_other_plain_scalar_is_a_text(scalar: str) -> None:
    if scalar == "-":
        scalar = "-x"
    assert parse(f"a: {scalar}", "shop.yaml").data == {"a": scalar}


@pytest.mark.parametrize("scalar", ["true", "null", "", "12", "1.5", "~", "<<", "*a", "&a", "!a"])
@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_quoted_scalar_is_a_text(scalar: str, mark: str) -> None:
    assert parse(f"a: {mark}{scalar}{mark}", "shop.yaml").data == {"a": scalar}


def test_block_and_flow_collections_and_texts_are_read() -> None:
    text = "---\na: {b: [1, two], c: }\nd:\n- e: |\n    one\n    two\n- >-\n    three\n    four\n'f': x\n  y\n...\n"
    assert parse(text, "shop.yaml").data == {
        "a": {"b": [1, "two"], "c": None}, "d": [{"e": "one\ntwo\n"}, "three four"], "f": "x y",
    }  # fmt: skip


def test_windows_line_ends_are_line_ends() -> None:
    read = parse('a: |\r\n  x\r\nb: "y\r\n  z"\r\n', "shop.yaml")
    assert read.data == {"a": "x\n", "b": "y z"}
    assert read.line(3) == 'b: "y'


# --- Places ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
def test_columns_count_characters_not_bytes() -> None:
    text = "가게: {이름: 달빛 리빙, '😀': [하나, 둘]}\n"
    assert key_place(text, "가게") == (1, 1, 3)
    assert key_place(text, "가게", "이름") == (1, 6, 8)
    assert value_place(text, "가게", "이름") == (1, 10, 15)
    assert key_place(text, "가게", "😀") == (1, 17, 20)
    assert value_place(text, "가게", "😀", 1) == (1, 27, 28)


@pytest.mark.usefixtures("either_parser")
def test_a_value_of_several_lines_is_placed_on_its_first() -> None:
    text = 'a: |  # note\n  x\nb: "one  \n  two"\nc: one\n  two\nd: [x, yy, # note\n  z]\ne: [\n  z]\nf:\n  g: 1  # note\n  h: 2\n'
    assert value_place(text, "a") == (1, 4, 5)
    assert value_place(text, "b") == (3, 4, 8)
    assert value_place(text, "c") == (5, 4, 7)
    assert value_place(text, "d") == (7, 4, 10)
    assert value_place(text, "e") == (9, 4, 5)
    assert value_place(text, "f") == (12, 3, 7)


@pytest.mark.usefixtures("either_parser")
def test_an_empty_value_is_placed_behind_its_colon() -> None:
    assert value_place("a:   # later\nb: 1", "a") == (1, 3, 3)


def test_the_key_of_an_item_is_the_item_and_of_the_whole_the_start() -> None:
    text = "# my shop\na:\n  - x: 1\n  - yy\n"
    assert key_place(text, "a", 1) == (4, 5, 7)
    assert key_place(text, "a", 0) == (3, 5, 9)
    assert key_place(text) == (1, 1, 1)
    assert value_place(text) == (2, 1, 2)


def test_a_path_that_leads_nowhere_is_placed_at_the_nearest_place_above() -> None:
    text = "store:\n  name: x\n"
    assert key_place(text, "store", "email") == (1, 1, 6)
    assert key_place(text, "supplier", 3, "name") == (1, 1, 1)
    assert value_place(text, "store", "name", "first") == (2, 9, 10)


def test_lines_are_counted_from_one_and_empty_beyond_the_end() -> None:
    read = parse("a: 1\nb: 2", "shop.yaml")
    assert [read.line(number) for number in (-1, 0, 1, 2, 3)] == ["", "", "a: 1", "b: 2", ""]


# --- What is refused by name -----------------------------------------------------------------------------


def test_a_key_that_stands_twice_shows_both_places() -> None:
    assert told('a: 1\nb: {c: 1, "c": 2}\n"a": 3\n') == [
        ("YML004", "`c` appears twice", [(2, 11, 14), (2, 5, 6)]),
        ("YML004", "`a` appears twice", [(3, 1, 4), (1, 1, 2)]),
    ]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: &x 1", "an anchor (`&`) is not used here", (1, 4, 8)),
        ("&x a: 1", "an anchor (`&`) is not used here", (1, 1, 5)),
        ("a: &x [1]", "an anchor (`&`) is not used here", (1, 4, 10)),
        ("a: !!str 1", "a tag (`!`) is not used here", (1, 4, 11)),
        ("a: ! b", "a tag (`!`) is not used here", (1, 4, 7)),
        ("a: !!python/object/apply:os.system [ls]", "a tag (`!`) is not used here", (1, 4, 40)),
        ("!!map {a: 1}", "a tag (`!`) is not used here", (1, 1, 13)),
        ("a: *x", "an alias (`*`) is not used here", (1, 4, 6)),
        ("*x : 1", "an alias (`*`) is not used here", (1, 1, 3)),
        ("<<: {a: 1}", "a merge key (`<<`) is not used here", (1, 1, 3)),
        ("? [a]\n: 1", "a list or mapping cannot be a key", (1, 3, 6)),
        ("{? {b: {c: [d]}} : 1}", "a list or mapping cannot be a key", (1, 4, 17)),
        ("1: a", "`1` is not a text, so it cannot be a key", (1, 1, 2)),
        ("true: a", "`true` is not a text, so it cannot be a key", (1, 1, 5)),
        ("1.5: a", "`1.5` is not a text, so it cannot be a key", (1, 1, 4)),
        ("? \n: a", "a key is missing before the `:`", (1, 2, 2)),
        ("%YAML 1.2\n---\na: 1", "a `%` line is not used here", (1, 1, 10)),
        ("%TAG !e! tag:x,2000:\n---\na: 1", "a `%` line is not used here", (1, 1, 21)),
    ],
)
def test_a_feature_that_is_not_used_is_refused_by_its_name(
    text: str, message: str, place: tuple[int, int, int]
) -> None:
    (found,) = refused(text)
    assert (found.code, found.message) == ("YML005", message)
    assert found.spans[0].line == place[0]
    assert found.spans[0].column == place[1]
    assert found.help


def test_the_place_of_a_refused_feature_spans_it() -> None:
    assert places(refused("a: &x 1")[0]) == [(1, 4, 8)]
    assert places(refused("a: !!str 1")[0]) == [(1, 4, 11)]
    assert places(refused("a: *x")[0]) == [(1, 4, 6)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("# nothing yet\n", "the file is empty"),
        ("---\n", "the file is empty"),
        ("- a\n- b\n", "the file does not start with a key"),
        ("hello", "the file does not start with a key"),
        ("a: 1\n---\nb: 2", "a second document starts here"),
    ],
)
def test_a_file_that_is_not_one_mapping_is_refused(text: str, message: str) -> None:
    assert [(code, said) for code, said, _ in told(text)] == [("YML007", message)]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{? ", "? [", '["a",'])
def test_deep_nesting_is_refused_at_once_however_deep(opening: str) -> None:
    with no_hang():
        found = refused("a:\n " + opening * (100_000 // len(opening)))
        assert "YML006" in [one.code for one in found]


def test_nesting_up_to_the_limit_is_read() -> None:
    deepest = MAX_DEPTH - 1
    data = parse("a: " + "[" * deepest + "]" * deepest, "shop.yaml").data
    assert data["a"] is not None
    (found,) = refused("a: " + "[" * (deepest + 1) + "]" * (deepest + 1))
    assert (found.code, found.message) == ("YML006", "nested more than 32 levels deep")
    assert places(found) == [(1, 4 + deepest, 5 + deepest)]


@pytest.mark.parametrize(
    ("character", "message"),
    [
        ("\0", "U+0000 is a control character"),
        ("\x1b", "U+001B is a control character"),
        ("\r", "U+000D is a control character"),
        ("\x7f", "U+007F is a control character"),
        ("\x85", "U+0085 is a control character"),
        ("\u2028", "U+2028 (LINE SEPARATOR) is a hidden line break"),
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE) is a character that turns the direction of text round"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE) is a character that turns the direction of text round"),
        ("\U000e0041", "U+E0041 (TAG LATIN CAPITAL LETTER A) is a hidden tag character"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE) is a byte order mark inside the text"),
        ("\ud800", "U+D800 is half a character"),
        ("\u0378", "U+0378 is no assigned character"),
        ("\uffff", "U+FFFF is no assigned character"),
    ],
)
def test_a_character_that_is_no_text_is_refused_where_it_stands(character: str, message: str) -> None:
    assert told(f"가: 나{character}다\n") == [("YML008", message, [(1, 5, 6)])]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    "escape", [r"\0", r"\e", r"\a", r"\r", r"\N", r"\x7f", r"\u202E", r"\P", r"\U000E0041", r"\uFEFF"]
)
def test_such_a_character_is_refused_behind_an_escape_too(escape: str) -> None:
    text = f'a: "b{escape}"'
    (found,) = refused(text)
    assert found.code == "YML008"
    assert places(found) == [(1, 4, len(text) + 1)]


@pytest.mark.parametrize("code", [*range(0xA0), *range(0xD800, 0xE000, 0x101)])
def test_of_controls_and_surrogates_only_tab_and_line_feed_come_in(code: int) -> None:
    texts = [f'a: "x{chr(code)}y"', f'a: "x\\u{code:04x}y"']
    for text in texts:
        if chr(code).isprintable() or chr(code) in '\t\n"\\':
            continue
        assert {found.code for found in refused(text)} <= {"YML008", "YML003"}


def test_a_tab_and_a_line_feed_are_texts() -> None:
    assert parse(r'a: "b\tc\nd"', "shop.yaml").data == {"a": "b\tc\nd"}


def test_odd_spaces_beside_a_key_are_refused() -> None:
    assert told("a: 1\n\u00a0b: 2") == [("YML008", "the key has an odd kind of space at its side", [(2, 1, 3)])]


# --- What is not YAML ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: b: c", "a `:` that belongs to no key", (1, 5)),
        ("a: @b", "a text cannot start with this character", (1, 4)),
        ("a: *", "a text cannot start with this character", (1, 5)),
        ("a: **bold**", "a text cannot start with this character", (1, 5)),
        ("a:\n\t- b", "the line is indented with something else than spaces", (2, 1)),
        ("a: [b,\nc", "a bracket is not closed", (1, 4)),
        ("a: {", "a bracket is not closed", (1, 4)),
        ("a: [b c: d\n", "a bracket is not closed", (1, 4)),
        ('a: "b\nc: d', "a quoted text is not closed", (1, 4)),
        ("a:\n  b: 1\n c: 2", "the line does not fit the lines above", (3, 2)),
        ('a: "b" c', "the answer has ended before this", (1, 8)),
        ("a: 1\nb\nc: 2", "a key without a `:`", (3, 1)),
        ("a: - b", "a list cannot begin here", (1, 4)),
    ],
)
def test_a_syntax_error_says_in_our_words_where_and_what(text: str, message: str, place: tuple[int, int]) -> None:
    (found,) = refused(text)
    assert (found.code, found.message) == ("YML003", message)
    assert (found.spans[0].line, found.spans[0].column) == place
    assert found.help


@pytest.mark.usefixtures("either_parser")
def test_an_unknown_escape_is_told() -> None:
    (found,) = refused(r'a: "\y"')
    assert (found.code, found.message) == ("YML003", "an unknown escape in a quoted text")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("escape", [r"\U00110000", r"\UFFFFFFFF", r"\ud800"])
def test_an_escape_for_no_character_is_refused(escape: str) -> None:
    (found,) = refused(f'a: "{escape}"')
    assert found.code in ("YML003", "YML008")


def test_the_words_of_the_file_never_stand_in_a_syntax_error() -> None:
    for text in ("a: !token_abc!x y", "a: token_abc: b", "%token_abc\n", "token_abc\nb: [", "a: 'token_abc"):
        for found in refused(text):
            assert "token_abc" not in found.message + found.help


# --- Everything at once ----------------------------------------------------------------------------------


def test_all_that_can_be_found_is_told_in_the_order_of_the_file() -> None:
    text = "a: &x 1\nb: 2\nb: 3\nc: *x\nd: {<<: 1}\ne: \u202e\nf: [\n"
    assert [(code, where[0][:2]) for code, _, where in told(text)] == [
        ("YML005", (1, 4)), ("YML004", (3, 1)), ("YML005", (4, 4)), ("YML005", (5, 5)), ("YML008", (6, 4)),
    ]  # fmt: skip
    assert [code for code, _, _ in told(text.replace("\u202e", "x"))][-1] == "YML003"


@pytest.mark.parametrize("text", ["\0" * 250_000, "a: 1\n" * 50_000, "- &a x\n" * 40_000, "[" + "{1: 2}," * 30_000])
def test_no_more_is_told_than_anybody_reads(text: str) -> None:
    with no_hang():
        assert len(refused(text)) <= MAX_FINDINGS


@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "b," * 120_000 + "]", "a: " + "x" * 250_000, "a: >\n" + " x\n" * 80_000, "a: '" + "''" * 120_000 + "'",
        "a: 1" + "\n" * 250_000, "".join(f"k{number}: {{a: 1}}\n" for number in range(12_000)),
    ],
)  # fmt: skip
def test_a_large_file_is_read_in_a_moment(text: str) -> None:
    with no_hang():
        assert parse(text, "shop.yaml").data


def test_the_merge_key_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 {x: 1}\n" + "".join(
        f"a{level}: &a{level}\n  <<: [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30)
    )
    with no_hang():
        assert {found.code for found in refused(bomb)} == {"YML005"}


# --- Properties ------------------------------------------------------------------------------------------

YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n ", " ", "\t", "'", '"', "|", ">", "|-\n", "#",
         "&x ", "*x", "!!int ", "!x ", "<<: ", "%YAML 1.1\n", "---\n", "...\n", "\\", "\\u", "0", "1.5", "~", "true", "\r", "\0",
         "\x85", "\u2028", "\ufeff", "\ud800", "한", "😀", "@", "`", "=", "12:30", "\\x00", '"\\U00110000"']
    ),
    max_size=40,
).map("".join)  # fmt: skip

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp", "Cf"]) | st.sampled_from("\n\t"), max_size=30
)
KEYS = NAMES.filter(lambda key: key.strip() == key.strip(" \n\t"))
NUMBERS = st.integers(-(10**17), 10**17) | st.decimals(-9999, 9999, places=2).map(float).filter(lambda one: one != 0)
VALUES = st.recursive(
    NAMES | NUMBERS | st.booleans() | st.none(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(KEYS, parts, max_size=4),
    max_leaves=12,
)


class NoAliases(yaml.SafeDumper):
    """The dumper of PyYAML, without the anchors that it writes for equal parts."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def findings_of(text: str) -> tuple[Finding, ...]:
    try:
        assert isinstance(parse(text, "shop.yaml").data, dict)
    except Refused as refusal:
        return refusal.findings or pytest.fail("refused without a reason")
    return ()


def only_data_or_refusal(text: str) -> None:
    for found in findings_of(text):
        assert found.help
        assert found.spans
        for span in found.spans:
            assert 1 <= span.line <= text.count("\n") + 1
            assert 1 <= span.column <= span.end


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(text=st.text(max_size=200), parser=st.sampled_from(PARSERS))
def test_any_text_is_data_or_refused(text: str, parser: type[yaml.BaseLoader]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "PARSER", parser)
        only_data_or_refusal(text)


@settings(max_examples=600, deadline=timedelta(seconds=5))
@given(text=YAMLISH, parser=st.sampled_from(PARSERS))
def test_any_text_that_looks_like_yaml_is_data_or_refused(text: str, parser: type[yaml.BaseLoader]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "PARSER", parser)
        only_data_or_refusal(text)


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(data=st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), flow=st.booleans(), unicode=st.booleans())
def test_data_written_as_yaml_is_read_back(data: dict[str, Data], flow: bool, unicode: bool) -> None:
    text = yaml.dump(data, Dumper=NoAliases, default_flow_style=flow, allow_unicode=unicode, sort_keys=False)
    read = parse(text, "shop.yaml")
    assert read.data == data
    assert list(read.data) == list(data)


@settings(max_examples=100, deadline=timedelta(seconds=5))
@given(data=st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_every_key_and_item_has_a_place_in_the_text(data: dict[str, Data]) -> None:
    read = parse(yaml.dump(data, Dumper=NoAliases, allow_unicode=True, sort_keys=False), "shop.yaml")

    def check(part: Data, path: source.Path) -> None:
        for span in (read.value(path), read.key(path)):
            assert 1 <= span.column <= span.end <= len(read.line(span.line)) + 1
        steps: list[str | int] = list(part) if isinstance(part, dict) else []
        for step in steps or (range(len(part)) if isinstance(part, list) else ()):
            inner = part[step]  # type: ignore[index]  # a mapping by its keys, a list by its indexes
            check(inner, (*path, step))

    check(read.data, ())


def test_what_is_quoted_in_a_message_is_short_and_printable() -> None:
    assert quote("on request") == "`on request`"
    assert quote("") == "an empty text"
    assert quote("x" * 61) == "a text of 61 characters"
    assert quote("a\nb") == "a text with unprintable characters"
