"""What a newcomer types is read from the pages, and each wait is timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import newcomer
from tests.conftest import ROOT

TEXT = """\
1. Begin:

   ```sh
   # A remark.
   mkdir one && cd one
   printf 'a\\n' > b \\
     && cat b
   ```

```yaml
no: command
```

```sh
pwd; sleep 1; false
make lab
echo FILE $HOME
```
"""


def test_the_commands_of_a_page_are_those_of_its_blocks_for_the_shell() -> None:
    assert list(newcomer.commands(TEXT)) == [
        "mkdir one && cd one",
        "printf 'a\\n' > b && cat b",
        "pwd; sleep 1; false",
        "make lab",
        "echo FILE $HOME",
    ]


def test_one_shell_runs_them_all_and_tells_the_silence_of_each(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    waits = list(newcomer.follow(TEXT, tmp_path, home, tmp_path / "a.whl"))
    assert (tmp_path / "one" / "b").read_text() == "a\n"
    assert [wait.code for wait in waits] == [0, 0, 1, 0]
    slept = waits[2]
    assert slept.seconds >= slept.silence >= 1
    written = newcomer.section(["a.md"], [[slept._replace(silence=21)]])
    assert "Silent for more than 20 seconds: `pwd; sleep 1; false`." in written


@pytest.mark.parametrize("name", ["README.md", "docs/how-to/municipality.md"])
def test_the_pages_that_newcomers_follow_have_commands(name: str) -> None:
    typed = list(newcomer.commands((ROOT / name).read_text(encoding="utf-8")))
    assert any(each.startswith(("make", "alereport")) for each in typed)
