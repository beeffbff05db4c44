"""Three fictitious, reproducible campaigns of the home schéma, in an archive and a file of their own."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dashboard.suivi.model import Campaign, Plan, Row
from dashboard.suivi.sheets import ACTIONS, DECISIONS, MEASURES
from dashboard.suivi.writing import write_workbook
from dashboard.vocabulary import CONFIDENCES

CAMPAIGNS = (date(2023, 6, 30), date(2024, 6, 28), date(2025, 6, 27))
SEED = 63
STEP = date(2024, 12, 31)
MEASURED = 12


def write_demonstration(archive: Path, plan: Plan) -> None:
    """Write the workbooks of the three campaigns, the same at every call."""
    source = random.Random(SEED)  # noqa: S311
    courses = {code: _course(source, plan) for code in plan.actions}
    for rank, day in enumerate(CAMPAIGNS):
        rows = {
            ACTIONS.name: tuple(_answer(code, courses[code], rank, day) for code in plan.actions if courses[code]),
            MEASURES.name: tuple(_measures(plan, rank, day)),
            DECISIONS.name: tuple(_decisions(plan, rank)),
        }
        folder = archive / plan.scheme / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        write_workbook(folder / "suivi-1.xlsx", plan, Campaign(plan.scheme, day, rows))


def _course(source: random.Random, plan: Plan) -> dict[str, Any]:
    """Return how one action goes: when it begins, how long it takes, whether it slips, stops, or is never answered."""
    if source.random() < 0.08:
        return {}
    start = plan.start + timedelta(days=source.randrange(30, 900))
    return {
        "start": start,
        "due": start + timedelta(days=source.randrange(240, 720)),
        "slip": source.choice((0, 0, 0, 45, 120, 200)),
        "stop": source.random() < 0.05,
        "block": source.random() < 0.08,
        "confidence": source.randrange(3),
        "late": source.random() < 0.3,
    }


def _answer(code: str, course: dict[str, Any], rank: int, day: date) -> Row:
    due = course["due"] + timedelta(days=course["slip"] * rank)
    begun, over = course["start"] <= day, due <= day and not course["late"]
    status = "Réalisée" if over else "En cours" if begun else "À venir"
    if begun and not over:
        status = "Abandonnée" if course["stop"] and rank == len(CAMPAIGNS) - 1 else status
        status = "Bloquée" if course["block"] else status
    elapsed = (day - course["start"]) / (due - course["start"])
    return {
        "action": code,
        "statut": status,
        "taux": 100.0 if over else float(max(0, min(95, 5 * round(20 * elapsed)))),
        "confiance": None if over else CONFIDENCES[min(course["confidence"] + (rank if course["late"] else 0), 3)],
        "debut_reel": course["start"] if begun else None,
        "fin_prevue": due,
        "fin_reelle": due if over else None,
        "commentaire": "Commentaire fictif de démonstration.",
        "prochaine_etape": None if over else "Étape fictive.",
        "decision_attendue": "Arbitrage fictif." if status == "Bloquée" else None,
        "referent": None,
    }


def _measures(plan: Plan, rank: int, day: date) -> list[Row]:
    home = next(iter(plan.territories))
    return [
        {
            "indicateur": key, "territoire": home, "date": day, "valeur": float(10 + 3 * i + (2 + i % 4) * rank),
            "cible": float(20 + 4 * i), "echeance_cible": plan.end,
            "cible_intermediaire": float(15 + 3 * i), "echeance_intermediaire": STEP,
            "source": "Valeur fictive de démonstration",
        }
        for i, key in enumerate(list(plan.indicators)[:MEASURED])
    ]  # fmt: skip


def _decisions(plan: Plan, rank: int) -> list[Row]:
    codes = list(plan.actions)
    return [
        {
            "numero": str(i + 1), "decision": f"Décision fictive n° {i + 1}", "date": CAMPAIGNS[i // 2],
            "responsable": None, "echeance": CAMPAIGNS[i // 2] + timedelta(days=180),
            "actions": tuple(dict.fromkeys(codes[(7 * i + next_) % len(codes)] for next_ in (0, 1) if codes)),
            "etat": "Close" if i // 2 < rank else "Ouverte",
        }
        for i in range(2 * rank + 2)
    ]  # fmt: skip
