"""What is kept in the database: communities, libraries, settings, acts of moderation, and what members asked."""
