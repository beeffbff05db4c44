"""The follow-up: the workbook that goes out to the pilotes, comes back, is checked, and is archived as a campaign."""
