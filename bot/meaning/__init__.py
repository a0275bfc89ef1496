"""What a question asks: from mentions to metrics, operators, figures, years and the kind of question."""
