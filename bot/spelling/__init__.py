"""What could not be placed: misspelt words mended, pinyin written in characters."""
