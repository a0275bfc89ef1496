"""What stands in a question: its text → mentions of all that is known, and what words mean where they stand."""
