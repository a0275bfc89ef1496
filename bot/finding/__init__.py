"""From what is asked to the bodies and years it is about and the figure of each, or the reason why there is none."""
