"""Counts definitions whose verdict by schemas/asl.schema.json is the right one. Needs ../shared/definitions; skips without it."""

import json
import os
import sys

from jsonschema import Draft202012Validator

shared = "../shared/definitions"
labels = "tests/unit/statemachine/data/definition_labels.txt"
beyond_schema = "tests/schema/beyond_schema.txt"

passed = failed = 0


def judge(good, name, why=""):
    global passed, failed
    passed, failed = (passed + 1, failed) if good else (passed, failed + 1)
    if not good:
        print(f"FAILED {name}: {why}")


def listed(file, column):
    with open(file, encoding="utf-8") as lines:
        return {line.split()[column] for line in lines if line.strip() and not line.startswith("#")}


def reviewed(verdict):
    with open(labels, encoding="utf-8") as lines:
        return {line.split()[1] for line in lines if line.startswith(verdict + " ")}


def innermost(error):
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return "/".join(str(step) for step in error.absolute_path) + ": " + error.message[:200]


def definitions(name):
    with open(os.path.join(shared, name), encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield one["id"], one["text"]


with open("schemas/asl.schema.json", encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
judge(True, "the schema is a schema")
validator = Draft202012Validator(schema)

# Small ones, so that the suite says something without the collections, too.
smallest = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
judge(validator.is_valid(smallest), "the smallest machine")
judge(not validator.is_valid({**smallest, "Startat": "A"}), "an unknown field")
judge(not validator.is_valid({"StartAt": "A", "States": {"A": {"Type": "Pass"}}}), "a Pass without Next and End")
judge(not validator.is_valid({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "SecondsPath": "$.a", "End": True}}}), "two times of a Wait")
judge(not validator.is_valid({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Succeed", "InputPath": "$"}}}), "JSONPath in JSONata")

if not os.path.isdir(shared):
    print("skipped: no ../shared/definitions")
    print(f"{passed} passed, {failed} failed, 1 skipped")
    sys.exit(1 if failed else 0)

wrongly_valid, wrongly_invalid, not_told = reviewed("refused"), reviewed("accepted"), listed(beyond_schema, 0)
for name, text in definitions("valid.jsonl"):
    if name in wrongly_valid:
        continue
    error = next(iter(validator.iter_errors(json.loads(text))), None)
    judge(error is None, name, "valid, but refused: " + innermost(error) if error else "")
for name, text in definitions("invalid.jsonl"):
    if name in wrongly_invalid:
        continue
    try:
        accepted = validator.is_valid(json.loads(text))
    except ValueError:
        accepted = False
    judge(accepted == (name in not_told), name, "invalid, but accepted" if accepted else "refused after all: take it off beyond_schema.txt")

print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(1 if failed else 0)
