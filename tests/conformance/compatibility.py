#!/usr/bin/env python3
"""Writes the tables of docs/reference/aws-compatibility.md out of what the tests know: tests/conformance/results.json, which counts the recordings of AWS
and the cases of the language suites that hold, by operation, state type, field and function.

tests/conformance/run counts (it calls this file's functions) and fails when its counts, results.json and the page disagree.
usage: tests/conformance/compatibility.py           write the page's tables out of results.json
       tests/conformance/compatibility.py --check   only tell whether they are as they should be; exit status 1 when not
"""
import argparse
import collections
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = HERE / "results.json"
PAGE = ROOT / "docs" / "reference" / "aws-compatibility.md"
SCHEMA = ROOT / "schemas" / "asl.schema.json"
NO_REASON = "no reason given"
KINDS = {"history": "executions, event by event", "api": "conversations with the API", "validation": "judgements of definitions",
         "test_state": "answers of TestState"}
STATES = ("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")
OF_EVERY_STATE = {"Type", "Next", "End", "Comment"}
OF_EVERY_RULE = {"Comment", "Next", "Variable"}
LOGIC = ("And", "Or", "Not")


# ------------------------------------------------------------------------------------------------ what a case is about
def inner_states(state):
    """The States objects inside a state."""
    machines = [state.get("ItemProcessor"), state.get("Iterator"), *(state.get("Branches") or ())]
    return [machine["States"] for machine in machines if isinstance(machine, dict) and isinstance(machine.get("States"), dict)]


def states_of(definition):
    """Every state of a definition, those of branches and iterations, too."""
    waiting = [definition.get("States") or {}]
    while waiting:
        for state in waiting.pop().values():
            if isinstance(state, dict):
                yield state
                waiting += inner_states(state)


def rules_of(rules):
    """The rules of a Choice, and those inside And, Or and Not."""
    for rule in rules:
        if isinstance(rule, dict):
            yield rule
            inner = [rule[word] for word in LOGIC if word in rule]
            yield from rules_of([each for part in inner for each in (part if isinstance(part, list) else [part])])


def resource_kind(resource):
    if ":function:" in resource:
        return "a Lambda function's ARN"
    return "an activity's ARN" if ":activity:" in resource else f"`{resource}`"


def features(definition):
    """{(table, …)} that a definition makes use of."""
    found = set()
    for state in states_of(definition):
        kind = state.get("Type")
        found |= {("states", kind)} | {("fields", field, kind) for field in set(state) - OF_EVERY_STATE}
        for block in ("Retry", "Catch"):
            found |= {("blocks", f"{block}: {field}") for entry in state.get(block) or () for field in set(entry) - {"Comment", "Next"}}
        rules = list(rules_of(state.get("Choices") or ()))
        found |= {("rules", field) for rule in rules for field in set(rule) - OF_EVERY_RULE}
        if isinstance(state.get("Resource"), str):
            found.add(("resources", resource_kind(state["Resource"])))
        if kind == "Map":
            config = (state.get("ItemProcessor") or state.get("Iterator") or {}).get("ProcessorConfig") or {}
            found.add(("resources", "Map, mode " + config.get("Mode", "INLINE")))
    text = json.dumps(definition)
    for expression in re.findall(r"\{%(.*?)%\}", text):
        found |= {("jsonata", "$" + name) for name in re.findall(r"\$([a-zA-Z]\w*)\(", expression)}
    found |= {("intrinsics", name) for name in re.findall(r"\bStates\.[A-Z]\w+(?=\()", text)}
    return found


def missing_features(case, unbuilt_operations):
    """What a case needs that may not be built yet, by the names known.md uses."""
    tags, text = case.get("tags", {}), json.dumps({k: case.get(k) for k in ("steps", "request", "definition")})
    needs = [f"the operation {name}" for name in tags.get("ops", ()) if name in unbuilt_operations]
    needs += ["the operation TestState"] if case["kind"] == "test_state" else []
    needs += ["activities"] if "activity" in tags.get("needs", ()) else []
    needs += ["nested executions"] if "nested" in tags.get("needs", ()) else []
    needs += ["Express state machines"] if case.get("type") == "EXPRESS" or '"type": "EXPRESS"' in text else []
    needs += ["Distributed Map"] if "DISTRIBUTED" in text else []
    needs += ["versions and aliases"] if '"publish": true' in text else []
    return needs


# ---------------------------------------------------------------------------------------------------------- known.md
def known(path):
    """({case: reason}, {feature that is not built}) of known.md: list entries `- `case`: reason` and `- not built: feature`."""
    reasons, not_built = {}, set()
    for entry in re.split(r"^- ", path.read_text(), flags=re.M)[1:]:
        text = " ".join(entry.split("\n\n")[0].split())
        if text.startswith("not built: "):
            not_built.add(text.removeprefix("not built: ").rstrip("."))
        elif match := re.match(r"`([^`]+)`: (.*)", text):
            reasons[match[1]] = match[2]
    return reasons, not_built


def reason_of(case, name, reasons, not_built, unbuilt_operations):
    """Why a case does not hold, or None when nobody said."""
    if name in reasons:
        return reasons[name]
    for need in missing_features(case, unbuilt_operations):
        if need in not_built or need.startswith("the operation "):
            return need
    return None


# ---------------------------------------------------------------------------------------------------------- counting
def core_cases(corpus):
    """{"kind id": case} of what AWS itself answered (tier core)."""
    cases = {}
    for kind in KINDS:
        with open(corpus / f"{kind}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                if case["tier"] == "core":
                    cases[f"{kind} {case['id']}"] = case
    return cases


def definition_of(case):
    try:
        definition = case.get("definition") or json.loads(case.get("definition_text") or "{}")
    except ValueError:
        return {}
    return definition if isinstance(definition, dict) else {}


def count(corpus, passed, built, suites, known_file):
    """results.json: every count is [hold, of how many]. `built`: {operation: whether}; `suites`: {suite: {group: [hold, of]}}."""
    reasons, not_built = known(known_file)
    unbuilt = {name for name, is_built in built.items() if not is_built}
    tables = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
    open_cases = collections.defaultdict(list)
    for name, case in core_cases(corpus).items():
        holds = name in passed
        about = {("kinds", case["kind"])}
        if case["kind"] == "history":
            about |= features(definition_of(case)) | {("query", case["tags"].get("query", "JSONPath"))}
        if case["kind"] == "test_state":
            about.add(("operations", "TestState"))
        about |= {("operations", operation) for operation in case["tags"].get("ops", ())}
        for table, *key in about:
            cell = tables[table]["/".join(key)]
            cell[0] += holds
            cell[1] += 1
        if not holds:
            open_cases[reason_of(case, name, reasons, not_built, unbuilt) or NO_REASON].append(name)
    return {
        "operations": {name: {"built": built[name], "recordings": tables["operations"][name]} for name in sorted(built)},
        **{table: {key: cells[key] for key in sorted(cells)} for table, cells in sorted(tables.items()) if table != "operations"},
        "suites": suites,
        "open": {reason: sorted(names) for reason, names in sorted(open_cases.items())},
    }


def write_results(results):
    """One line a count, so that a change shows as what it is."""
    def lines(value, indent):
        if isinstance(value, dict) and value:
            inner = [f"{indent} {json.dumps(key)}: {lines(each, indent + ' ')}" for key, each in value.items()]
            return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
        if isinstance(value, list) and value and isinstance(value[0], str):
            return "[\n" + ",\n".join(f"{indent} {json.dumps(each)}" for each in value) + f"\n{indent}]"
        return json.dumps(value)
    RESULTS.write_text(lines(results, "") + "\n")


# ------------------------------------------------------------------------------------------------------------ tables
def share(cell):
    """How many hold: "12", or "10 of 12"."""
    hold, of = cell
    return "–" if of == 0 else f"{of:,}" if hold == of else f"{hold:,} of {of:,}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def grid(head, pairs, columns):
    """Many short rows side by side, read downwards."""
    height = -(-len(pairs) // columns)
    rows = [[cell for pair in pairs[row::height] for cell in pair] for row in range(height)]
    return table(list(head) * columns, [row + [""] * (2 * columns - len(row)) for row in rows])


def total(cells):
    return [sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)]


def schema_fields():
    """{state type: {field}}, {"Retry": {field}, "Catch": …}, {rule field}, and the language of fields that have only one."""
    definitions = json.loads(SCHEMA.read_text())["$defs"]
    states = {kind: set(definitions[kind.lower()]["properties"]) - OF_EVERY_STATE for kind in STATES}
    blocks = {name: set(definitions[name.lower()]["items"]["properties"]) - {"Comment", "Next"} for name in ("Retry", "Catch")}
    only = {}
    for name, language in (("withoutJsonPath", "JSONPath"), ("withoutJsonata", "JSONata")):
        only |= {each["required"][0]: language for each in definitions[name]["not"]["anyOf"]}
    return states, blocks, set(definitions["choiceRule"]["properties"]) - OF_EVERY_RULE, only


def recordings_block(results):
    rows = [[title, share(results["kinds"].get(kind, [0, 0]))] for kind, title in KINDS.items()]
    rows += [[title, share(total(results["suites"].get(suite, {"": [0, 0]}).values()))] for suite, title in SUITES.items()]
    return table(["recorded or published cases", "hold"], rows)


SUITES = {
    "intrinsics": "intrinsic functions as AWS evaluated them",
    "jsonpath": "JSONPath: outcomes of AWS and of Jayway JsonPath 2.0.0, whose dialect it is",
    "jsonata": "JSONata: the language's own suite 2.2.2, without `$eval`, which Step Functions does not have",
    "definitions": "definitions from public repositories, accepted or refused as they are to be",
}


def operations_block(results):
    rows = [[name, "built" if each["built"] else "–", share(each["recordings"])] for name, each in results["operations"].items()]
    return table(["operation", "", "recorded conversations that hold"], rows)


def fields_block(results):
    allowed, _, _, only = schema_fields()
    fields = sorted({field for of_state in allowed.values() for field in of_state})
    rows = [["*the state itself*", ""] + [share(results["states"].get(kind, [0, 0])) for kind in STATES]]
    for field in fields:
        cells = [share(results["fields"].get(f"{field}/{kind}", [0, 0])) if field in allowed[kind] else "" for kind in STATES]
        rows.append([field, only.get(field, ""), *cells])
    return table(["field", "only in", *STATES], rows)


def blocks_block(results):
    _, blocks, _, _ = schema_fields()
    names = [f"{block}: {field}" for block, fields in blocks.items() for field in sorted(fields)]
    return grid(["field", "hold"], [[name, share(results["blocks"].get(name, [0, 0]))] for name in names], 2)


def rules_block(results):
    _, _, rules, _ = schema_fields()
    return grid(["in a rule", "hold"], [[name, share(results["rules"].get(name, [0, 0]))] for name in sorted(rules)], 3)


def resources_block(results):
    return table(["used in recorded executions", "hold"], [[name, share(cell)] for name, cell in results["resources"].items()])


def intrinsics_block(results):
    suite = results["suites"].get("intrinsics", {})
    names = sorted(set(suite) | set(results["intrinsics"]))
    rows = [[f"`{name}`", share(suite.get(name, [0, 0])), share(results["intrinsics"].get(name, [0, 0]))] for name in names]
    return table(["function", "calls AWS evaluated", "recorded executions that use it"], rows)


def jsonpath_block(results):
    return table(["held against", "hold"], [[name, share(cell)] for name, cell in results["suites"].get("jsonpath", {}).items()])


# The suite's groups that are one function, under another name than `function-NAME`.
FUNCTION_GROUPS = {"function-tomillis": "$toMillis", "function-typeOf": "$type", "hof-filter": "$filter", "hof-map": "$map", "hof-reduce": "$reduce",
                   "hof-single": "$single"}
LANGUAGE_GROUPS = {"function-applications": "function application, `~>`", "function-signatures": "signatures", "boolean-expresssions": "boolean expressions",
                   "descendent-operator": "descendants, `**`", "hof-zip-map": "`$zip` and `$map` together", "encoding": "`$base64encode`, `$base64decode`",
                   "null": "null"}


def jsonata_blocks(results):
    functions, language = {}, []
    for group, cell in results["suites"].get("jsonata", {}).items():
        name = FUNCTION_GROUPS.get(group) or ("$" + group.removeprefix("function-") if group.startswith("function-") else None)
        if name is None or group in LANGUAGE_GROUPS:
            language.append([LANGUAGE_GROUPS.get(group, group.replace("-", " ")), share(cell)])
        else:
            functions[name] = cell
    recorded = results["jsonata"]
    rows = [[f"`{name}`", f"{share(functions.get(name, [0, 0]))} · {share(recorded.get(name, [0, 0]))}"]
            for name in sorted(set(functions) | (set(recorded) & AWS_FUNCTIONS) | (set(recorded) & set(functions)), key=str.lower)]
    return grid(["function", "suite · recordings"], rows, 3), grid(["of the language", "suite"], sorted(language, key=lambda row: row[0].strip("`$")), 3)


AWS_FUNCTIONS = {"$partition", "$range", "$hash", "$random", "$uuid", "$parse"}


def open_block(results):
    rows = []
    for reason, names in sorted(results["open"].items(), key=lambda item: (-len(item[1]), item[0])):
        kinds = collections.Counter(name.split(" ")[0] for name in names)
        rows.append([reason, ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))])
    return table(["why they are open", "recordings"], rows)


def blocks(results):
    functions, language = jsonata_blocks(results)
    return {"recordings": recordings_block(results), "operations": operations_block(results), "fields": fields_block(results), "blocks": blocks_block(results),
            "rules": rules_block(results), "resources": resources_block(results), "intrinsics": intrinsics_block(results),
            "jsonpath": jsonpath_block(results), "jsonata functions": functions, "jsonata language": language, "open": open_block(results)}


# -------------------------------------------------------------------------------------------------------------- page
def filled_in(page, results):
    """(the page with its generated blocks anew, what is wrong with its markers)."""
    wanted, seen = blocks(results), []

    def replace(match):
        seen.append(match[1])
        return f"<!-- generated: {match[1]} -->\n{wanted.get(match[1], match[2].strip())}\n<!-- end -->"
    text = re.sub(r"<!-- generated: ([^>]*?) -->\n(.*?)<!-- end -->", replace, page, flags=re.S)
    faults = [f"has no block '{name}'" for name in wanted if name not in seen] + [f"has a block '{name}' that nobody fills" for name in seen if name not in wanted]
    return text, faults + [f"has the block '{name}' {number} times" for name, number in collections.Counter(seen).items() if number > 1]


def page_faults():
    """What is wrong with the page, held against results.json; needs nothing but this repository."""
    text, faults = filled_in(PAGE.read_text(), json.loads(RESULTS.read_text()))
    if text != PAGE.read_text():
        faults.append("does not say what results.json says: run tests/conformance/compatibility.py")
    return [f"{PAGE.relative_to(ROOT)} {fault}" for fault in faults]


def write_page():
    text, faults = filled_in(PAGE.read_text(), json.loads(RESULTS.read_text()))
    PAGE.write_text(text)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 when the page is not as it should be")
    faults = page_faults() if parser.parse_args().check else write_page()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
