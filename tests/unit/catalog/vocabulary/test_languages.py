"""Languages have a name in every interface language and are known by what metadata call them."""

import pytest

from catalog.vocabulary.languages import label, language_choices, languages, normalize_language


@pytest.mark.parametrize("tag", list(languages()))
def test_a_language_has_a_name_everywhere_and_knows_itself(tag: str) -> None:
    known = languages()[tag]
    assert all(known.label(language) for language in ("uz", "ru", "en"))
    assert normalize_language(tag) == tag
    for name in (*known.names, *known.labels.values()):
        assert normalize_language(name.upper()) == tag
    assert len(tag) <= 12
    assert not set("'‘’`") & set(known.label("uz"))


@pytest.mark.parametrize(
    ("said", "tag"),
    [("rus", "ru"), ("ru-RU", "ru"), ("Russian", "ru"), ("русский язык", "ru"), ("ruscha", "ru"),
     ("uz", "uz-Latn"), ("uzb", "uz-Latn"), ("uz_UZ", "uz-Latn"), ("uz-Cyrl-UZ", "uz-Cyrl"), ("o‘zbek tili", "uz-Latn"),
     ("Ўзбек тили", "uz-Cyrl"), ("eng", "en"), ("en-GB", "en"), ("ger", "de"), ("deu", "de"), ("fre", "fr"),
     ("per", "fa"), ("mul", "mul"), ("tlh", ""), ("", ""), ("-", ""), ("x-default", "")],
)  # fmt: skip
def test_metadata_are_understood(said: str, tag: str) -> None:
    assert normalize_language(said) == tag


def test_choices_offer_every_language_once() -> None:
    offered = language_choices("ru")
    assert len(dict(offered)) == len(offered) == len(languages())
    assert dict(offered)["uz-Cyrl"] == "узбекский (кириллица)"


def test_an_unknown_tag_is_its_own_name() -> None:
    assert label("tlh", "en") == "tlh"
    assert label("uz-Cyrl", "ru") == "узбекский (кириллица)"
