"""The house rules about the source tree, each a function from a Tree to the list of its violations ("path:line: what is wrong")."""

import json
import os
import re

from source import PRODUCTION, Tree, identifiers

# Which room may look into which (docs/architecture.md). A room is the longest prefix of a path in this table. Every room sees itself.
VOCABULARY = ["statemachine/vocabulary"]
CORE = VOCABULARY + ["statemachine/query", "statemachine/definition", "statemachine/execution"]
ROOMS = {
    "statemachine/vocabulary": [],
    "statemachine/query": VOCABULARY,
    "statemachine/definition": VOCABULARY + ["statemachine/query"],
    "statemachine/execution": CORE,
    "statemachine/rehearsal": CORE,
    "statemachine/graph": VOCABULARY + ["statemachine/query", "statemachine/definition"],
    "engine/ports": CORE,
    "engine/journal": CORE + ["engine/ports"],
    "engine/runtime": CORE + ["engine/ports", "engine/journal"],
    "engine/store": VOCABULARY + ["engine/ports"],
    "engine/service": CORE + ["engine/ports", "engine/journal", "engine/runtime"],
    "engine/api": CORE + ["engine/ports", "engine/journal", "engine/runtime", "engine/service"],
    "workers/dispatch": VOCABULARY + ["engine/ports"],
    "workers/sdk": VOCABULARY,
    "examples": VOCABULARY + ["workers/sdk"],
    "cli": None,    # the composition root knows everyone
    "tests": None,  # and tests look everywhere
}
# What the ports' own types are made of: who knows a port knows these.
PORT_TYPES = {"statemachine/execution/command.hpp"}

# Foreign headers and the only places that may include them.
FOREIGN = {
    r"sqlite3\.h$": ("engine/store/", "tests/"),
    r"boost/(asio|beast)\b": ("engine/api/", "workers/dispatch/", "tests/"),
    r"httplib\.h$": ("workers/sdk/", "cli/", "examples/", "tests/"),
    r"yaml-cpp/": ("statemachine/definition/yaml_reader.cpp", "cli/"),
    r"CLI/": ("cli/",),
    r"re2/": ("statemachine/query/jsonata/library/",),
    r"regex$": (),
    r"(thread|mutex|shared_mutex|condition_variable|future|chrono|random)$": ("engine/", "workers/", "cli/", "examples/", "tests/"),
}

# Whole identifiers that a folder's production code may not use.
BANNED = {
    "statemachine/": r"throw|thread|jthread|mutex|shared_mutex|recursive_mutex|condition_variable|sqlite3_\w+|asio|httplib|"
    r"random_device|mt19937\w*|system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday|localtime\w*|getenv|sleep\w*",
    "engine/runtime/": r"sqlite3_\w+|asio|beast|httplib|system_clock|steady_clock|clock_gettime|gettimeofday",
    "engine/store/": r"asio|beast|httplib",
    "engine/": r"throw",
    "workers/": r"throw",
    "cli/": r"throw",
    "": r"goto|regex|rand|srand|strtok|gets|sprintf|alloca",
}
COROUTINES = re.compile(r"co_await|co_return|co_yield|co_spawn")
COROUTINE_ROOMS = ("engine/api/", "workers/dispatch/", "tests/")


def room_of(path):
    fitting = [room for room in ROOMS if path.startswith(room + "/")]
    return max(fitting, key=len) if fitting else None


def include_direction(tree: Tree):
    """Includes point down only."""
    for file in tree.cpp():
        room = room_of(file.path)
        for line, target in file.own_includes():
            goal = room_of(target)
            if goal is None or target not in tree:
                yield f'{file.path}:{line}: "{target}" is no file of this tree; include by the path from the root'
            elif room is None:
                yield f"{file.path}:{line}: this folder is no room; add it to tests/tidy/rules.py with what it may include"
            elif ROOMS[room] is not None and goal != room and goal not in ROOMS[room] and not ("engine/ports" in ROOMS[room] and target in PORT_TYPES):
                yield f'{file.path}:{line}: {room} may not look into {goal} ("{target}")'


def foreign_headers(tree: Tree):
    """A library is known to its adapter alone."""
    for file in tree.cpp():
        for line, target in file.foreign_includes():
            for pattern, places in FOREIGN.items():
                if re.match(pattern, target) and not file.path.startswith(tuple(places)):
                    yield f"{file.path}:{line}: <{target}> may be included in {', '.join(places) or 'no file'} only"
            if target == "boost/json.hpp":
                yield f"{file.path}:{line}: <boost/json.hpp> costs a second per file; include the parts (headers: <boost/json/fwd.hpp>)"
            elif file.path.endswith(".hpp") and target.startswith("boost/json/") and target != "boost/json/fwd.hpp" and file.is_production() \
                    and "Internal to" not in file.text.split("#pragma")[0]:
                yield f"{file.path}:{line}: headers include <boost/json/fwd.hpp>, not <{target}>"


# What the precompiled headers (CMakeLists.txt) would hide: who uses one of these names includes its header, itself or by way of the tree's own files.
STRING = r"(w|u8|u16|u32)?string|to_string|sto(i|l|ll|ul|ull|f|d)|char_traits|getline"
PRECOMPILED = {
    "algorithm": r"std::(ranges::)?(sort|stable_sort|find|find_if|find_if_not|any_of|all_of|none_of|count|count_if|min|max|minmax|clamp|copy|copy_n|copy_if|"
                 r"transform|reverse|rotate|unique|remove|remove_if|lower_bound|upper_bound|equal_range|binary_search|fill|fill_n|for_each|mismatch|"
                 r"search|adjacent_find|min_element|max_element|shuffle|partition|replace|generate|includes|is_sorted|nth_element|contains)",
    "cstdint": r"std::u?int(8|16|32|64|ptr|max)_t",
    "map": r"std::(multi)?map",
    "memory": r"std::(unique_ptr|shared_ptr|weak_ptr|make_unique|make_shared|enable_shared_from_this|addressof|construct_at|destroy_at)",
    "optional": r"std::(optional|nullopt|make_optional)",
    "string": rf"std::({STRING})",
    "string_view": r"std::string_view",
    "variant": r"std::(variant|visit|get_if|holds_alternative|monostate)",
    "vector": r"std::vector",
    "boost/json/": r"json::(value|object|array|string|kind|parse|serialize|value_to|storage_ptr)",
    "boost/system/": r"boost::system::result",
    "boost/asio/": r"asio::\w+",
}
# What a library promises to bring along ([string.syn], [variant.syn], …; Boost's own pages).
BRINGS = {"string": ("string_view",)}


def precompiled_headers_are_included(tree: Tree):
    """Nobody leans on the precompiled headers."""
    reached = {}

    def reach(path):
        if path not in reached:
            reached[path] = found = set()
            file = tree.get(path)
            for _, target in file.foreign_includes() if file else ():
                found.update((target,) + BRINGS.get(target, ()))
            for _, target in file.own_includes() if file else ():
                found.update(reach(target))
        return reached[path]

    for file in tree.cpp():
        if not file.is_production():
            continue
        code, included = file.code, reach(file.path)
        for header, names in PRECOMPILED.items():
            if header in included or (header.endswith("/") and any(one.startswith(header) for one in included)):
                continue
            if used := re.search(rf"(?<![\w:])(?:boost::)?(?:{names})\b", code):
                yield f"{file.path}:{code.count(chr(10), 0, used.start()) + 1}: {used[0]} without {header}"


def banned_identifiers(tree: Tree):
    """No clock, thread, socket, SQL or exception where there is none; no throw anywhere."""
    for file in tree.cpp():
        if not file.is_production():
            continue
        for line, name in identifiers(file.code):
            for folder, pattern in BANNED.items():
                if file.path.startswith(folder) and re.fullmatch(pattern, name):
                    yield f"{file.path}:{line}: '{name}' is banned in {folder or 'production code'}"
            if COROUTINES.fullmatch(name) and not file.path.startswith(COROUTINE_ROOMS):
                yield f"{file.path}:{line}: coroutines stay in {', '.join(COROUTINE_ROOMS)}"


def file_lengths(tree: Tree, limit=600):
    """A file over 600 lines holds a second noun."""
    for file in tree.cpp():
        if file.is_production() and file.lines() > limit:
            yield f"{file.path}: {file.lines()} lines, more than {limit}: split it by noun"


def long_files(tree: Tree):
    return [f"{file.path}: {file.lines()} lines: which second noun moved in?" for file in tree.cpp() if file.is_production() and 500 < file.lines() <= 600]


def headers_promise(tree: Tree):
    """A header opens with a sentence that says what it promises."""
    for file in tree.cpp():
        if not file.path.endswith(".hpp"):
            continue
        opening = []
        for text in file.text.splitlines():
            if not text.startswith("//"):
                break
            opening.append(text.lstrip("/ "))
        comment = " ".join(opening)
        if len(comment.split()) < 4 or not re.search(r"[.:!?)]", comment):
            yield f"{file.path}:1: a header opens with a sentence that says what it promises"
        elif "#pragma once" not in file.text:
            yield f"{file.path}:1: #pragma once is missing"


def no_dead_files(tree: Tree):
    """Every source is compiled; every header is included by somebody, and one of production code by more than tests and the source it belongs to."""
    included = set()
    for file in tree.cpp():
        for _, target in file.own_includes():
            if not target.startswith(PRODUCTION) or (file.is_production() and file.path != target[:-len(".hpp")] + ".cpp"):
                included.add(target)
    for file in tree.cpp():
        # Some are compiled in a copy of the tree alone, which their suite makes.
        suite = re.fullmatch(r"tests/(\w+)/[^/]+", file.path)
        own = tree.get(f"tests/{suite[1]}/run") if suite else None
        if own is not None and f"pawl_tests({suite[1]} " in own.text:
            continue
        if file.path.endswith(".cpp") and tree.compiled is not None and file.path not in tree.compiled:
            yield f"{file.path}: no target compiles it"
        if file.path.endswith(".hpp") and file.path not in included:
            yield f"{file.path}: nobody includes it" + (", but for tests and its own source" if file.is_production() else "")


# Put together, so that this very file passes.
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:" + "|".join(["home", "root", "work", "Users"]) + r")/\w")


def no_machine_paths(tree: Tree):
    """Nothing depends on where somebody's copy lies."""
    for file in tree.texts():
        for number, line in enumerate(file.text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                yield f"{file.path}:{number}: a path of one machine: {line.strip()[:100]}"


def suites_are_run(tree: Tree):
    """scripts/test knows every suite."""
    script = tree.get("scripts/test")
    if script is None:
        return
    listed = set(re.findall(r"[\w/]+", " ".join(re.findall(r"^(?:programs|suites|alone)=\((.*?)\)", script.text, re.M | re.S))))
    for file in tree.texts():
        suite = re.fullmatch(r"tests/(\w+)/run", file.path)
        if suite and suite[1] not in listed and suite[1] != "bench":  # measured by hand, on a quiet machine
            yield f"{file.path}: scripts/test does not run it"
    cmake = tree.get("tests/CMakeLists.txt")
    for program in re.findall(r"^pawl_tests\((\w+)", cmake.text if cmake else "", re.M):
        if program not in listed:
            yield f"tests/CMakeLists.txt: scripts/test does not run {program}"


def links_lead_somewhere(tree: Tree):
    """Relative links in the documentation point at files that exist."""
    for file in tree.texts():
        if not file.path.endswith(".md"):
            continue
        for number, line in enumerate(file.text.splitlines(), 1):
            for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", line):
                if re.match(r"[a-z]+:", target):
                    continue
                path = os.path.normpath(os.path.join(os.path.dirname(file.path), target))
                if not tree.exists(path):
                    yield f"{file.path}:{number}: the link to {target} leads nowhere"


CITED = re.compile(r"recorded-behaviour#([\w-]*)")
# "contract §7", "recorded §9" and the like name notes that nobody else has.
CITED_NOTES = re.compile(r"(?i)\b(?:contract|recorded|recorded-2026-09|(?:reference/)?query-languages(?:\.md)?),?\s+(?:///?<?\s*)?§")


def citations_lead_somewhere(tree: Tree):
    """Comments cite docs/reference/recorded-behaviour.md by sections that are there, and no notes outside the repository."""
    page = tree.get("docs/reference/recorded-behaviour.md")
    headings = re.findall(r"^#+ (.*)$", page.text, re.M) if page else []
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for file in tree.cpp():
        for found in CITED.finditer(file.text):
            if found[1] not in anchors:
                yield f"{file.path}:{file.text.count(chr(10), 0, found.start()) + 1}: docs/reference/recorded-behaviour.md has no section '{found[1]}'"
        for found in CITED_NOTES.finditer(file.text):
            yield f"{file.path}:{file.text.count(chr(10), 0, found.start()) + 1}: cite a section of docs/reference/recorded-behaviour.md instead of '{' '.join(found[0].split())}'"


def schemas_are_json(tree: Tree):
    """What ends in .json is JSON."""
    for file in tree.texts():
        if file.path.endswith(".json"):
            try:
                json.loads(file.text)
            except ValueError as error:
                yield f"{file.path}: {error}"


RULES = [include_direction, foreign_headers, precompiled_headers_are_included, banned_identifiers, file_lengths, headers_promise, no_dead_files, no_machine_paths, suites_are_run,
         links_lead_somewhere, citations_lead_somewhere, schemas_are_json]
