"""Runs what a page of the documentation tells to do, and compares what it says is printed.

    tests/example/pages.py PAGE…

Each page has a folder of its own to run in. Of its code blocks (indented by four, or fenced):
    <!-- file: NAME -->              on the line before a block: the block is saved as NAME
    <!-- copy: SOURCE NAME -->       a file of this repository is copied there
    <!-- background: PORT -->        the block is a command that runs on; the page goes on when it listens on that port, for which a free one is taken
    <!-- roughly -->                 what the block's commands print may differ in times, dates, and the lengths of bars and blanks
    $ COMMAND                        in a block: is run by bash, and what follows up to the next command must be what it prints; a line … stands for any lines
All other blocks are for readers. The last line is "N passed, N failed, N skipped".
"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("PAWL_BUILD", ROOT / "build")).resolve()


def parts(text):
    """("copy", source, name), ("file", name, text), ("background", port, text), ("roughly" or "exactly", "", text) in the page's order."""
    kind, name, block, fence = "exactly", "", [], None

    def finish():
        nonlocal kind, name, block
        if any(line.strip() for line in block):
            yield kind, name, "\n".join(block).strip("\n") + "\n"
            kind, name = "exactly", ""
        block = []
    for line in text.split("\n"):
        if fence is not None:
            if line.strip() == "```":
                fence = None
                yield from finish()
            else:
                block.append(line)
        elif line.startswith("    ") or (block and not line.strip()):
            block.append(line[4:])
        else:
            yield from finish()
            if line.startswith("```"):
                fence = line
            elif match := re.fullmatch(r"<!-- (file|background): (\S+) -->|<!-- (roughly) -->", line):
                kind, name = match[1] or match[3], match[2] or ""
            elif match := re.fullmatch(r"<!-- copy: (\S+) (\S+) -->", line):
                yield "copy", match[1], match[2]
    yield from finish()


def commands(block):
    """(command, what it is said to print) of a block; a command goes on in the next line behind a backslash."""
    found, lines = [], block.rstrip("\n").split("\n")
    while lines:
        line = lines.pop(0)
        if line.startswith("$ "):
            while line.endswith("\\") and lines:
                line += "\n" + lines.pop(0)
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return [(command, "\n".join(printed).strip("\n")) for command, printed in found]


def roughly(text):
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "DATE", text)
    text = re.sub(r"\d[\d.]* (ms|s)\b", "TIME", text)
    return re.sub(r" +", " ", re.sub(r"[█▒░]+", lambda bar: "".join(sorted(set(bar[0]))), text))


def is_said(said, printed):
    pattern = "\n".join(r"(?:.*)" if line.strip() == "…" else re.escape(line.rstrip()) for line in said.split("\n"))
    printed = "\n".join(line.rstrip() for line in printed.strip("\n").split("\n"))
    return re.fullmatch(pattern, printed, re.S) is not None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


def start(command, port, scratch, environment):
    """The process, once it listens."""
    process = subprocess.Popen(["bash", "-c", "exec " + command], cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", int(port))) == 0:
                break
        time.sleep(0.02)
    return process


def run_page(page):
    """How many commands did as the page says, and how many didn't."""
    passed, failed, running = 0, 0, []
    text = (ROOT / page).read_text()
    environment = {**os.environ, "PATH": f"{BUILD}:{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "100"}
    for port in re.findall(r"<!-- background: (\d+) -->", text):
        free = free_port()
        text = text.replace(port, free)
        if port == "8083":
            environment |= {"PAWL_PORT": free, "PAWL_ENDPOINT": "http://127.0.0.1:" + free}
    with tempfile.TemporaryDirectory(prefix="pawl-page-") as scratch:
        try:
            for kind, first, second in parts(text):
                if kind == "copy":
                    shutil.copy(ROOT / first, pathlib.Path(scratch, second))
                elif kind == "file":
                    pathlib.Path(scratch, first).write_text(second)
                elif kind == "background":
                    running.append(start(second, first, scratch, environment))
                else:
                    loosened = roughly if kind == "roughly" else str
                    for command, said in commands(second):
                        ran = subprocess.run(["bash", "-c", command], cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                             stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
                        good = is_said(loosened(said), loosened(ran.stdout))
                        passed, failed = (passed + 1, failed) if good else (passed, failed + 1)
                        if not good:
                            print(f"FAILED {page}: $ {command}\n--- the page says\n{said}\n--- it prints (exit status {ran.returncode})\n{ran.stdout}---")
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(15)
    if passed + failed == 0:
        print(f"FAILED {page}: has no commands to run")
        failed += 1
    return passed, failed


def main():
    totals = [run_page(page) for page in sys.argv[1:]]
    passed, failed = sum(p for p, _ in totals), sum(f for _, f in totals)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not totals else 0


if __name__ == "__main__":
    sys.exit(main())
