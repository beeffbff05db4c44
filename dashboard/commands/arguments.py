"""The words of the command line, in French: commands, options, help and refusals."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from dashboard.commands import runs
from dashboard.errors import RequestRefusedError
from dashboard.settings import PLACES, ROOT, Settings


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose help and refusals are in French."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._optionals.title = "options"
        self.add_argument("-h", "--help", "--aide", action="help", help="afficher cette aide")

    def error(self, message: str) -> NoReturn:
        del message  # in English
        words = " ".join(sys.argv[1:])
        self.exit(2, f"Commande incomprise : « {words} ». Aide : {PLACES.command} --help\n")


def parser(settings: Settings) -> argparse.ArgumentParser:
    """Return the parser; what it reads names the function of `runs` to call."""
    parser = _Parser(
        prog=PLACES.command,
        description="Tableau de bord du schéma départemental des services aux familles.",
    )
    parser.set_defaults(run=runs.serve)
    _serving_options(parser, settings)
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE")
    serve = commands.add_parser("servir", help="ouvrir le tableau de bord (par défaut)")
    serve.set_defaults(run=runs.serve)
    _serving_options(serve, None)
    build = commands.add_parser("construire", help="construire le fichier DuckDB à partir des tables")
    build.set_defaults(run=runs.build)
    build.add_argument("--base", type=Path, default=settings.database, help="fichier DuckDB à écrire")
    build.add_argument("--donnees", type=Path, default=settings.data, help=_tables(settings))
    build.add_argument("--suivi", type=Path, default=settings.suivi, help=_archive(settings))
    new = commands.add_parser("nouveau-schema", help="écrire le dossier de tables d’un schéma, vide et documenté")
    new.set_defaults(run=runs.new_scheme)
    new.add_argument("--departement", required=True, help="code du département, ex. 42 ou 2A")
    new.add_argument("--periode", required=True, help="années couvertes, ex. 2024-2029")
    new.add_argument("--niveaux", required=True, help="niveaux au-dessus des actions, ex. axe,objectif")
    new.add_argument("--donnees", type=Path, default=settings.data, help=_tables(settings))
    _suivi_options(commands, settings)
    return parser


def _tables(settings: Settings) -> str:
    own = f"celles du programme et les vôtres, dans {PLACES.written / 'sources'}"
    return f"dossier des tables (défaut : {own if PLACES.installed else settings.data.name})".replace("%", "%%")


def _archive(settings: Settings) -> str:
    place = settings.suivi
    shown = place.relative_to(ROOT).as_posix() if place.is_relative_to(ROOT) else place
    return f"archive du suivi (défaut : {shown})".replace("%", "%%")


def _suivi_options(commands: Any, settings: Settings) -> None:
    def command(name: str, words: str, run: Any) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=words)
        added.set_defaults(run=run)
        added.add_argument("--base", type=Path, default=settings.database, help="fichier DuckDB")
        added.add_argument("--suivi", type=Path, default=settings.suivi, help=_archive(settings))
        added.add_argument("--donnees", type=Path, default=settings.data, help=_tables(settings))
        return added

    model = command("modele", "écrire le classeur de suivi à envoyer aux pilotes", runs.export)
    model.add_argument("--schema", required=True, help="schéma, ex. 63-2022")
    model.add_argument("--sortie", type=Path, required=True, help="classeur à écrire, ex. suivi.xlsx")
    model.add_argument("--pilote", help="ne garder que les actions d’un pilote, ex. caf")
    model.add_argument("--remplacer", action="store_true", help="remplacer un classeur qui a été rempli")
    verify = command("verifier", "vérifier un classeur rempli, sans rien importer", runs.verify)
    load = command("importer", "importer une campagne de suivi", runs.load)
    for added in (verify, load):
        added.add_argument("classeurs", nargs="+", type=Path, metavar="CLASSEUR", help="classeur rempli (xlsx ou csv)")
        added.add_argument("--schema", required=True, help="schéma, ex. 63-2022")
    verify.add_argument("--au", type=_day, default=settings.today(), help="date de la campagne, AAAA-MM-JJ")
    verify.add_argument("--copie", type=Path, help="dossier où écrire la copie commentée")
    verify.add_argument("--remplacer", action="store_true", help="remplacer une copie qui a été changée")
    load.add_argument("--au", type=_day, required=True, help="date de la campagne, AAAA-MM-JJ")
    load.add_argument("--remplacer", action="store_true", help="remplacer une campagne de la même date")
    demo = command("demonstration", "construire une base de démonstration, séparée : un suivi fictif", runs.demonstrate)
    demo.add_argument("--sortie", type=Path, default=PLACES.written / "demonstration.duckdb", help="fichier à écrire")
    withdraw = command("retirer", "mettre une campagne de côté : elle n’est plus affichée", runs.withdraw)
    withdraw.add_argument("--remettre", action="store_true", help="remettre à sa place la dernière mise de côté")
    erase = command("effacer", "effacer pour de bon une campagne, et celles mises de côté à sa date", runs.erase)
    erase.add_argument("--remplacees", action="store_true", help="n’effacer que celles mises de côté")
    erase.add_argument("--confirmer", action="store_true", help="effacer (sinon, dire ce qui le serait)")
    for added in (withdraw, erase):
        added.add_argument("--schema", required=True, help="schéma, ex. 63-2022")
        added.add_argument("--au", type=_day, required=added is withdraw, help="date de la campagne, AAAA-MM-JJ")
    cnaf = command("importer-cnaf", "importer des fichiers ouverts de la Cnaf", runs.load_cnaf)
    cnaf.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER", help="fichier CSV de data.caf.fr")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestRefusedError(f"--au « {text} » n’est pas une date (attendu : AAAA-MM-JJ).") from error


def _serving_options(parser: argparse.ArgumentParser, settings: Settings | None) -> None:
    # On the sub-command no default: it would hide what stands before it.
    def default(name: str) -> Any:
        return getattr(settings, name) if settings else argparse.SUPPRESS

    parser.add_argument("--port", type=int, default=default("port"), help="port d’écoute (8050)")
    parser.add_argument("--hote", default=default("host"), help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--base", type=Path, default=default("database"), help="fichier DuckDB à lire")
