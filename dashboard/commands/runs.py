"""What each command runs: it asks the part of the program that does the work, and prints the answer in French."""

import argparse
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import PortInUseError
from dashboard.settings import LOOPBACK, PLACES, Settings, bracketed

if TYPE_CHECKING:
    from dashboard.db import Database
    from dashboard.vocabulary import Vocabulary


def serve(options: argparse.Namespace, settings: Settings) -> None:
    """Serve the dashboard until Ctrl+C stops it, which is no failure."""
    try:
        _serve(options, settings)
    except KeyboardInterrupt:
        print("Arrêt.")


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    _check_port(options.hote, options.port)
    from dashboard.agreement import behind
    from dashboard.app import create_app
    from dashboard.db import Database
    from dashboard.ingest.change import settle_at_start
    from dashboard.queries import load_queries
    from dashboard.serving import server

    chosen = replace(settings, database=options.base, host=options.hote, port=options.port)
    told = settle_at_start(chosen.database, chosen.suivi)
    _follow_package(chosen)
    db = Database(chosen.database, load_queries(chosen.queries))
    for words in filter(None, (told, behind(db))):
        print(words, flush=True)
    app = create_app(db, chosen)
    if chosen.host not in LOOPBACK and bracketed(chosen.host) not in LOOPBACK:
        print(
            f"Attention : {chosen.host} est joignable d’autres machines, et personne n’a à s’y identifier.", flush=True
        )
    print(f"Tableau de bord ouvert sur {chosen.address} (Ctrl+C pour arrêter).", flush=True)
    server(app.server, chosen.host, chosen.port).run()


def build(options: argparse.Namespace, settings: Settings) -> None:
    """Build the DuckDB file and tell what it holds."""
    from dashboard.ingest.change import change, settled

    chosen = _chosen(options, settings)
    with settled(chosen):
        built = change(chosen, "", ())
    for view, rows in built.rows.items():
        print(f"{view} : {rows} lignes")
    if built.notices:
        print("À savoir (aussi sur la page Données) :", *(f"- {notice}" for notice in built.notices), sep="\n")
    for words in built.told:
        print(words)
    print(f"Fichier construit : {options.base}")


def new_scheme(options: argparse.Namespace, settings: Settings) -> None:
    """Write the folder of a new schéma."""
    from dashboard.sources import scaffold

    levels = [level.strip() for level in options.niveaux.split(",")]
    folder = scaffold.new_scheme(options.donnees, options.departement, options.periode, levels)
    print(f"Dossier écrit : {folder}")
    accepted = f"{scaffold.GUIDE} dit ce que chaque colonne accepte"
    print(f"Remplissez ses tables ({accepted}), puis : {PLACES.command} construire")


def _chosen(options: argparse.Namespace, settings: Settings) -> Settings:
    return replace(settings, database=options.base, suivi=options.suivi, data=options.donnees)


def _follow_package(chosen: Settings) -> None:
    """Have the file of an installed program be of its tables: whoever upgrades it has no command to run."""
    from dashboard.ingest.change import refresh

    if PLACES.installed and chosen.database == Settings.database:
        refresh(chosen)


@contextmanager
def _read(chosen: Settings) -> Iterator[tuple["Database", "Vocabulary"]]:
    from dashboard.current import read_vocabulary
    from dashboard.db import Database
    from dashboard.queries import load_queries

    db = Database(chosen.database, load_queries(chosen.queries))
    try:
        yield db, read_vocabulary(db)
    finally:
        db.close()


@contextmanager
def _opened(
    options: argparse.Namespace, settings: Settings, reads: bool = False
) -> Iterator[tuple["Database", "Vocabulary", Settings]]:
    """Give the file, its vocabulary and the settings to a command that holds the archive."""
    from dashboard.ingest.change import settled

    chosen = _chosen(options, settings)
    _follow_package(chosen)
    with settled(chosen, reads), _read(chosen) as (db, vocabulary):
        yield db, vocabulary, chosen


def export(options: argparse.Namespace, settings: Settings) -> None:
    """Write the workbook to send."""
    from dashboard.commands import suivi

    with _opened(options, settings, reads=True) as (db, vocabulary, chosen):
        scheme = suivi.scheme_of(vocabulary, options.schema)
        said = suivi.export(db, scheme, options.sortie, options.pilote, chosen, options.remplacer)
    print(said)


def verify(options: argparse.Namespace, settings: Settings) -> None:
    """Check workbooks."""
    from dashboard.commands import suivi

    with _opened(options, settings, reads=True) as (db, vocabulary, chosen):
        scheme = suivi.scheme_of(vocabulary, options.schema)
        copies = (options.copie, options.remplacer) if options.copie else None
        checked, report = suivi.verify(db, scheme, options.classeurs, options.au, chosen, copies)
    if checked.blocking:
        raise suivi.WorkbookProblemsError(report)
    print(report)


def load(options: argparse.Namespace, settings: Settings) -> None:
    """Import a campaign."""
    from dashboard.commands import suivi

    with _opened(options, settings) as (db, vocabulary, chosen):
        scheme = suivi.scheme_of(vocabulary, options.schema)
        said = suivi.load(db, scheme, options.classeurs, options.au, chosen, options.remplacer)
    print(said)


def withdraw(options: argparse.Namespace, settings: Settings) -> None:
    """Put a campaign aside, or back."""
    from dashboard.commands import suivi

    with _opened(options, settings) as (db, vocabulary, chosen):
        said = suivi.withdraw(db, suivi.scheme_of(vocabulary, options.schema), options.au, chosen, options.remettre)
    print(said)


def erase(options: argparse.Namespace, settings: Settings) -> None:
    """Erase campaigns for good."""
    from dashboard.commands import suivi

    with _opened(options, settings) as (db, vocabulary, chosen):
        scheme = suivi.scheme_of(vocabulary, options.schema)
        said = suivi.erase(db, scheme, options.au, chosen, options.remplacees, options.confirmer)
    print(said)


def load_cnaf(options: argparse.Namespace, settings: Settings) -> None:
    """Import files of the Cnaf."""
    from dashboard.commands import cnaf

    with _opened(options, settings) as (db, _, chosen):
        said = cnaf.load_cnaf(db, options.fichiers, chosen)
    print(said)


def demonstrate(options: argparse.Namespace, settings: Settings) -> None:
    """Build the file of the demonstration."""
    import tempfile

    from dashboard.commands.suivi import read_plan
    from dashboard.ingest import build
    from dashboard.ingest.change import say
    from dashboard.publication import one_writer
    from dashboard.suivi.demo import write_demonstration

    chosen, target = _chosen(options, settings), options.sortie
    build.check_target(target)
    _follow_package(chosen)
    with one_writer(target, say=say), tempfile.TemporaryDirectory() as folder, _read(chosen) as (db, vocabulary):
        home = vocabulary.home
        write_demonstration(Path(folder), read_plan(db, home))
        built = build.build(chosen.data, target, Path(folder), demonstration=True)
    print(*built.told, f"Base de démonstration : {target} (suivi fictif de {home.id}).", sep="\n")


def _check_port(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family):
            pass
    except (OSError, OverflowError) as error:
        raise PortInUseError(
            f"Impossible d’écouter sur {host}:{port} ({error}). Choisissez-en un autre avec --port."
        ) from error
