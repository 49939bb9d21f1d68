"""What `@bot words` offers."""

from bot.chat.dialogue import Dialogue


def test_passages_are_offered_with_their_source(dialogue: Dialogue) -> None:
    first = dialogue.offer("等靠要", "").results[0]
    text = "".join(span.text for span in first.spans)
    assert first.title == "深谋远虑不足"
    assert "市委常委班子 · 2021 · 第4方面·二" in text
    assert "003_ed30e4cafe127ab5.txt" in text


def test_no_words_offer_the_aspects(dialogue: Dialogue) -> None:
    titles = [result.title for result in dialogue.offer("  ", "").results]
    assert titles == ["1 两个确立", "2 国之大者", "3 人民至上", "4 风险挑战", "5 从严治党"]


def test_pages_follow_one_another_without_repeats(dialogue: Dialogue) -> None:
    first = dialogue.offer("群众", "")
    second = dialogue.offer("群众", first.next_offset)
    keys = [result.key for result in (*first.results, *second.results)]
    assert (len(first.results), len(keys)) == (20, len(set(keys)))


def test_off_topic_words_and_odd_offsets_offer_nothing_or_the_first_page(
    dialogue: Dialogue,
) -> None:
    assert dialogue.offer("今天天气怎么样", "").results == ()
    assert dialogue.offer("群众", "x9") == dialogue.offer("群众", "")
