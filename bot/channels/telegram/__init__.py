"""Telegram: a message is a question, its answer text, a table in monospace or a picture, its choices buttons.

`application.py` says which handler takes what, `handlers.py` does it: it asks at the desk (`asking.py`), shows
reports (`browsing.py`), checks files (`files.py`) and answers in other chats (`inline.py`). `layout.py` makes messages
of lines, `sending.py` sends them. Updates come by `polling.py`, or by `webhook.py` within `nianbao serve`.
"""
