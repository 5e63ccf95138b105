"""Street addresses are found in any dress, P.O. boxes and ordinary policy sentences are left alone."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_gen.addresses import Match, find_private_terms, find_street_addresses, is_po_box, normalised
from policy_gen.provenance import Law, Term
from policy_gen.rim import lawbook
from tests.hanging import no_hang

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    """The lines of a corpus, comments left out."""
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def by_country(name: str) -> Iterator[tuple[str, str]]:
    for line in lines(name):
        country, text = line.split("\t")
        yield country, text


ADDRESSES = list(by_country("addresses.txt"))
PO_BOXES = list(by_country("po_boxes.txt"))
SILENT = lines("not_addresses.txt")


def cited(id: str) -> Iterator[Law]:
    """Every place of a law that its file cites."""
    seen: list[Any] = [lawbook.jurisdiction(id)]
    while seen:
        one = seen.pop()
        if isinstance(one, Law):
            yield one
        elif isinstance(one, Term):
            seen += [one.origin, one.value]
        elif isinstance(one, Mapping):
            seen += one.values()
        elif isinstance(one, tuple | list):
            seen += one
        elif is_dataclass(one):
            seen += [getattr(one, part.name) for part in fields(one)]


HOME = "12 Main Street, Portland, OR 97208"


@pytest.mark.parametrize(("country", "address"), ADDRESSES)
def test_an_address_is_found_alone_in_a_sentence_and_over_several_lines(country: str, address: str) -> None:
    assert find_street_addresses(address)
    assert find_street_addresses(f"Please send it to {address} and we will help.")
    assert find_street_addresses(address.replace(", ", "\n"))


@pytest.mark.parametrize(("country", "address"), ADDRESSES)
def test_a_street_address_is_no_po_box(country: str, address: str) -> None:
    assert not is_po_box(address)


@pytest.mark.parametrize(("country", "address"), ADDRESSES)
def test_a_po_box_does_not_carry_a_street_address_along(country: str, address: str) -> None:
    assert not is_po_box(f"P.O. Box 77, {address}")


@pytest.mark.parametrize(("country", "box"), PO_BOXES)
def test_a_po_box_is_accepted_and_is_no_street_address(country: str, box: str) -> None:
    assert is_po_box(box)
    assert find_street_addresses(f"Post it to {box} with the national post.") == ()


@pytest.mark.parametrize("sentence", SILENT)
def test_a_policy_sentence_holds_no_address(sentence: str) -> None:
    assert find_street_addresses(sentence) == ()


@pytest.mark.parametrize("id", lawbook.shipped())
def test_no_article_of_a_law_is_an_address_wherever_it_is_cited(id: str) -> None:
    for article in {law.article for law in cited(id)}:
        for sentence in (f"({article}.)", f"({article}, not read in the law itself.)", f"the law, {article}: 30 days",
                         f"{article}; {article}", f"the law there ({article}) gives more", article):  # fmt: skip
            assert find_street_addresses(sentence) == (), sentence


@pytest.mark.parametrize(
    "address",
    ["CRA 23 # 24-50", "CRA 45, 12-34, BOGOTA", "CRA 45, 12\nBOGOTA", "Cra 45, 12-34", "CRA 45, 12-34, apto 502"],
)
def test_a_number_after_a_street_in_capitals_is_an_address_still(address: str) -> None:
    assert find_street_addresses(address)


def test_all_policy_sentences_together_hold_no_address() -> None:
    assert find_street_addresses("\n".join(SILENT)) == ()
    assert find_street_addresses(" ".join(SILENT)) == ()


def test_the_corpora_are_sorted_by_country_and_large_enough() -> None:
    for corpus, least in ((ADDRESSES, 80), (PO_BOXES, 60)):
        countries = [country for country, _ in corpus]
        assert countries == sorted(countries)
        assert len(set(corpus)) == len(corpus) >= least
    assert len(set(SILENT)) == len(SILENT) >= 130


@pytest.mark.parametrize(
    "text",
    [
        "P.O. Box 12, 45 Main Street, Portland",
        "P.O. Box 12 Main Street, Portland",
        "PO Box 12 45 Main Street, Portland",
        "P.O. Box 12, Rose Cottage, Mill Lane, Oxford OX1 4AA",
        "P.O. Box 12, 45 Rosewood, Portland, OR 97208",
        "Postfach 12 34, Hauptstraße 5, 50667 Köln",
        "Postfach 12, Hauptstraße, 50667 Köln",
        "BP 12, 7 rue de la Paix, 75002 Paris",
        "PMB 214, Reno, NV 89502",
        "P.O. Box 12, PMB 214, Reno, NV 89502",
        "Portland, OR 97208, USA",
        "my post box",
        "Box of 12",
        "box 12 of 30",
        "",
        "P.O. Box 12, Portland" + " " * 200,
    ],
)
def test_not_accepted_as_a_po_box(text: str) -> None:
    assert not is_po_box(text)


# One word a disguise; each must still be seen as the same street address.
DISGUISES = {
    "double spaces": "12  Main   Street",
    "full-width": "１２ Ｍａｉｎ Ｓｔｒｅｅｔ",
    "bold mathematical letters": "𝟏𝟐 𝐌𝐚𝐢𝐧 𝐒𝐭𝐫𝐞𝐞𝐭",
    "zero-width space inside a word": "12 Ma\u200bin Str\u200beet",
    "zero-width spaces for spaces": "12\u200bMain\u200bStreet",
    "soft hyphens": "12 Ma\u00adin Street",
    "word joiners": "1\u20602 Main Street",
    "right-to-left marks": "12 \u200fMain\u200f Street",
    "no-break spaces": "12\u00a0Main\u202fStreet",
    "Cyrillic look-alikes": "12 Mаіn Strееt",
    "Greek look-alikes": "12 Μain Strεet".replace("ε", "e"),
    "Markdown stars": "12 **Mai**n Street",
    "Markdown underscores": "12 _Main_ Street",
    "code marks": "`12` Main `Street`",
    "Markdown escapes": "12 Main St\\.",
    "a line break": "12 Main\nStreet",
    "Windows line breaks": "12\r\nMain\r\nStreet",
    "tabs": "12\tMain\tStreet",
    "capitals": "12 MAIN STREET",
    "small letters": "12 main street",
    "combining marks": "12 Ma\u0301i\u0308n Street",
    "a comma": "12, Main Street",
    "brackets": "(12 Main Street)",
    "another script's digits": "١٢ Main Street",
    "a letter at the number": "12b Main St.",
    "a variation selector": "12\ufe0f Main Street",
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguised_street_address_is_found(disguise: str) -> None:
    assert find_street_addresses(f"Send it to {DISGUISES[disguise]}, please.")


# What keeps the detector silent on the left must not hide the address on the right.
MASKS = {
    "month": ("on 12 May we", "12 May Street"),
    "month of another language": ("am 12 Mai", "12 Main St"),
    "month as a road": ("12 March 2026", "12 March Road"),
    "month in a street of a date": ("le 8 Mai 1945", "5 rue du 8 Mai 1945"),
    "year": ("in 2012, Main changes", "2012 Main Street"),
    "years": ("1991-1997, Main changes", "1991-1997 Main Street"),
    "unit of time": ("45 Days", "45 Day Street"),
    "reference": ("order 12", "send your order 12 Main Street"),
    "section": ("Section 12", "Section 12 Main Street"),
    "list marker": ("\n2. Court decisions", "\n2. 12 Court Street"),
    "numeric date": ("12/31/2026", "12/31/26 Main Street"),
    "date with another month": ("on 2026-12-01", "2026-12-01, 12 Main Street"),
    "telephone": ("+1 503 555 0142", "+1 503 555 0142 12 Main Street"),
    "telephone with hyphens": ("503-555-0142", "70-15 Main Street"),
    "web address": ("https://dalbit.example/12", "https://dalbit.example/,12 Main Street"),
    "e-mail": ("12help@dalbit.example", "help@dalbit.example, 12 Main Street"),
    "price": ("$12", "$5 or 12 Main Street"),
    "thousands": ("12,345 Customers", "12,345 Main Street"),
    "P.O. box": ("P.O. Box 12, Portland, OR 97208", "P.O. Box 12, 45 Main Street"),
    "P.O. box and street in one": ("P.O. Box 12", "P.O. Box 12 Main Street"),
    "short P.O. box": ("Box 12, 114 55 Stockholm", "the Box 12 Main Street"),
    "Finnish box and Polish square": ("PL 12, 00101 Helsinki", "pl. Wolności 12"),
    "postcode of Mexico": ("CP 12, 06000", "Av. Juárez 12, CP 06000 México"),
    "opening hours": ("24/7", "24/7 Main Street"),
    "fraction": ("about 12.5 Metres", "12 1/2 Main Street"),
    "Saint": ("5 St. Bernard dogs", "5 St. Bernard Street"),
    "doctor": ("2 Dr. Martens boots", "2 Martens Dr., Leeds"),
    "heading word": ("3 Easy Ways", "3 Easy Street"),
    "Korean particle": ("메일로 14일", "왕십리로 14"),
    "Korean counter": ("추가로 2개", "서울시 성동구 왕십리로 2"),
    "Korean telephone": ("전화로 1588-1234", "종로구 새문안로 158-12"),
}


@pytest.mark.parametrize("mask", MASKS)
def test_what_is_masked_is_silent_and_hides_no_address(mask: str) -> None:
    silent, address = MASKS[mask]
    assert find_street_addresses(silent) == ()
    assert find_street_addresses(address)


def test_a_match_has_its_place_in_the_original_text_and_its_rule() -> None:
    text = "Ｗrite\u200b to: 12 **Mai**n Strе\u200bet. Thanks."
    (match,) = find_street_addresses(text)
    assert text[match.start : match.end] == "12 **Mai**n Strе\u200bet."
    assert match.rule == "number and street"


def test_matches_come_in_order_and_do_not_overlap() -> None:
    text = "First 12 Main Street, Portland, OR 97208.\n\nThen Hauptstraße 5, 50667 Köln."
    first, second = find_street_addresses(text)
    assert 0 <= first.start < first.end < second.start < second.end <= len(text)


def test_nothing_is_read_across_a_blank_line() -> None:
    assert find_street_addresses("The answer is 12\n\nMain Street is busy.") == ()
    assert find_street_addresses("The answer is 12\nMain Street is busy.")


@pytest.mark.parametrize(
    "text",
    ["The Old Rectory, Upper Slaughter", "near City Mall, Pune", "45.5231, -122.6765", "twelve main street"],
)
def test_known_limits_that_the_documentation_names(text: str) -> None:
    assert find_street_addresses(text) == ()


PIECES = st.sampled_from(
    ["12 ", "Main ", "Street", ", ", "\n", "P.O. Box ", "str. ", "97208", "5", "-", "/", "길 ", "로", "구 ", "路", "号", "ถ.",
     "\u200b", "*", "\u0301", "ß", "Ⅷ", "½", "🏠", "'", "No. ", "#", "+1", "§", "@", "(", "Ａ", "\u1112\u1161", "شارع "]
)  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=120).map("".join))


@given(HOSTILE)
def test_any_text_is_read_without_a_crash_and_matches_lie_inside_it(text: str) -> None:
    for match in find_street_addresses(text) + find_private_terms(text, [HOME, text[:40]]):
        assert 0 <= match.start < match.end <= len(text)
    assert is_po_box(text) in (True, False)
    assert normalised(normalised(text)) == normalised(text)


@given(HOSTILE.filter(lambda text: "." not in text))
def test_an_address_is_found_whatever_stands_around_it(text: str) -> None:
    assert find_street_addresses(f"{text}\n\n{HOME}\n\n{text}")


@pytest.mark.parametrize(
    "piece", ["A", "1", "1-", "Aa, 1, ", "rue de ", "구 ", "一巷", "§", "*", "a@", "Str 1, ", "\u200b"]
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    with no_hang():
        find_street_addresses(text)


def test_normal_form_is_plain_words() -> None:
    assert normalised("  12-Main.  ST., Apt. No. 4 ") == "12 main street apartment 4"
    assert normalised("Hauptstraße 5") == normalised("HAUPT-STR. 5") == "haupt street 5"
    assert normalised("Ｃafé\u200b Zoë") == "cafe zoe"
    assert normalised("…") == ""


SPELLINGS = [
    "12 Main Street", "12  Main-St.", "12 MAIN ST", "12 main street", "12, Main St.", "12_main_street", "12.Main.St",
    "12MainStreet", "12mainst", "1 2 M a i n S t", "12\nMain\nStreet", "12 **Mai**n Street", "`12 Main` St",
    "１２ Ｍａｉｎ Ｓｔ", "12 Ma\u200bin St", "12 Ma\u00adin St", "12 Mаіn Strееt", "12 Máin Strëet", "𝟏𝟐 𝐌𝐚𝐢𝐧 𝐒𝐭",
    "twelve Main Street", "No. 12 Main St", "١٢ Main St", "12\u00a0Main\u00a0St", "12 / Main / St",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("carrier", ["{}", "Send it to {}, please.", "<p>{}</p>", "({})", "x: {}\n"])
def test_a_private_term_is_found_in_any_spelling(spelling: str, carrier: str) -> None:
    text = carrier.format(spelling)
    matches = find_private_terms(text, ["Nobody", HOME])
    assert matches
    assert {match.rule for match in matches} == {"private term 2"}


@pytest.mark.parametrize(
    "text",
    [
        "P.O. Box 4821, Portland, OR 97208, USA",
        "112 Main Street",
        "12 Main Stop",
        "12 Maine Street",
        "2 Main Street",
        "Main Street",
        "",
    ],
)
def test_what_only_resembles_a_private_term_is_left_alone(text: str) -> None:
    assert find_private_terms(text, [HOME]) == ()


def test_private_terms_need_no_number_and_no_latin_letters() -> None:
    assert find_private_terms("written by HONG  gil-dong", ["Hong Gil Dong"])
    assert find_private_terms("월드컵로12, 마포구", ["서울특별시 마포구 월드컵로 12"])
    assert find_private_terms("Bühlmannstr. 77", ["Buehlmannstrasse 77", "Bühlmannstrasse 77, 8001 Zürich"])
    assert find_private_terms("anything", ["", " ", "…"]) == ()


def test_a_private_term_is_placed_in_the_original_text() -> None:
    text = "See 12 **Mai**n St. today"
    assert find_private_terms(text, ["12 Main Street"]) == (Match(4, 18, "private term 1"),)
    assert text[4:18] == "12 **Mai**n St"
