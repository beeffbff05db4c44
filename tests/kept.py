"""Campaigns put in an archive as an import leaves them."""

import shutil


def archived(archive, scheme, day, workbooks):
    """Copy the workbooks of a campaign to their place."""
    place = archive / scheme / f"{day}"
    place.mkdir(parents=True)
    for rank, path in enumerate(workbooks, start=1):
        shutil.copy(path, place / f"suivi-{rank}{path.suffix}")
