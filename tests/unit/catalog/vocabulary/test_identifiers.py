"""A permanent id survives being read aloud and typed, and a slip is caught."""

from itertools import combinations
from random import Random

import pytest

from catalog.vocabulary.identifiers import ALPHABET, PidNotValid, display_pid, new_pid, normalize_pid

SAMPLE = [new_pid(Random(seed)) for seed in range(12)] + ["000000000"]


@pytest.mark.parametrize("pid", SAMPLE)
def test_every_wrong_character_is_caught(pid: str) -> None:
    for place in range(len(pid)):
        for character in ALPHABET:
            if character != pid[place]:
                with pytest.raises(PidNotValid):
                    normalize_pid(pid[:place] + character + pid[place + 1 :])


def test_every_swap_of_any_two_differing_characters_is_caught() -> None:
    random = Random(2026)
    for _ in range(200):
        pid = new_pid(random)
        for first, second in combinations(range(len(pid)), 2):
            if pid[first] != pid[second]:
                swapped = list(pid)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                with pytest.raises(PidNotValid):
                    normalize_pid("".join(swapped))


@pytest.mark.parametrize("pid", SAMPLE)
def test_an_id_is_known_however_it_is_typed(pid: str) -> None:
    spoken = display_pid(pid).replace("0", "O").replace("1", "l").lower()
    assert normalize_pid(f"  {spoken} ") == pid


def test_ids_are_safe_in_addresses_and_do_not_repeat() -> None:
    random = Random(7)
    made = [new_pid(random) for _ in range(20_000)]
    assert len(set(made)) == len(made)
    assert all(len(pid) == 9 and set(pid) <= set(ALPHABET) for pid in made)
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("text", ["", "K7QX", "K7QX-93MC-44", "K7QX-93MC-U", "К7QX93MC4", "../../etc", "%00"])
def test_what_is_no_id_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(PidNotValid) as caught:
        normalize_pid(text)
    assert f"“{text}”" in str(caught.value)
