"""Whether the file that is read shows the archive as it is now."""

from dashboard.db import Database
from dashboard.moves import state
from dashboard.publication import archive_of
from dashboard.settings import PLACES

UP_TO_DATE, AHEAD, UNREAD, NONE = "à jour", "en avance", "non lue", "sans archive"


def archive_word(db: Database) -> str:
    """Return, in a French word, how the archive stands beside the newest file: files are read again if one changed."""
    archive = archive_of(db.path)
    if archive is None or db.demonstration():
        return NONE
    try:
        return UP_TO_DATE if state(archive) == db.archive() else AHEAD
    except OSError:
        return UNREAD


def behind(db: Database) -> str | None:
    """Return a French sentence when the archive holds another follow-up than the file shows, or None."""
    if archive_word(db) != AHEAD:
        return None
    return (
        "L’archive du suivi a changé et ce fichier ne le montre pas encore : un import est en cours, ou a été "
        f"interrompu. S’il ne finit pas, lancez « {PLACES.command} construire »."
    )
