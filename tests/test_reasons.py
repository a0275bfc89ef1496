"""Why a question gets no figure: what reports never hold is said where the wording tells."""

from __future__ import annotations

import pytest

from bot.languages import CODES, language
from bot.models import Question
from bot.service import Service

ASKED = {
    "zh": [
        "青禾区2020年3月收到多少件申请",
        "青禾区2020年平均几天办完一件",
        "青禾区2020年申请都问些什么",
        "青禾区2020年哪家企业申请最多",
        "青禾区2020年企业起诉几件",
        "青禾区2020年处罚了几家企业",
        "青禾区2020年罚款多少钱",
        "青禾区明年会不会收到更多申请",
        "帮我写一份申请",
        "青禾区2016年网站有几家",
    ],
    "en": [
        "How many requests did Qinghe receive in March 2020?",
        "average days to answer in Qinghe 2020",
        "What were Qinghe's requests in 2020 about?",
        "Which law firm filed the most requests in Qinghe in 2020?",
        "how many lawsuits by companies, Qinghe 2020",
        "how many people were punished in Qinghe in 2020",
        "Qinghe 2020 how much was fined",
        "will requests in Qinghe go up next year",
        "how do i file a request",
        "How many websites did Qinghe have in 2016?",
    ],
}


@pytest.mark.parametrize("code", CODES)
def test_each_reason_is_given_where_it_is_one(service: Service, code: str) -> None:
    reasons = list(language(code).reasons.values())
    assert len(reasons) == len(ASKED[code])
    for text, said in zip(ASKED[code], reasons, strict=True):
        answer = service.ask(Question(text=text))
        assert answer.status == "not_understood", answer.text
        assert answer.text.split("\n")[1] == said, answer.text


def test_what_is_answered_is_given_no_reason(service: Service) -> None:
    answer = service.ask(Question(text="青禾区2016年政务微信公开多少条"))
    assert answer.status == "answered"
    assert not any(said in answer.text for said in language("zh").reasons.values())
