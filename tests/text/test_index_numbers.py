from __future__ import annotations

import pytest

from policy_library.text.index_numbers import IndexNumber, check, credit_check, organisation_check


@pytest.mark.parametrize(
    "text",
    [
        "002421191K",
        "002421191K/2024",
        "002421191K/2024-25",
        "002421191K/24-00025",
        "2421191K/2024-00025",
        "沪交办〔2024〕323号",
        "",
        "/2024-00025",
    ],
)
def test_this_is_no_index_number(text: str) -> None:
    assert IndexNumber.parse(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("002421191K/2024-00025", "002421191K/2024-00025"),
        ("００２４２１１９１Ｋ／２０２４－００025", "002421191K/2024-00025"),
        (" 002421191k / 2024-00025 ", "002421191K/2024-00025"),
        ("000014349/2024-00001", "000014349/2024-00001"),
        ("00001434-9/2024-00001", "000014349/2024-00001"),
        ("11310000002421191K/2024-00025", "11310000002421191K/2024-00025"),
    ],
)
def test_an_index_number_has_one_form(text: str, number: str) -> None:
    assert str(IndexNumber.parse(text)) == number
    assert str(IndexNumber.parse(number)) == number


# prefix → scheme, what held, what failed, what could not be computed
PREFIXES = [
    ("000014349", "organisation-code", ["GB 11714"], [], []),
    ("00247551X", "organisation-code", ["GB 11714"], [], []),
    ("000014348", "organisation-code", [], ["GB 11714"], []),
    ("002421191K", "credit-code-tail", ["GB 11714"], [], ["GB 32100"]),
    ("002421181K", "credit-code-tail", [], ["GB 11714"], ["GB 32100"]),
    ("11310000002421191K", "credit-code", ["GB 11714", "GB 32100"], [], []),
    ("11310000002421191L", "credit-code", ["GB 11714"], ["GB 32100"], []),
    ("11310000002421181K", "credit-code", [], ["GB 11714", "GB 32100"], []),
    (
        "1131000000242119IK",
        "credit-code",
        [],
        ["GB 11714", "GB 32100"],
        [],
    ),  # I is no character of a credit code
]


@pytest.mark.parametrize(("prefix", "scheme", "held", "failed", "unchecked"), PREFIXES)
def test_check_characters(
    prefix: str, scheme: str, held: list[str], failed: list[str], unchecked: list[str]
) -> None:
    result = check(prefix)
    assert (result.scheme, list(result.held), list(result.failed), list(result.unchecked)) == (
        scheme,
        held,
        failed,
        unchecked,
    )
    assert result.valid == (not failed)


@pytest.mark.parametrize("prefix", ["", "12345678", "12345678901", "沪交办0000000", "1234567890123456789"])
def test_a_prefix_of_another_scheme_is_not_judged(prefix: str) -> None:
    assert check(prefix).scheme is None
    assert not check(prefix).valid


def test_check_characters_are_computed() -> None:
    assert organisation_check("00001434") == "9"
    assert organisation_check("00247551") == "X"
    assert credit_check("11310000002421191") == "K"
