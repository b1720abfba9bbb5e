"""Records two days of a public-data platform: PostgreSQL with pgaudit, an API gateway (nginx) and a file exchange."""
