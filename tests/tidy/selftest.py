"""Proof that each rule bites: a small tree that breaks it, and one that doesn't."""

import rules
from source import Tree, identifiers, strip

HEADER = "// Promises something to somebody.\n#pragma once\n"


def tree(files, compiled=None):
    return Tree(files, compiled)


# (rule, files, how many violations are due[, compiled sources])
EXAMPLES = [
    (rules.include_direction, {"statemachine/query/a.cpp": '#include "statemachine/vocabulary/v.hpp"\n', "statemachine/vocabulary/v.hpp": ""}, 0),
    (rules.include_direction, {"statemachine/vocabulary/a.cpp": '#include "statemachine/query/q.hpp"\n', "statemachine/query/q.hpp": ""}, 1),
    (rules.include_direction, {"statemachine/execution/a.cpp": '#include "engine/ports/p.hpp"\n', "engine/ports/p.hpp": ""}, 1),
    (rules.include_direction, {"engine/store/a.cpp": '#include "engine/runtime/p.hpp"\n', "engine/runtime/p.hpp": ""}, 1),
    (rules.include_direction, {"workers/dispatch/a.cpp": '#include "workers/sdk/p.hpp"\n', "workers/sdk/p.hpp": ""}, 1),
    (rules.include_direction, {"cli/a.cpp": '#include "engine/api/p.hpp"\n', "engine/api/p.hpp": ""}, 0),
    (rules.include_direction, {"cli/a.cpp": '#include "p.hpp"\n', "cli/p.hpp": ""}, 1),
    (rules.include_direction, {"attic/a.cpp": '#include "engine/api/p.hpp"\n', "engine/api/p.hpp": ""}, 1),
    (rules.foreign_headers, {"engine/runtime/a.cpp": "#include <sqlite3.h>\n"}, 1),
    (rules.foreign_headers, {"engine/store/sqlite/a.cpp": "#include <sqlite3.h>\n"}, 0),
    (rules.foreign_headers, {"engine/service/a.cpp": "#include <boost/asio/post.hpp>\n"}, 1),
    (rules.foreign_headers, {"engine/api/a.cpp": "#include <boost/asio/post.hpp>\n#include <httplib.h>\n"}, 1),
    (rules.foreign_headers, {"statemachine/query/a.cpp": "#include <mutex>\n"}, 1),
    (rules.foreign_headers, {"engine/api/a.cpp": "#include <regex>\n"}, 1),
    (rules.foreign_headers, {"statemachine/execution/a.cpp": "#include <re2/re2.h>\n"}, 1),
    (rules.foreign_headers, {"engine/api/a.hpp": "#include <boost/json/value.hpp>\n", "engine/api/b.hpp": "#include <boost/json/fwd.hpp>\n"}, 1),
    (rules.foreign_headers, {"engine/api/a.cpp": "#include <boost/json.hpp>\n", "engine/api/b.cpp": "#include <boost/json/value.hpp>\n"}, 1),
    (rules.precompiled_headers_are_included, {"cli/a.cpp": "std::vector<int> a;\nstd::map<int, std::string> b;\nboost::json::value c;\n"}, 4),
    (rules.precompiled_headers_are_included, {"cli/a.cpp": '#include "cli/a.hpp"\nstd::vector<std::string_view> a;\n', "cli/a.hpp": '#include <string>\n#include <vector>\n'}, 0),
    (rules.precompiled_headers_are_included, {"cli/a.cpp": '#include <boost/json/fwd.hpp>\njson::value* a; // std::vector\nauto b = "std::map"; my::vector c;\n'}, 0),
    (rules.banned_identifiers, {"statemachine/a.cpp": "void f() { throw 1; }\n"}, 1),
    (rules.banned_identifiers, {"statemachine/a.cpp": 'const char* a = "throw"; // throw\n/* throw */ auto b = R"(throw)"; int rethrown, strand;\n'}, 0),
    (rules.banned_identifiers, {"statemachine/a.cpp": "auto t = std::chrono::steady_clock::now();\n"}, 1),
    (rules.banned_identifiers, {"statemachine/a.cpp": "std::thread a; int b = rand(); sqlite3_open(c, d);\n"}, 3),
    (rules.banned_identifiers, {"engine/api/a.cpp": "std::thread a; co_await b;\n"}, 0),
    (rules.banned_identifiers, {"engine/runtime/a.cpp": "co_await b; steady_clock::now();\n"}, 2),
    (rules.banned_identifiers, {"tests/unit/a.cpp": "throw 1;\n"}, 0),
    (rules.file_lengths, {"cli/a.cpp": "int a;\n" * 601, "cli/b.cpp": "int b;\n" * 600, "tests/c.cpp": "int c;\n" * 900}, 1),
    (rules.headers_promise, {"cli/a.hpp": HEADER}, 0),
    (rules.headers_promise, {"cli/a.hpp": "#pragma once\n", "cli/b.hpp": "// b\n#pragma once\n", "cli/c.hpp": "// Promises, but is not guarded.\n"}, 3),
    (rules.no_dead_files, {"cli/a.cpp": "", "cli/b.cpp": '#include "cli/b.hpp"\n', "cli/b.hpp": "", "cli/c.hpp": "",
                           "cli/d.cpp": '#include "cli/b.hpp"\n'}, 2, {"cli/b.cpp", "cli/d.cpp"}),
    (rules.no_dead_files, {"cli/b.cpp": '#include "cli/b.hpp"\n', "cli/b.hpp": "", "tests/a.cpp": '#include "cli/b.hpp"\n#include "tests/a.hpp"\n',
                           "tests/a.hpp": ""}, 1),
    (rules.no_machine_paths, {"docs/a.md": "see /" + "home/somebody/pawl\n", "docs/b.md": "see ../work/x, a/work/y, https://h.example/work\n"}, 1),
    (rules.suites_are_run, {"scripts/test": "programs=(a b)\nalone=(c)\n", "tests/c/run": "", "tests/d/run": "",
                            "tests/CMakeLists.txt": "pawl_tests(a F)\npawl_tests(e F)\n"}, 2),
    (rules.links_lead_somewhere, {"docs/a.md": "[x](b.md) [y](../README.md#top) [z](https://a.example) [no](c.md)\n", "docs/b.md": "", "README.md": ""}, 1),
    (rules.citations_lead_somewhere, {"docs/reference/recorded-behaviour.md": "# Page\n## Retry and Catch\n",
                                      "cli/a.cpp": "// as seen (recorded-behaviour#retry-and-catch).\n// OASIS, §3\n", "cli/b.cpp": "// recorded-behaviour#retry\n"}, 1),
    (rules.citations_lead_somewhere, {"cli/a.cpp": "// x (contract §7)\n// Recorded §9\n/// y (recorded\n/// §8)\n", "cli/b.cpp": "// recorded: -2.5 is -2\n"}, 3),
    (rules.schemas_are_json, {"schemas/a.json": "{}", "schemas/b.json": "{"}, 1),
]


def run():
    """The failures, and how many checks there were."""
    failures = []
    for number, (rule, files, due, *compiled) in enumerate(EXAMPLES, 1):
        found = list(rule(tree(files, *compiled)))
        if len(found) != due:
            failures.append(f"example {number} of {rule.__name__}: {due} violations are due, found {found}")
    unproven = {rule.__name__ for rule in rules.RULES} - {example[0].__name__ for example in EXAMPLES if example[2] > 0}
    if unproven:
        failures.append(f"rules that no example breaks: {', '.join(sorted(unproven))}")
    stripped = list(identifiers(strip("a = 1'000; // b\nc('d', \"e\\\"f\", R\"x(g\n)\" h)x\"); i")))
    if stripped != [(1, "a"), (2, "c"), (3, "i")]:
        failures.append(f"stripping comments and literals left {stripped}")
    return failures, len(EXAMPLES) + 2
