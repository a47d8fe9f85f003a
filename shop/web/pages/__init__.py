"""Pages for people: each file holds the routes of one family of pages, in both languages."""
