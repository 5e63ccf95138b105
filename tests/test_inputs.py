"""The way in: what is read from where, what is refused, and that every finding stands at its place."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from policy_gen.durations import Duration, Event, Unit
from policy_gen.findings import Finding, Refused
from policy_gen.pages.formats import Style
from policy_gen.provenance import Answer, Fact
from policy_gen.rim import inputs
from tests.shops import ALIEXPRESS, LANGUAGES, STORE, SUPPLIER, shop, written

LONG = Duration(45, 45, Unit.DAYS, Event.DELIVERY)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(answers: Any, folder: str = ".") -> inputs.Inputs:
    Path(folder).mkdir(parents=True, exist_ok=True)
    return inputs.load(written(answers, Path(folder)), {})


def refused(answers: Any) -> list[Finding]:
    with pytest.raises(Refused) as error:
        load(answers)
    return list(error.value.findings)


def codes(answers: Any) -> list[str]:
    return [found.code for found in refused(answers)]


def place_of(found: Finding, folder: str = ".") -> str:
    """The text that a finding points at."""
    span = found.spans[0]
    line = (Path(folder) / span.file).read_text("utf-8").splitlines()[span.line - 1]
    return line[span.column - 1 : span.end - 1]


def own_profile(place: str, name: str = "Moonlight Goods", days: int = 45) -> None:
    text = ALIEXPRESS.read_text("utf-8").replace("name: AliExpress\n", f"name: {name}\n")
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    Path(place).write_text(text.replace("15 days after receipt confirmed", f"{days} days after delivery"), "utf-8")


def damaged(read: inputs.Inputs) -> Any:
    """The supplier's own window for damaged goods."""
    (supplier,) = read.terms.groups[None]
    return next(case.terms["report_within"] for reason, cases in supplier.returns.items() for case in cases
                if reason == "damaged")  # fmt: skip


# --- The questionnaire -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "filed"),
    [("shop.yaml", "shop"), ("shop.yml", "shop"), ("a.b.yaml", "a.b"), ("shop", "shop"), ("shop.txt", "shop.txt")],
)
def test_pages_are_filed_under_the_name_of_the_questionnaire(name: str, filed: str) -> None:
    assert inputs.name_of(Path("somewhere") / name) == filed


def test_a_questionnaire_has_its_languages_and_english_if_it_names_none() -> None:
    assert load(shop()).languages == ("en",)
    assert load(shop(languages=["ko", "en"])).languages == ("ko", "en")


def test_the_texts_of_all_files_that_were_read_are_kept_for_the_report() -> None:
    texts: dict[str, str] = {}
    place = written({"store": STORE, "supplier": "aliexpress"}, Path())
    inputs.load(place, texts)
    assert texts["shop.yaml"] == place.read_text("utf-8")
    assert texts["supplier_profiles/aliexpress.yaml"] == ALIEXPRESS.read_text("utf-8")


def test_the_text_of_a_file_that_is_refused_is_kept_too() -> None:
    texts: dict[str, str] = {}
    Path("bad.yaml").write_text("store: [\n", "utf-8")
    with pytest.raises(Refused):
        inputs.load(Path("bad.yaml"), texts)
    assert texts == {"bad.yaml": "store: [\n"}


def test_every_answer_knows_its_place() -> None:
    read = load(shop())
    origin = read.terms.store.email.origin
    assert isinstance(origin, Answer)
    assert origin.key == "store.email"
    assert place_of(Finding("X", None, "", "", (origin.span,))) == '"help@dalbit.example"'  # type: ignore[arg-type]


def test_what_is_missing_is_placed_at_the_mapping_that_lacks_it() -> None:
    (found,) = refused({"store": {"name": "Dalbit Living", "website": "https://dalbit.example"}, "supplier": SUPPLIER})
    assert (found.code, place_of(found)) == ("ANS002", '"store"')


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = shop(store={**STORE, "email": "nobody"}, effective="soon", extra=1)
    assert sorted(codes(wrong)) == ["ANS001", "ANS003", "ANS003"]


def test_all_that_is_wrong_with_the_languages_is_told_at_once() -> None:
    found = refused(shop(languages=["en", "tlh", "en"]))
    assert [one.code for one in found] == ["ANS003", "ANS005"]
    assert [place_of(one) for one in found] == ['"tlh"', '"en"']
    assert ", ".join(LANGUAGES) in found[0].help


@pytest.mark.parametrize("languages", [[], "en", None])
def test_languages_are_a_list_with_one_in_it(languages: Any) -> None:
    assert codes(shop(languages=languages)) == ["ANS003"]


# --- Street addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(inputs.ADDRESS_KEYS))
@pytest.mark.parametrize("where", ["", "store", "supplier", "promise"])
def test_no_question_takes_a_street_address(key: str, where: str) -> None:
    answers = shop(promise={})
    answers |= {where: {**answers[where], key: "somewhere"}} if where else {key: "somewhere"}
    (found,) = refused(answers)
    assert found.code == "ADR001"
    assert place_of(found) == f'"{key}"'
    assert "somewhere" not in found.message + found.help
    assert "store.po_box" in found.help
    assert "store.physical_store.address" in found.help


def test_an_address_deep_in_a_list_is_found_too() -> None:
    assert "ADR001" in codes(shop(languages=["en", {"address": "somewhere"}]))


def test_only_a_declared_shop_has_an_address() -> None:
    read = load(shop(store={**STORE, "physical_store": {"address": "12 Main Street, Portland, OR 97208"}}))
    assert read.terms.store.physical_store
    assert read.terms.store.physical_store.address.sure == "12 Main Street, Portland, OR 97208"


# --- The supplier's profile --------------------------------------------------------------------------------


def test_a_profile_is_looked_for_beside_the_questionnaire_first() -> None:
    own_profile("stores/supplier_profiles/aliexpress.yaml")
    assert damaged(load({"store": STORE, "supplier": "aliexpress"}, "stores")).value == LONG
    assert damaged(load({"store": STORE, "supplier": "aliexpress"}, "others")).value != LONG


@pytest.mark.parametrize(
    "name", ["suppliers/moonlight.yaml", "moonlight.yaml", "./moonlight.yaml", "../moonlight.yaml"]
)
def test_a_path_starts_at_the_questionnaires_folder(name: str) -> None:
    own_profile(f"stores/{name}")
    read = load({"store": STORE, "supplier": name}, "stores")
    assert damaged(read).value == LONG
    assert isinstance(damaged(read).origin, Fact)
    assert damaged(read).origin.supplier == "moonlight"


def test_a_path_can_be_corrected_like_a_name() -> None:
    own_profile("moonlight.yaml")
    answers = {"profile": "moonlight.yaml", "returns": {"report_within": {"damaged": "20 days after delivery"}}}
    window = damaged(load({"store": STORE, "supplier": answers}))
    assert str(window.value) == "20 days after delivery"
    assert isinstance(window.origin, Answer)
    assert window.replaced.value == LONG


def test_a_name_that_no_profile_has_is_placed_and_gets_the_nearest() -> None:
    own_profile("supplier_profiles/moonlight.yaml")
    (near,) = refused({"store": STORE, "supplier": "moonligt"})
    assert (near.code, near.help, place_of(near)) == ("SUP001", "write `moonlight`", '"moonligt"')
    (far,) = refused({"store": STORE, "supplier": {"profile": "zzz"}})
    assert (far.code, place_of(far)) == ("SUP001", '"zzz"')
    assert "aliexpress, " in far.help
    assert "moonlight" in far.help


def test_a_profile_that_cannot_be_read_is_told_where_it_is_named() -> None:
    Path("pipe.yaml").mkdir()
    (found,) = refused({"store": STORE, "supplier": "pipe.yaml"})
    assert (found.code, place_of(found)) == ("YML001", '"pipe.yaml"')
    assert "is a folder" in found.message


def test_what_is_wrong_in_a_profile_is_told_in_the_profile() -> None:
    own_profile("moonlight.yaml")
    text = Path("moonlight.yaml").read_text("utf-8")
    Path("moonlight.yaml").write_text(text.replace("schema: 1", "schema: 2"), "utf-8")
    (found,) = refused({"store": STORE, "supplier": "moonlight.yaml"})
    assert found.spans[0].file == "moonlight.yaml"
    assert place_of(found) == "2"


def test_the_shipped_profiles_are_shown_without_the_folder_that_they_lie_in() -> None:
    read = load({"store": STORE, "supplier": "aliexpress"})
    assert damaged(read).origin.span.file == "supplier_profiles/aliexpress.yaml"


def test_a_link_to_a_profile_is_not_followed() -> None:
    own_profile("real.yaml")
    Path("supplier_profiles").mkdir()
    Path("supplier_profiles/mine.yaml").symlink_to(Path("real.yaml").absolute())
    (found,) = refused({"store": STORE, "supplier": "mine"})
    assert found.code == "YML001"
    assert "symbolic link" in found.message


# --- What ships with the tool ------------------------------------------------------------------------------


def test_languages_are_those_that_have_words() -> None:
    assert list(LANGUAGES) == sorted(LANGUAGES)
    for code in LANGUAGES:
        assert inputs.words(code).code == code
        assert inputs.words(code).labels["title"]
        assert inputs.words(code).templates


def test_the_style_of_the_pages_is_there() -> None:
    look = inputs.style()
    assert isinstance(look, Style)
    assert "<html" in look.page
    assert "{" in look.screen
    assert "{" in look.print


def test_reading_leaves_no_trace_in_the_folder() -> None:
    shutil.copy(written(shop(), Path()), "copy.yaml")
    before = sorted(path.name for path in Path().iterdir())
    load(shop())
    assert sorted(path.name for path in Path().iterdir()) == before
