"""The policy file: read, checked, compared, changed without writing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.assets import asset
from mrm_desktop.scoring import Policy, diff_policies, load_policy, parse_policy

SHIPPED = asset("data", "reference", "policy.toml").read_bytes()


def test_checksum_is_that_of_the_bytes(policy: Policy) -> None:
    assert policy.checksum == hashlib.sha256(SHIPPED).hexdigest()
    assert policy.text.encode() == SHIPPED
    assert policy.stamp.checksum == policy.checksum


def test_every_parameter_says_what_it_is(policy: Policy) -> None:
    for path, parameter in policy.parameters.items():
        assert parameter.note.endswith("."), path
        assert parameter.source.startswith("METHOD "), path
        assert "[P]" in parameter.source or "[F]" in parameter.source, path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("gates.stale_after_days", 90),
        ("gates.imminent_hours", 72),
        ("acceptance.half_life_days", 180),
        ("acceptance.source_cap", 100),
        ("acceptance.prior_mean", 0.4),
        ("acceptance.prior_mass", 4),
        ("acceptance.z", 1.28),
        ("adequacy.total_mass", 20),
        ("adequacy.stratum_mass", 8),
        ("adequacy.displaced_share", 0.1),
        ("tolerance.half_life_days", 60),
        ("robustness.draws", 2000),
        ("robustness.weight_concentration", 25),
        ("robustness.lower_from_share", 0.3),
        ("robustness.hysteresis_points", 3),
        ("trips.no_go_km", 10),
        ("trips.no_go_days", 7),
        ("trips.wait_km", 10),
        ("trips.wait_days", 30),
        ("trips.lifted_by", "country_director"),
    ],
)
def test_numbers_of_the_method(policy: Policy, path: str, value: float | str) -> None:
    assert policy.parameters[path].value == value


LEAVING = "[gates.leaving_days]\nvalue = 30\n"


def replaced(old: str, new: str) -> bytes:
    text = SHIPPED.decode()
    assert text.count(old) == 1, old
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        (b"\xff\xfe", "policy.not_toml", ""),
        (b"[policy", "policy.not_toml", ""),
        (b"", "policy.head_missing", "policy"),
        (replaced('format = "mrm-policy/2"', 'format = "mrm-policy/3"'), "policy.wrong_format", "mrm-policy/3"),
        (replaced('version = "2.0.0"', 'version = ""'), "policy.head_missing", "version"),
        (replaced('version = "2.0.0"', 'version = "2.0.0"\nauthor = "x"'), "policy.unknown_key", "author"),
        (replaced("[gates.stale_after_days]", "[gates.stale_days]"), "policy.unknown_parameter", "gates.stale_days"),
        (replaced("[acceptance.z]", "[accept.z]"), "policy.unknown_parameter", "accept"),
        (SHIPPED + b"\n[index.colour]\nvalue = 1\n", "policy.unknown_parameter", "index.colour"),
        (replaced(LEAVING, f"{LEAVING}colour = 1\n"), "policy.unknown_key", "colour"),
        (replaced(LEAVING, "[gates.leaving_days]\n"), "policy.key_missing", "gates.leaving_days"),
        (replaced(LEAVING, LEAVING.replace("30", "true")), "policy.wrong_type", "gates.leaving_days"),
        (replaced(LEAVING, LEAVING.replace("30", "30.5")), "policy.wrong_type", "gates.leaving_days"),
        (replaced(LEAVING, LEAVING.replace("30", "nan")), "policy.wrong_type", "gates.leaving_days"),
        (replaced(LEAVING, LEAVING.replace("30", "-1")), "policy.out_of_range", "gates.leaving_days"),
        (
            replaced(
                'value = 1.28\nunit = "standard deviations"\nrange = [0, 4]',
                'value = 1.28\nunit = "standard deviations"\nrange = [-1, 4]',
            ),
            "policy.out_of_range",
            "acceptance.z.range",
        ),
        (replaced('value = "civilian_channel"', 'value = "phone"'), "policy.unknown_word", "phone"),
        (replaced("D = 0.3, E = 0.0", "D = 0.3, X = 0.0"), "policy.unknown_key", "X"),
        (
            replaced("acceptance = 0.30, tolerance = 0.30", "acceptance = 0.40, tolerance = 0.30"),
            "policy.weights_sum",
            "index.weights",
        ),
        (replaced("index = 50.0", "index = 75.0"), "policy.not_monotone", "bands.*.index"),
        (replaced('ceiling = "liaison"', 'ceiling = "civilian_channel"'), "policy.not_monotone", "bands.*.ceiling"),
        (replaced("index = 0.0, acceptance = 0.0", "index = 5.0, acceptance = 0.0"), "policy.not_monotone", "bands.adverse"),
        (
            replaced("value = [1.0, 0.7, 0.4, 0.15]", "value = [1.0, 0.7, 0.4]"),
            "policy.lengths_differ",
            "capability.response_value",
        ),
        (replaced("value = [2.0, 6.0, 24.0]", "value = [6.0, 2.0, 24.0]"), "policy.not_monotone", "capability.response_hours"),
        (
            replaced("tolerant = 0.75, wary = 0.5, hostile", "tolerant = 0.45, wary = 0.5, hostile"),
            "policy.not_monotone",
            "tolerance.stances",
        ),
        (
            replaced('["low", "low", "low", "medium", "medium"]', '["low", "low", "low", "medium", "low"]'),
            "policy.not_monotone",
            "risk.matrix",
        ),
        (replaced('["low", "low", "low", "medium", "medium"],', ""), "policy.wrong_type", "risk.matrix"),
        (replaced('"unacceptable"],', '"impossible"],'), "policy.unknown_word", "impossible"),
        (replaced("[trips.no_go_km]\nvalue = 10.0", "[trips.no_go_km]\nvalue = 0"), "policy.out_of_range", "trips.no_go_km"),
        (replaced("[trips.no_go_days]\nvalue = 7", "[trips.no_go_days]\nvalue = 7.5"), "policy.wrong_type", "trips.no_go_days"),
        (replaced('"AWSD", ', '"", '), "policy.wrong_type", "trips.attack_sources"),
    ],
)
def test_a_wrong_policy_names_what_is_wrong(content: bytes, code: str, named: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_policy(content)
    assert caught.value.code == code
    assert named in str(dict(caught.value.params))


def test_a_file_of_ones_own(tmp_path: Path, policy: Policy) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(replaced(LEAVING, LEAVING.replace("30", "60")).replace(b"reference policy", b"of an organisation"))
    found = load_policy(own)
    assert found.gates.leaving_days == 60
    assert found.checksum != policy.checksum
    assert [(d.path, d.before, d.after) for d in diff_policies(policy, found)] == [("gates.leaving_days", 30, 60)]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"policy\.not_readable"):
        load_policy(tmp_path / "none.toml")


class TestWithValues:
    def test_nothing_is_written(self, policy: Policy) -> None:
        other = policy.with_values({"acceptance.z": 2.0})
        assert (policy.acceptance.z, other.acceptance.z) == (1.28, 2.0)
        assert load_policy().acceptance.z == 1.28

    def test_the_checksum_tells_them_apart(self, policy: Policy) -> None:
        one, two = policy.with_values({"acceptance.z": 2.0}), policy.with_values({"acceptance.z": 2.1})
        assert len({policy.checksum, one.checksum, two.checksum}) == 3
        assert policy.with_values({"acceptance.z": 1.28}).checksum == policy.checksum

    def test_one_entry_of_a_table(self, policy: Policy) -> None:
        assert policy.with_values({"bands.conditional.tolerance": 0.55}).bands.conditional.tolerance == 0.55

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"acceptance.q": 1}, "policy.unknown_parameter"),
            ({"bands.conditional.colour": 1}, "policy.unknown_parameter"),
            ({"nothing": 1}, "policy.unknown_parameter"),
            ({"acceptance.z": 99}, "policy.out_of_range"),
            ({"acceptance.z": "wide"}, "policy.wrong_type"),
            ({"index.weights.acceptance": 0.5}, "policy.weights_sum"),
        ],
    )
    def test_checked_like_a_file(self, policy: Policy, changes: dict[str, object], code: str) -> None:
        with pytest.raises(KnownError) as caught:
            policy.with_values(changes)
        assert caught.value.code == code
