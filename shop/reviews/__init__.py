"""What buyers say of the goods they received, and what producers answer. Nothing is hidden."""
