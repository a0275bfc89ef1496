"""What is indexed, as values for channels to show: reports as printed, bodies, figures, findings."""
