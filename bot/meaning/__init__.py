"""What a question asks: mentions → metrics, operators, figures, years and the kind of question."""
