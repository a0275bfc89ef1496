"""What could not be understood as typed: misspellings corrected, pinyin converted to characters."""
