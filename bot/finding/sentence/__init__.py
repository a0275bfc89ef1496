"""Whether a sentence tells what was asked though no clause of it says every word: in looser words, or said before."""
