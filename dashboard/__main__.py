"""The command line, in French: serve, build, scaffold, follow up; an expected error exits with status 2."""

import argparse
import io
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from dashboard.errors import DashboardError, PortInUseError, RequestRefusedError
from dashboard.settings import LOOPBACK, Settings, bracketed


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
        self.exit(2, f"Commande incomprise : « {words} ». Aide : python -m dashboard --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe or a file of another encoding than UTF-8 lacks some of our characters.
            stream.reconfigure(errors="replace")
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        print(f"Réglage illisible : {error}", file=sys.stderr)
        return 2
    try:
        options = _parser(settings).parse_args(arguments)
        options.run(options, settings)
    except DashboardError as error:
        print(f"{error.title} : {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Arrêt.")
    return 0


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m dashboard",
        description="Tableau de bord du schéma départemental des services aux familles.",
    )
    parser.set_defaults(run=_serve)
    _serving_options(parser, settings)
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE")
    serve = commands.add_parser("servir", help="ouvrir le tableau de bord (par défaut)")
    serve.set_defaults(run=_serve)
    _serving_options(serve, None)
    build = commands.add_parser("construire", help="construire le fichier DuckDB à partir des tables")
    build.set_defaults(run=_build)
    build.add_argument("--base", type=Path, default=settings.database, help="fichier DuckDB à écrire")
    build.add_argument("--donnees", type=Path, default=settings.data, help="dossier des tables (défaut : data)")
    build.add_argument("--suivi", type=Path, default=settings.followup, help="archive du suivi (data/suivi)")
    new = commands.add_parser("nouveau-schema", help="écrire le dossier de tables d’un schéma, vide et documenté")
    new.set_defaults(run=_new_scheme)
    new.add_argument("--departement", required=True, help="code du département, ex. 42 ou 2A")
    new.add_argument("--periode", required=True, help="années couvertes, ex. 2024-2029")
    new.add_argument("--niveaux", required=True, help="niveaux au-dessus des actions, ex. axe,objectif")
    new.add_argument("--donnees", type=Path, default=settings.data, help="dossier des tables (défaut : data)")
    _followup_options(commands, settings)
    return parser


def _followup_options(commands: Any, settings: Settings) -> None:
    def command(name: str, words: str, run: Any) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=words)
        added.set_defaults(run=run)
        added.add_argument("--base", type=Path, default=settings.database, help="fichier DuckDB")
        added.add_argument("--suivi", type=Path, default=settings.followup, help="archive du suivi (data/suivi)")
        added.add_argument("--donnees", type=Path, default=settings.data, help="dossier des tables (data)")
        return added

    model = command("modele", "écrire le classeur de suivi à envoyer aux pilotes", _export)
    model.add_argument("--schema", required=True, help="schéma, ex. 63-2022")
    model.add_argument("--sortie", type=Path, required=True, help="classeur à écrire, ex. suivi.xlsx")
    model.add_argument("--pilote", help="ne garder que les actions d’un pilote, ex. caf")
    verify = command("verifier", "vérifier un classeur rempli, sans rien importer", _verify)
    load = command("importer", "importer une campagne de suivi", _load)
    for added in (verify, load):
        added.add_argument("classeurs", nargs="+", type=Path, metavar="CLASSEUR", help="classeur rempli (xlsx ou csv)")
        added.add_argument("--schema", required=True, help="schéma, ex. 63-2022")
    verify.add_argument("--au", type=_day, default=settings.today(), help="date de la campagne, AAAA-MM-JJ")
    verify.add_argument("--copie", type=Path, help="dossier où écrire la copie commentée")
    load.add_argument("--au", type=_day, required=True, help="date de la campagne, AAAA-MM-JJ")
    load.add_argument("--remplacer", action="store_true", help="remplacer une campagne de la même date")
    demo = command("demonstration", "construire une base de démonstration, séparée : un suivi fictif", _demonstrate)
    demo.add_argument("--sortie", type=Path, default=settings.data / "demonstration.duckdb", help="fichier à écrire")
    cnaf = command("importer-cnaf", "importer des fichiers ouverts de la Cnaf", _load_cnaf)
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


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    _check_port(options.hote, options.port)
    from dashboard.app import create_app
    from dashboard.db import Database
    from dashboard.queries import load_queries
    from dashboard.serving import server

    chosen = replace(settings, database=options.base, host=options.hote, port=options.port)
    db = Database(chosen.database, load_queries(chosen.queries))
    app = create_app(db, chosen)
    if chosen.host not in LOOPBACK and bracketed(chosen.host) not in LOOPBACK:
        print(
            f"Attention : {chosen.host} est joignable d’autres machines, et personne n’a à s’y identifier.", flush=True
        )
    print(f"Tableau de bord ouvert sur {chosen.address} (Ctrl+C pour arrêter).", flush=True)
    server(app.server, chosen.host, chosen.port).run()


def _build(options: argparse.Namespace, settings: Settings) -> None:
    from dashboard.ingest.build import build, check_target
    from dashboard.publication import one_writer

    check_target(options.base)
    with one_writer(options.suivi, options.base):
        built = build(options.donnees, options.base, options.suivi)
    for view, rows in built.rows.items():
        print(f"{view} : {rows} lignes")
    if built.notices:
        print("À savoir (aussi sur la page Données) :", *(f"- {notice}" for notice in built.notices), sep="\n")
    for words in built.told:
        print(words)
    print(f"Fichier construit : {options.base}")


def _new_scheme(options: argparse.Namespace, settings: Settings) -> None:
    from dashboard.ingest.scaffold import GUIDE, new_scheme

    levels = [level.strip() for level in options.niveaux.split(",")]
    folder = new_scheme(options.donnees, options.departement, options.periode, levels)
    print(f"Dossier écrit : {folder}")
    print(f"Remplissez ses tables ({GUIDE} dit ce que chaque colonne accepte), puis : python -m dashboard construire")


def _opened(options: argparse.Namespace, settings: Settings) -> tuple[Any, Any, Settings]:
    from dashboard.db import Database
    from dashboard.queries import load_queries
    from dashboard.reading import read_vocabulary

    chosen = replace(settings, database=options.base, followup=options.suivi, data=options.donnees)
    db = Database(chosen.database, load_queries(chosen.queries))
    return db, read_vocabulary(db), chosen


def _export(options: argparse.Namespace, settings: Settings) -> None:
    from dashboard.suivi.commands import export, scheme_of

    db, vocabulary, chosen = _opened(options, settings)
    print(export(db, scheme_of(vocabulary, options.schema), options.sortie, options.pilote, chosen))


def _verify(options: argparse.Namespace, settings: Settings) -> None:
    from dashboard.suivi.commands import WorkbookProblemsError, scheme_of, verify

    db, vocabulary, chosen = _opened(options, settings)
    scheme = scheme_of(vocabulary, options.schema)
    checked, report = verify(db, scheme, options.classeurs, options.au, chosen, options.copie)
    if checked.blocking:
        raise WorkbookProblemsError(report)
    print(report)


def _load(options: argparse.Namespace, settings: Settings) -> None:
    from dashboard.suivi.commands import load, scheme_of

    db, vocabulary, chosen = _opened(options, settings)
    scheme = scheme_of(vocabulary, options.schema)
    print(load(db, scheme, options.classeurs, options.au, chosen, options.remplacer))


def _load_cnaf(options: argparse.Namespace, settings: Settings) -> None:
    from dashboard.cnaf.commands import load_cnaf

    db, _, chosen = _opened(options, settings)
    print(load_cnaf(db, options.fichiers, chosen))


def _demonstrate(options: argparse.Namespace, settings: Settings) -> None:
    import tempfile

    from dashboard.ingest.build import build
    from dashboard.suivi.commands import read_plan
    from dashboard.suivi.demo import write_demonstration

    db, vocabulary, chosen = _opened(options, settings)
    with tempfile.TemporaryDirectory() as folder:
        write_demonstration(Path(folder), read_plan(db, vocabulary.home))
        build(chosen.data, options.sortie, Path(folder), demonstration=True)
    print(f"Base de démonstration : {options.sortie} (suivi fictif de {vocabulary.home.id}).")


def _check_port(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family):
            pass
    except (OSError, OverflowError) as error:
        raise PortInUseError(
            f"Impossible d’écouter sur {host}:{port} ({error}). Choisissez-en un autre avec --port."
        ) from error


if __name__ == "__main__":
    sys.exit(main())
