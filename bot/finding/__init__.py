"""What is asked → the bodies and years it is about, and the figure of each; or why there is none."""
