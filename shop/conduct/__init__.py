"""What the law wants of a room: published rules, warnings of goods, confirmed advertising, and a stop that holds."""
