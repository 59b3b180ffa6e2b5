"""Holds schemas/openapi.yaml against the server: the same routes and methods in the code, in the page for people and in the answers of a running
`pawl serve`; and real requests and answers, good and bad, of every route against the schemas. Needs build/pawl."""

import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

import yaml
from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("PAWL_BUILD", ROOT / "build"))
METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")
# Served beside the REST routes by engine/api/health.cpp, and never refused.
HEALTH = {"/livez", "/readyz", "/metrics"}
TOKEN = "a-secret"

document = yaml.safe_load((ROOT / "schemas" / "openapi.yaml").read_text())
passed = failed = 0


def judge(good, name, why=""):
    global passed, failed
    passed, failed = (passed + 1, failed) if good else (passed, failed + 1)
    if not good:
        print(f"FAILED {name}: {why}")


def resolve(node):
    """What a reference points at."""
    while "$ref" in node:
        target = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def closed(schema):
    """The schema, refusing members that it does not name: an answer must hold nothing that is not described."""
    schema = dict(resolve(schema))
    if "allOf" in schema:
        return {**schema, "unevaluatedProperties": False}
    if "properties" in schema:
        schema.setdefault("additionalProperties", False)
        schema["properties"] = {name: closed(each) for name, each in schema["properties"].items()}
    if "items" in schema:
        schema["items"] = closed(schema["items"])
    return schema


def complaint(schema, value):
    """What is wrong with the value by the schema; None when nothing is."""
    errors = Draft202012Validator({**schema, "components": document["components"]}).iter_errors(value)
    error = next(errors, None)
    return error and f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


# ---------------------------------------------------------------------------------------------------------- the routes
def routes_of_openapi():
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item if method.upper() in METHODS}


def routes_of_code():
    """The tables of engine/api/rest, and the health checks."""
    found = {("GET", path) for path in re.findall(r'request\.path == "(/\w+)"', (ROOT / "engine/api/health.cpp").read_text())}
    for file in sorted((ROOT / "engine/api/rest").glob("*.cpp")):
        found |= set(re.findall(r'\{"([A-Z]+)", "(/[^"]*)", \w+\}', file.read_text()))
    return found


def routes_of_page():
    """`METHOD /path?parameters` in the table of docs/reference/rest.md."""
    page = (ROOT / "docs" / "reference" / "rest.md").read_text()
    return set(re.findall(r"`(" + "|".join(METHODS) + r") (/[^`?]*)(?:\?[^`]*)?`", page))


def compare(left, right, left_name, right_name):
    for route in sorted(left | right):
        judge(route in left and route in right, " ".join(route), f"is in {left_name if route in left else right_name} only, not in "
              f"{right_name if route in left else left_name}")


# ---------------------------------------------------------------------------------------------------------- the server
class Server:
    """A `pawl serve` of its own, with an empty database, that demands a token."""

    def __init__(self, scratch):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.process = subprocess.Popen([BUILD / "pawl", "serve", "--db", f"{scratch}/pawl.db", "--port", str(self.port), "--token", TOKEN],
                                        cwd=scratch, stdout=subprocess.DEVNULL)

    def until_open(self):
        end = time.monotonic() + 20
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        sys.exit("pawl serve did not become ready")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, method, target, body=None, token=TOKEN, headers=()):
        """(status, headers, body)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            given = {**({"Authorization": "Bearer " + token} if token else {}), **dict(headers)}
            connection.request(method, target, body if body is None or isinstance(body, str) else json.dumps(body), given)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()


# ------------------------------------------------------------------------------------------------------------ the asking
class Conversation:
    """Asks, and judges requests and answers by what the document says of the route."""

    def __init__(self, server):
        self.server = server
        self.answered = {}  # (method, path) → statuses seen
        self.parameters = set()  # (method, path, parameter) that were given

    def __call__(self, due, method, path, body=None, query="", headers=(), token=TOKEN, **names):
        target = re.sub(r"\{(\w+)\}", lambda m: names[m[1]], path) + ("?" + query if query else "")
        title = f"{method} {target} → {due}"
        item = document["paths"].get(path, {})
        operation = item.get(method.lower(), {"responses": {}})
        status, answer_headers, text = self.server.ask(method, target, body, token, headers)
        self.answered.setdefault((method, path), set()).add(status)
        judge(status == due, title, f"answered {status}: {text[:300]}")
        self.parameters |= {(method, path, name) for name in [part.split("=")[0] for part in query.split("&") if part] + [name for name, _ in headers]}
        for name, value in urllib.parse.parse_qsl(query):
            known = {p["name"]: p["schema"] for p in map(resolve, operation.get("parameters", []) + item.get("parameters", []))}
            judge(name in known, title, f"the query parameter {name} is not described")
            if name in known and status < 400:
                value = json.loads(value) if re.fullmatch(r"\d+|true|false", value) and resolve(known[name]).get("type") != "string" else value
                judge(complaint(known[name], value) is None, title, f"{name} was taken, but is none by the schema: {complaint(known[name], value)}")
        if body is not None:
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            judge(schema is not None, title, "the document knows no body")
            wrong = schema is not None and (complaint(schema, body) if not isinstance(body, str) else "no JSON")
            judge(bool(wrong) == (status in (400, 422)), title, f"by the document the body is {'wrong: ' + wrong if wrong else 'right'}")
        self.judge_answer(title, operation, status, answer_headers, text)
        return json.loads(text) if answer_headers.get("Content-Type", "").endswith("json") and text else text

    def judge_answer(self, title, operation, status, headers, text):
        described = operation["responses"].get(str(status)) or operation["responses"].get("default")
        judge(described is not None, title, f"{status} is not described")
        if described is None:
            return
        described = resolve(described)
        for name in described.get("headers", {}):
            judge(name in headers, title, f"lacks the header {name}")
        content = described.get("content", {})
        kind = headers.get("Content-Type", "").split(";")[0] if text else None
        judge(kind in content if content else not text, title, f"is {kind or 'empty'}, described as {', '.join(content) or 'empty'}")
        if kind in content and kind.endswith("json"):
            wrong = complaint(closed(content[kind]["schema"]), json.loads(text))
            judge(wrong is None, title, f"the answer is not as described: {wrong}: {text[:300]}")


def definition(state):
    return {"StartAt": "A", "States": {"A": state}}


def talk(ask):
    """A success and a refusal of every route."""
    machines, machine = "/v1/state-machines", "/v1/state-machines/{name}"
    starts, executions, execution = "/v1/state-machines/{name}/executions", "/v1/executions", "/v1/executions/{id}"
    history, events, stop = execution + "/history", execution + "/events", execution + "/stop"
    functions, function = "/v1/functions", "/v1/functions/{name}"
    passing, waiting = definition({"Type": "Pass", "End": True}), definition({"Type": "Wait", "Seconds": 600, "End": True})
    failing = definition({"Type": "Fail", "Error": "Broken", "Cause": "on purpose"})

    ask(201, "PUT", machine, passing, name="pass")
    ask(200, "PUT", machine, {**passing, "Comment": "a new revision"}, name="pass")
    ask(201, "PUT", machine, {"definition": waiting, "role": "arn:aws:iam::000000000000:role/r"}, name="wait")
    ask(201, "PUT", machine, {"definition": json.dumps(failing)}, name="fail")
    ask(422, "PUT", machine, {"StartAt": "A"}, name="bad")
    ask(400, "PUT", machine, {"definition": passing, "colour": "red"}, name="bad")
    ask(200, "GET", machine, name="pass")
    ask(404, "GET", machine, name="none")
    ask(200, "GET", machines)
    first = ask(200, "GET", machines, query="limit=1")
    ask(200, "GET", machines, query="limit=1&next=" + first["next"])
    ask(400, "GET", machines, query="limit=1001")

    ask(202, "POST", starts, {"name": "one", "input": {"n": 1.5, "list": [None, "x"]}}, name="pass")
    ask(202, "POST", starts, name="wait")
    ask(202, "POST", starts, {"name": "held"}, name="wait")
    ask(202, "POST", starts, {"name": "one", "input": None}, name="fail")
    ask(404, "POST", starts, {}, name="none")
    ask(400, "POST", starts, {"inptu": 1}, name="pass")
    ask(200, "GET", execution, query="wait=10s", id="pass:one")
    ask(200, "GET", execution, query="wait=10s", id="fail:one")
    ask(409, "POST", starts, {"name": "one", "input": 2}, name="pass")
    ask(200, "GET", execution, id="wait:held")
    ask(404, "GET", execution, id="pass:none")
    ask(404, "GET", execution, id="no-id")
    ask(400, "GET", execution, query="wait=soon", id="pass:one")
    ask(200, "GET", executions)
    first = ask(200, "GET", executions, query="machine=wait&status=RUNNING&limit=1")
    ask(200, "GET", executions, query="machine=wait&status=RUNNING&limit=1&next=" + first["next"])
    ask(400, "GET", executions, query="status=DONE")
    ask(404, "GET", executions, query="machine=none")
    ask(200, "GET", history, id="fail:one")
    first = ask(200, "GET", history, query="reverse=true&limit=1", id="pass:one")
    ask(200, "GET", history, query="reverse=true&limit=1&next=" + first["next"], id="pass:one")
    ask(404, "GET", history, id="pass:none")
    ask(400, "GET", history, query="limit=x", id="pass:one")
    told = ask(200, "GET", events, id="pass:one")
    judge_events("the event stream", told, [1, 2, 3, 4])
    judge_events("the event stream after 2", ask(200, "GET", events, query="after=2", id="pass:one"), [3, 4])
    judge_events("the event stream after 3", ask(200, "GET", events, headers=[("Last-Event-ID", "3")], id="pass:one"), [4])
    ask(404, "GET", events, id="pass:none")
    ask(200, "POST", stop, {"error": "Enough", "cause": "said so"}, id="wait:held")
    ask(200, "POST", stop, id="pass:one")
    ask(404, "POST", stop, {}, id="pass:none")
    ask(400, "POST", stop, {"reason": "none"}, id="pass:one")

    ask(200, "PUT", function, {"url": "http://user:pw@127.0.0.1:9/{name}", "concurrency": 5, "timeoutSeconds": 60}, name="pay")
    ask(200, "PUT", function, {"url": "http://127.0.0.1:9/"}, name="*")
    ask(400, "PUT", function, {}, name="bad")
    ask(400, "PUT", function, {"url": "http://127.0.0.1:9/", "timeoutSeconds": 0}, name="bad")
    ask(400, "PUT", function, {"url": "http://127.0.0.1:9/", "timeout": 5}, name="bad")
    ask(200, "GET", function, name="pay")
    ask(404, "GET", function, name="none")
    ask(200, "GET", functions)
    ask(204, "DELETE", function, name="pay")
    ask(404, "DELETE", function, name="pay")
    ask(204, "DELETE", machine, name="fail")
    ask(404, "DELETE", machine, name="none")
    for path in HEALTH:
        ask(200, "GET", path, token=None)
    for method, path in sorted(routes_of_openapi()):
        if path not in HEALTH:
            ask(401, method, path, token=None, name="pass", id="pass:one")


def judge_events(title, stream, ids):
    """Server-sent events: the numbers due, each an Event, and the Execution as the last one."""
    schemas = document["components"]["schemas"]
    told = [dict(line.split(": ", 1) for line in block.split("\n")) for block in stream.strip().split("\n\n")]
    judge([int(event["id"]) for event in told[:-1]] == ids, title, f"ids {[event.get('id') for event in told]}, due {ids}")
    for event in told:
        is_last = event["event"] == "closed"
        value = json.loads(event["data"])
        wrong = complaint(closed(schemas["Execution" if is_last else "Event"]), value)
        judge(wrong is None and (is_last or value["type"] == event["event"]), title, f"{event}: {wrong}")
    judge(told[-1]["event"] == "closed", title, "does not end with closed")


def judge_coverage(ask):
    """Nothing described was left unasked."""
    for method, path in sorted(routes_of_openapi()):
        statuses = ask.answered.get((method, path), set())
        judge(any(status < 400 for status in statuses), f"{method} {path}", "no success was asked for")
        judge(path in HEALTH or any(status >= 400 and status != 401 for status in statuses) or path == "/v1/functions", f"{method} {path}",
              "no refusal was asked for but a missing token's")
        item = document["paths"][path]
        for parameter in map(resolve, item[method.lower()].get("parameters", [])):
            judge((method, path, parameter["name"]) in ask.parameters, f"{method} {path}", f"the parameter {parameter['name']} was never given")


def judge_methods(server):
    """What is not described is refused, and the refusal lists what is."""
    described = routes_of_openapi()
    for path in document["paths"]:
        target = path.replace("{name}", "pass").replace("{id}", "pass:one")
        methods = {method for method, route in described if route == path}
        for method in METHODS:
            if method in methods:
                continue
            status, headers, _ = server.ask(method, target)
            allowed = set(headers.get("Allow", "").replace(" ", "").split(","))
            judge(status == 404 if path in HEALTH else (status, allowed) == (405, methods), f"{method} {path}",
                  f"{status}, Allow {sorted(allowed)}; the document has {sorted(methods)}")
    judge(server.ask("GET", "/v1/none")[0] == 404, "GET /v1/none", "is there")


compare(routes_of_code(), routes_of_openapi(), "the code", "schemas/openapi.yaml")
compare(routes_of_page(), routes_of_openapi(), "docs/reference/rest.md", "schemas/openapi.yaml")
for schema_name, component in document["components"]["schemas"].items():
    Draft202012Validator.check_schema(component)
with tempfile.TemporaryDirectory(prefix="pawl-openapi-") as scratch_folder:
    running = Server(scratch_folder)
    try:
        running.until_open()
        conversation = Conversation(running)
        talk(conversation)
        judge_methods(running)
        judge_coverage(conversation)
    finally:
        running.stop()

print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(1 if failed else 0)
