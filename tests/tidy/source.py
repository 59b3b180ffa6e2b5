"""A source tree in memory: files by their path from the root, and C++ without its comments and literals."""

import json
import os
import re

SKIPPED_FOLDERS = re.compile(r"(^|/)(\.git|\.cache|build[^/]*|node_modules|__pycache__)$")
PRODUCTION = ("statemachine/", "engine/", "workers/", "cli/", "examples/")

TOKEN = re.compile(
    r"""(?P<raw>R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")"""
    r"""|(?P<line>//[^\n]*)"""
    r"""|(?P<block>/\*.*?\*/)"""
    r"""|(?P<text>"(?:\\.|[^"\\\n])*")"""
    r"""|(?P<digits>\b[0-9][0-9a-zA-Z_.']*)"""
    r"""|(?P<char>'(?:\\.|[^'\\\n])+')""",
    re.S | re.X,
)


def strip(text):
    """C++ with comments and literals blanked; line numbers stay."""
    return TOKEN.sub(lambda found: "\n" * found.group().count("\n") + " ", text)


def identifiers(code):
    """(line, name) of every identifier in stripped code."""
    for number, line in enumerate(code.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        for name in re.findall(r"\b[A-Za-z_]\w*", line):
            yield number, name


class File:
    def __init__(self, path, text):
        self.path, self.text = path, text
        self._code = None

    @property
    def code(self):
        if self._code is None:
            self._code = strip(self.text)
        return self._code

    def lines(self):
        return len(self.text.splitlines())

    def is_production(self):
        return self.path.startswith(PRODUCTION)

    def own_includes(self):
        return self._includes(r'#\s*include\s+"([^"]+)"')

    def foreign_includes(self):
        return self._includes(r"#\s*include\s+<([^>]+)>")

    def _includes(self, pattern):
        return [(number, found[1]) for number, line in enumerate(self.text.splitlines(), 1) if (found := re.match(pattern, line))]


class Tree:
    """`compiled` holds the sources that have a compile command; None = not known."""

    def __init__(self, files, compiled=None):
        self.files = {path: File(path, text) for path, text in files.items()}
        self.compiled = compiled
        self.folders = {os.path.dirname(path) for path in files}

    @staticmethod
    def read(root, build):
        files = {}
        for folder, folders, names in os.walk(root):
            place = os.path.relpath(folder, root)
            folders[:] = [name for name in folders if not SKIPPED_FOLDERS.search(os.path.normpath(os.path.join(place, name)))]
            for name in names:
                if name == ".git":  # of a second work tree
                    continue
                path = os.path.normpath(os.path.join(place, name))
                try:
                    with open(os.path.join(root, path), encoding="utf-8") as file:
                        files[path] = file.read()
                except (UnicodeDecodeError, OSError):
                    files[path] = ""  # no text: a fixture, a picture
        with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
            compiled = {os.path.relpath(entry["file"], root) for entry in json.load(file)}
        return Tree(files, compiled)

    def __contains__(self, path):
        return path in self.files

    def get(self, path):
        return self.files.get(path)

    def exists(self, path):
        return path in self.files or any(folder == path or folder.startswith(path + "/") for folder in self.folders)

    def texts(self):
        return self.files.values()

    def cpp(self):
        return [file for path, file in sorted(self.files.items()) if path.endswith((".cpp", ".hpp"))]
