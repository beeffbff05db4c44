"""Tableau de bord du comité de pilotage du schéma départemental des services aux familles."""
