"""A load of questions on several processes that share a PostgreSQL."""
