"""Which attribute of a boundary file is what: COD-AB new and legacy, Natural Earth, geoBoundaries, GADM, or stated by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.foundation.languages import BY_CODE

# Codes of languages as the columns of the legacy layout and of Natural Earth end.
# The program's own languages, and others in which national boundary sets have names.
_LANGUAGE_ENDINGS = (*BY_CODE, "pt", "so", "sw")
_NAMES = ("name", "nom", "nombre", "area_name", "name_en")
_COD_CODE = re.compile(r"adm(?:in)?([0-5])_?pcode?")


@dataclass(frozen=True, slots=True)
class BoundaryColumns:
    """Headings by what they hold; "" where the layer lacks it.

    Attributes
    ----------
    schema : str
        ``cod_ab``, ``cod_ab_legacy``, ``natural_earth``, ``geoboundaries``, ``gadm``, ``own``, or ``named`` where there is no code.
    level : int | None
        Level of all features; None where a column or a person has to say.
    names : Mapping[str, str]
        Heading by language code.
    languages : Mapping[str, str]
        For COD-AB: the column that says in which language a name column is, by the name column's heading.
    """

    schema: str
    code: str
    name: str
    level: int | None
    parent: str = ""
    level_column: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    valid_on: str = ""
    valid_to: str = ""
    displaced_share: str = ""

    @property
    def used(self) -> tuple[str, ...]:
        """All headings that are read."""
        several = (*self.names.values(), *self.languages, *self.languages.values())
        single = (self.code, self.name, self.parent, self.level_column, self.version, self.valid_on, self.valid_to)
        return tuple(h for h in (*single, self.displaced_share, *several) if h)


def boundary_columns(layer: Layer, options: ReadOptions, file: str, names_will_do: bool = False) -> BoundaryColumns:
    """Recognise the layout of a boundary layer.

    Parameters
    ----------
    names_will_do : bool
        Whether a layer without codes may be told by its names; what it then gives has no ``code``.

    Raises
    ------
    KnownError
        ``areas.no_code`` where no column can serve as the areas' code; ``mapping.column_unknown`` for a stated one.
    """
    for heading in options.columns.values():
        if heading not in layer.headings:
            raise KnownError("mapping.column_unknown", file=file, column=heading, columns=list(layer.headings[:40]))
    keys = {heading_key(h): h for h in reversed(layer.headings)}
    found = _cod_ab(keys, options.level) or _natural_earth(keys) or _others(keys)
    if options.columns:
        found = _stated(found, options.columns)
    if (found is None or not found.code) and names_will_do:
        found = _only_named(keys, found)
    if found is None or not found.name or not (found.code or names_will_do):
        raise KnownError("areas.no_code", file=file, layer=layer.name, columns=list(layer.headings[:40]))
    return found


def _stated(found: BoundaryColumns | None, columns: Mapping[str, str]) -> BoundaryColumns:
    base = found or BoundaryColumns("own", "", "", None)
    return BoundaryColumns(
        schema="own",
        code=columns.get("code", base.code),
        name=columns.get("name", base.name),
        level=None if "level" in columns else base.level,
        parent=columns.get("parent", base.parent),
        level_column=columns.get("level", base.level_column),
        names=base.names,
        languages=base.languages,
        version=base.version,
        valid_on=base.valid_on,
        valid_to=base.valid_to,
        displaced_share=columns.get("displaced_share", base.displaced_share),
    )


def _only_named(keys: Mapping[str, str], found: BoundaryColumns | None) -> BoundaryColumns | None:
    name = found.name if found is not None and found.name else next((keys[k] for k in _NAMES if k in keys), "")
    if not name:
        return None
    if found is not None:
        return replace(found, name=name)
    level_column = next((keys[k] for k in ("level", "admin_level", "adm_level") if k in keys), "")
    return BoundaryColumns("named", "", name, None, level_column=level_column)


def _cod_ab(keys: Mapping[str, str], wanted: int | None) -> BoundaryColumns | None:
    levels = sorted(int(m[1]) for m in map(_COD_CODE.fullmatch, keys) if m)
    if not levels:
        return None
    level = wanted if wanted in levels else levels[-1]
    by_level = {int(m[1]): keys[k] for k, m in ((k, _COD_CODE.fullmatch(k)) for k in keys) if m}
    prefix = f"adm{level}_"
    legacy = {
        language: keys[f"{stem}{level}_{language}"]
        for language in _LANGUAGE_ENDINGS
        for stem in ("adm", "admin", "adm_")
        if f"{stem}{level}_{language}" in keys
    }
    common = {
        "code": by_level[level],
        "level": level,
        "parent": by_level.get(level - 1, ""),
        "version": next((keys[k] for k in ("version", "cod_version") if k in keys), ""),
        "valid_on": next((keys[k] for k in ("valid_on", "validon", "date") if k in keys), ""),
        "valid_to": next((keys[k] for k in ("valid_to", "validto") if k in keys), ""),
    }
    if f"{prefix}name" in keys:
        languages = {
            keys[prefix + name]: keys[lang]
            for name, lang in (("name", "lang"), ("name1", "lang1"), ("name2", "lang2"), ("name3", "lang3"))
            if prefix + name in keys and lang in keys
        }
        return BoundaryColumns(schema="cod_ab", name=keys[f"{prefix}name"], languages=languages, **common)  # type: ignore[arg-type]
    name = next(iter(legacy.values()), keys.get(f"{prefix}ref", keys.get(f"{prefix}ref_name", "")))
    return BoundaryColumns(schema="cod_ab_legacy", name=name, names=legacy, **common)  # type: ignore[arg-type]


def _natural_earth(keys: Mapping[str, str]) -> BoundaryColumns | None:
    if "iso_3166_2" not in keys or "name" not in keys:
        return None
    names = {language: keys[f"name_{language}"] for language in _LANGUAGE_ENDINGS if f"name_{language}" in keys}
    # Natural Earth itself says no version; the starters that are made of it do.
    return BoundaryColumns("natural_earth", keys["iso_3166_2"], keys["name"], 1, names=names, version=keys.get("version", ""))


def _others(keys: Mapping[str, str]) -> BoundaryColumns | None:
    if "shapename" in keys and "shapeid" in keys:
        return BoundaryColumns("geoboundaries", keys["shapeid"], keys["shapename"], None, level_column=keys.get("shapetype", ""))
    gadm = [n for n in range(5, -1, -1) if f"gid_{n}" in keys and f"name_{n}" in keys]
    if gadm:
        level = gadm[0]
        return BoundaryColumns("gadm", keys[f"gid_{level}"], keys[f"name_{level}"], level, keys.get(f"gid_{level - 1}", ""))
    code = next((keys[k] for k in ("code", "pcode", "p_code", "area_code", "id") if k in keys), "")
    name = next((keys[k] for k in _NAMES if k in keys), "")
    if not code or not name:
        return None
    return BoundaryColumns(
        "own",
        code,
        name,
        None,
        parent=next((keys[k] for k in ("parent", "parent_code", "parent_pcode") if k in keys), ""),
        level_column=next((keys[k] for k in ("level", "admin_level", "adm_level") if k in keys), ""),
        names={language: keys[f"name_{language}"] for language in _LANGUAGE_ENDINGS if f"name_{language}" in keys},
        version=keys.get("version", ""),
        valid_on=keys.get("valid_on", ""),
        valid_to=keys.get("valid_to", ""),
        displaced_share=keys.get("displaced_share", keys.get("idp_share", "")),
    )
