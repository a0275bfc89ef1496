"""How the words of a question stand in a text: what they are, which words mean the same, and where these are."""
