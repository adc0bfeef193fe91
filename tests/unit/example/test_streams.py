import numpy as np

from firstcontact.example.streams import Streams, choose


def test_a_name_gives_the_same_numbers_again():
    assert Streams(1, 2)("visit").random(5).tolist() == Streams(1, 2)("visit").random(5).tolist()


def test_seed_block_and_name_each_change_the_numbers():
    first = Streams(1, 2)("visit").random()
    others = {Streams(2, 2)("visit").random(), Streams(1, 3)("visit").random(), Streams(1, 2)("day").random()}
    assert first not in others
    assert len(others) == 3


def test_a_shorter_draw_is_the_beginning_of_a_longer_one():
    streams = Streams(3, 0)
    assert streams("x").random((4, 3)).tolist() == streams("x").random((9, 3))[:4].tolist()
    assert streams("x").poisson(2.5, 4).tolist() == streams("x").poisson(2.5, 9)[:4].tolist()


def test_choose_follows_the_weights():
    u = np.array([0.0, 0.19, 0.2, 0.99])
    assert choose(u, np.array([1.0, 0.0, 4.0])).tolist() == [0, 0, 2, 2]


def test_choose_takes_a_row_of_weights_for_each_number():
    weights = np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    assert choose(np.array([0.6, 0.1, 0.9]), weights).tolist() == [1, 1, 0]
