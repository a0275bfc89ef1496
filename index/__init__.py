"""What a fact is, what is measured, and where facts are kept. Knows nothing of loaders or bot."""
