"""Small builders of HTML."""
