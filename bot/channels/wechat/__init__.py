"""WeChat's official accounts (公众号) and WeCom's applications (企业微信): two doors, one way to speak through them.

callback.py   the addresses, and what is remembered of each message
sealed.py     signatures, encryption and XML: the only module that knows wechatpy
talk.py       a message → what is said to it
written.py    how that is cut and written
kept.py       the file beside the chats' memory
"""
