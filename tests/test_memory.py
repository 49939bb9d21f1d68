"""What was read is kept, up to a number."""

from collections.abc import Collection

from bot.memory import Current, Memory


def test_what_is_kept_is_not_read_again_and_the_oldest_goes_first() -> None:
    asked: list[list[int]] = []

    def read(keys: Collection[int]) -> dict[int, str]:
        asked.append(list(keys))
        return {key: str(key) for key in keys if key > 0}

    memory = Memory(read, most=2)
    assert memory.of([1, 2]) == {1: "1", 2: "2"}
    assert memory.of([2, 3, -1]) == {2: "2", 3: "3"}
    assert memory.of([1, 3]) == {1: "1", 3: "3"}
    assert asked == [[1, 2], [3, -1], [1]]


def test_more_than_is_kept_is_given_all_the_same() -> None:
    memory = Memory(lambda keys: {key: key for key in keys}, most=1)
    assert memory.of([1, 2, 3]) == {1: 1, 2: 2, 3: 3}


def test_what_was_made_in_one_state_is_made_anew_in_the_next() -> None:
    made: list[str] = []
    state = [1]

    def make(name: str) -> str:
        made.append(name)
        return f"{name}{state[0]}"

    current = Current[str](lambda: state[0], most=2)
    assert [current.of(name, lambda n=name: make(n)) for name in "abab"] == ["a1", "b1"] * 2
    state[0] = 2
    assert [current.of(name, lambda n=name: make(n)) for name in "abca"] == ["a2", "b2", "c2", "a2"]
    assert "".join(made) == "ab" + "abca"  # the oldest of three was no longer kept


def test_what_was_made_elsewhere_is_kept_and_a_second_time_drives_nothing_out() -> None:
    current = Current[str](lambda: 0, most=2)
    assert current.of("a", lambda: "here") == "here"
    for _ in range(2):
        current.keep("b", "elsewhere")
    assert [current.of(name, lambda: "anew") for name in "ab"] == ["here", "elsewhere"]
    current.clear()
    assert current.of("b", lambda: "anew") == "anew"
