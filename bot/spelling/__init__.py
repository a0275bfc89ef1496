"""What could not be understood as typed: misspellings corrected, pinyin converted to characters."""

from __future__ import annotations


def read() -> None:
    """Read the words that anything misspelt is compared with, which else is done when the first one is.

    Half a second, of which who only reads what is spelt right has no use.
    """
    from bot.spelling import latin_words, mending, pinyin, real_words  # noqa: PLC0415 - in their own time

    for words in (real_words.words, mending.phrase_sounds, latin_words.words, pinyin.known):
        words()
