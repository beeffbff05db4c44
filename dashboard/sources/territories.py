"""Read the territorial tables: communes, EPCI, EPT, départements, régions, France, and their outlines."""

import csv
import json
from pathlib import Path
from typing import Any

from dashboard.sources.columns import Row, Rows


def read_territories(folder: Path) -> Rows:
    """Return the rows of base.territoire, base.commune and base.contour."""

    def read(name: str) -> list[dict[str, Any]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file, delimiter=";")]

    communes, departements = read("communes.csv"), read("departements.csv")
    years = {d["code"]: int(d["population_annee"]) for d in departements}
    main: dict[str, dict[str, int]] = {}
    population: dict[str, int] = {}
    for commune in communes:
        people, departement = int(commune["population"] or 0), commune["departement_code"]
        for group in filter(None, (departement, commune["epci_code"], commune["ept_code"])):
            population[group] = population.get(group, 0) + people
            share = main.setdefault(group, {})
            share[departement] = share.get(departement, 0) + 1
    home = {group: max(share, key=share.__getitem__) for group, share in main.items()}
    regions = {d["region_code"]: d["region"] for d in departements}
    territories = [
        *({"code": c["code"], "nom": c["nom"], "type": "commune", "forme": None,
           "departement_code": c["departement_code"], "population": c["population"],
           "population_annee": years[c["departement_code"]] if c["population"] else None} for c in communes),
        *({"code": e["code"], "nom": e["nom"], "type": e["type"], "forme": e["forme"],
           "departement_code": home[e["code"]], "population": population[e["code"]],
           "population_annee": years[home[e["code"]]]} for e in read("epci.csv")),
        *({"code": d["code"], "nom": d["nom"], "type": "département", "forme": None, "departement_code": d["code"],
           "population": population[d["code"]], "population_annee": years[d["code"]]} for d in departements),
        *({"code": f"REG-{code}", "nom": nom, "type": "région", "forme": None, "departement_code": None,
           "population": None, "population_annee": None} for code, nom in regions.items()),
        {"code": "FR", "nom": "France", "type": "France", "forme": None, "departement_code": None,
         "population": sum(population[code] for code in years), "population_annee": max(years.values())},
    ]  # fmt: skip
    with (folder / "contours.geojsonl").open(encoding="utf-8") as file:
        contours = [_contour(line) for line in file]
    return {
        "territoire": territories,
        "commune": [{k: c[k] for k in ("code", "departement_code", "epci_code", "ept_code")} for c in communes],
        "contour": contours,
    }


def _contour(line: str) -> Row:
    head, geometry = line.rstrip().removesuffix("}").split(',"geometry":')
    known = json.loads(head + "}")
    return {"code": known["code"], "lon": known["centre"][0], "lat": known["centre"][1], "geometrie": geometry}
