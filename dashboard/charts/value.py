"""What all charts share: roles of colour, and the key that names them."""

from dataclasses import dataclass

# What a mark stands for, never how it looks: its family and its member, e.g. ("statut", "realisee"), ("volet", "2").
Role = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the key: a role that the chart draws, in words."""

    role: Role
    words: str
