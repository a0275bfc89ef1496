"""From the text of a question to mentions: what is known in it, and what words mean in their context."""
