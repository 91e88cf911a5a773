"""A part of a check that is done on another core."""

from __future__ import annotations

import os
import signal
import threading
import time

import psutil
import pytest

from alereport.gate.beside import ENABLED, beside

forking = pytest.mark.skipif(not ENABLED, reason="no process is forked here")


def children() -> list[int]:
    return [each.pid for each in psutil.Process().children()]


@forking
def test_the_work_is_done_in_a_process_of_its_own_which_ends() -> None:
    before = children()
    with beside(os.getpid) as result:
        own, others = os.getpid(), set(children()) - set(before)
        assert {result()} == others
    assert own not in others
    assert set(children()) == set(before)


@forking
def test_it_is_done_while_the_block_runs() -> None:
    reading, writing = os.pipe()
    with beside(lambda: os.write(writing, b"begun")):
        assert os.read(reading, 5) == b"begun"
    os.close(reading)
    os.close(writing)


def test_what_it_raises_is_raised_where_the_result_is_asked_for() -> None:
    with beside(lambda: 1 / 0) as result, pytest.raises(ZeroDivisionError):
        result()


def test_a_result_that_cannot_be_sent_is_made_here() -> None:
    with beside(lambda: threading.Lock) as result:
        assert result() is threading.Lock
    with beside(threading.Lock) as lock:
        assert not lock().locked()


@forking
def test_the_work_of_a_process_that_was_killed_is_done_here() -> None:
    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    here = os.getpid()
    with beside(work) as result:
        assert result() == here


@forking
def test_a_block_that_is_left_leaves_no_process() -> None:
    before = children()
    with pytest.raises(KeyboardInterrupt), beside(lambda: time.sleep(600)):
        raise KeyboardInterrupt
    assert set(children()) == set(before)


def test_in_a_thread_of_a_server_nothing_is_forked() -> None:
    found: list[int] = []

    def ask() -> None:
        with beside(os.getpid) as result:
            found.append(result())

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [os.getpid()]
