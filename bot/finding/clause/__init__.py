"""Whether one clause of the prose tells what was asked: every word said in it, and a figure of what is counted."""
