"""What is indexed, as values that channels can show: reports as printed, bodies, figures, findings."""
