"""Read the vocabulary of the filters from the database, again when its file is replaced."""

from datetime import date
from functools import lru_cache
from typing import Any

from dashboard.db import KEPT, Database
from dashboard.vocabulary import Fiche, Level, Node, Scheme, Vocabulary, slug


class CurrentVocabulary:
    """The vocabulary of the version of the file that is asked."""

    def __init__(self, db: Database, committee: date | None = None) -> None:
        self._db = db
        self._read = lru_cache(KEPT)(lambda _: read_vocabulary(db, committee))
        self()

    def __call__(self) -> Vocabulary:
        """Return it, read once for each version."""
        return self._read(self._db.identity())


def read_vocabulary(db: Database, committee: date | None = None) -> Vocabulary:
    """Return every schéma of the file with its levels, nodes, organisations, territories, choices and campaigns.

    `committee` is the day of the next comité.
    """
    tables = {
        name: db.frame(f"meta/{name}").to_dict("records")
        for name in (
            "schemas",
            "niveaux",
            "noeuds",
            "fiches",
            "pilotes",
            "territoires",
            "indicateurs",
            "cartes",
            "actions",
            "campagnes",
        )
    }

    def of(name: str, scheme_id: str) -> list[dict[Any, Any]]:
        return [row for row in tables[name] if row["schema_id"] == scheme_id]

    schemes: dict[str, Scheme] = {}
    for row in tables["schemas"]:
        key = row["schema_id"]
        schemes[key] = Scheme(
            id=key,
            title=row["titre"],
            departement_code=row["departement_code"],
            departement=row["departement"],
            start=date(row["annee_debut"], 1, 1),
            end=date(row["annee_fin"], 12, 31),
            limits=row["limites"],
            source=row["source"],
            levels=tuple(Level(n["rang"], slug(n["type"]), n["libelle"], n["pluriel"]) for n in of("niveaux", key)),
            nodes=tuple(
                Node(n["noeud_id"], n["parent_id"] or None, n["niveau"], n["code"], n["titre"])
                for n in of("noeuds", key)
            ),
            fiche_word=row["mot_fiche"],
            fiches=tuple(
                Fiche(f["objet"], f["adresse"], f["code"], f["titre"], f["noeud_id"]) for f in of("fiches", key)
            ),
            tells_nature=row["dit_nature"],
            territory_word=row["mot_territoire"],
            organisations={o["organisme_cle"]: o["organisme"] for o in of("pilotes", key)},
            territories={t["code"]: t["nom"] for t in of("territoires", key)},
            indicators={i["indicateur_id"]: i["libelle"] for i in of("indicateurs", key)},
            maps={c["cle"]: c["libelle"] for c in of("cartes", key)},
            holders={a["code"]: a["fiche_objet"] for a in of("actions", key)},
            campaigns=tuple(c["campagne"].date() for c in of("campagnes", key)),
            printed=frozenset(c["campagne"].date() for c in of("campagnes", key) if c["origine"] == "document"),
            silent=frozenset(c["campagne"].date() for c in of("campagnes", key) if not c["statuts"]),
            prints_progress=row["dit_avancement"],
            committee=committee,
            home=not schemes,
            actions=row["actions"],
        )
    return Vocabulary(schemes)
