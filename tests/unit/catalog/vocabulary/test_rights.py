"""Rights statements are complete, in three languages, and found by address."""

from urllib.parse import urlsplit

import pytest

from catalog.vocabulary.rights import CHOICES, RightsUnknown, Tone, rights, rights_by_uri, statements

RIGHTS_STATEMENTS_ORG = {
    "InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "UND", "NKC",
}  # fmt: skip
CREATIVE_COMMONS = {
    "CC0-1.0", "PDM-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-SA-4.0",
    "CC-BY-NC-ND-4.0",
}  # fmt: skip


def test_both_vocabularies_are_whole() -> None:
    assert set(statements()) == RIGHTS_STATEMENTS_ORG | CREATIVE_COMMONS
    assert [code for code, _ in CHOICES] == list(statements())


@pytest.mark.parametrize("code", sorted(RIGHTS_STATEMENTS_ORG | CREATIVE_COMMONS))
def test_a_statement_is_worded_in_every_language(code: str) -> None:
    statement = rights(code)
    for language in ("uz", "ru", "en"):
        assert statement.label(language)
        assert statement.summary(language).endswith(".")
        assert statement.summary(language) != statement.label(language)
    assert len({statement.summary(language) for language in ("uz", "ru", "en")}) == 3
    assert not set("'‘’`") & set(statement.label("uz") + statement.summary("uz"))
    assert urlsplit(statement.uri).netloc in {"rightsstatements.org", "creativecommons.org"}
    assert len(code) <= 20


def test_tones_follow_what_is_allowed() -> None:
    assert rights("PDM-1.0").tone is Tone.FREE
    assert rights("InC-EDU").tone is Tone.ON_CONDITION
    assert rights("InC").tone is Tone.CLOSED
    assert {tone.value for tone in Tone} == {"green", "ochre", "wax"}


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("http://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("https://www.creativecommons.org/licenses/by-nc/4.0/deed.ru", "CC-BY-NC-4.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/legalcode", "PDM-1.0"),
        ("http://rightsstatements.org/page/InC-EDU/1.0/?language=en", "InC-EDU"),
        ("https://rightsstatements.org/vocab/InC/1.0/", "InC"),
    ],
)
def test_a_statement_is_found_by_its_address_as_files_write_it(uri: str, code: str) -> None:
    found = rights_by_uri(uri)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "uri", ["", "https://creativecommons.org/licenses/by/3.0/", "https://example.com/", "http://["]
)
def test_another_address_is_no_statement(uri: str) -> None:
    assert rights_by_uri(uri) is None


def test_an_unknown_code_has_its_own_error() -> None:
    with pytest.raises(RightsUnknown):
        rights("CC-BY")


def test_interface_variants_get_their_language_and_strangers_english() -> None:
    statement = rights("InC")
    assert statement.label("uz-cyrl") == statement.label("uz")
    assert statement.label("de") == statement.label("en")
