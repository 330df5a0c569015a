"""How the tables came to be as they are, step by step; Alembic walks from whichever version a database has."""
