#!/usr/bin/env python3
"""Kills the engine with SIGKILL at random moments under load, and holds it to its word: no answered start is lost, every execution completes,
every task of an execution was asked for under one idempotency key.

usage: kill_9.py [--kills 20] [--concurrent 64] [--seed N]
The last line is "N passed, N failed, N skipped".
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("PAWL_BUILD", ROOT / "build"))
TASKS = {"validateOrder", "processPayment", "updateInventory", "sendOrderConfirmation"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Worker(ThreadingHTTPServer):
    """The functions of the order machine; remembers each call's idempotency key."""
    daemon_threads = True
    request_queue_size = 512

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock, self.calls, self.keys = threading.Lock(), 0, {}  # keys: (order, function) -> set of idempotency keys
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        function = self.path.rsplit("/", 1)[-1]
        with self.server.lock:
            self.server.calls += 1
            self.server.keys.setdefault((event["order"], function), set()).add(self.headers["Idempotency-Key"])
        time.sleep(random.uniform(0, 0.03))
        if function == "processPayment":
            event["paymentResult"] = {"success": True}
        body = json.dumps(event).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Engine:
    """`pawl serve` on one port and one database, to be killed and started again."""

    def __init__(self, scratch, worker_port):
        self.port = free_port()
        self.command = [BUILD / "pawl", "serve", "--db", f"{scratch}/pawl.db", "--port", str(self.port), "--function",
                        f"*=http://127.0.0.1:{worker_port}/{{name}}"]
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.process.poll() is not None:
                sys.exit(f"pawl serve ended with {self.process.returncode} at start")
            try:
                if call(self.port, "ListStateMachines", {})[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        sys.exit("pawl serve did not become ready within 30 s")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def call(port, operation, request, timeout=10):
    """(HTTP status, answer) of one AWS JSON call; OSError when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", "/", json.dumps(request),
                           {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions." + operation})
        response = connection.getresponse()
        return response.status, json.loads(response.read() or b"{}")
    except http.client.HTTPException as e:
        raise OSError(str(e)) from e
    finally:
        connection.close()


class Client(threading.Thread):
    """Keeps one execution in flight: starts it (again, under the same name, until somebody answers), waits for its end, starts the next."""

    def __init__(self, number, port, machine, over, problems):
        super().__init__(daemon=True)
        self.number, self.port, self.machine, self.over, self.problems = number, port, machine, over, problems
        self.answered, self.seen_closed = [], 0

    def run(self):
        n = 0
        while not self.over.is_set():
            n += 1
            name = f"order-{self.number}-{n}"
            request = {"stateMachineArn": self.machine, "name": name, "input": json.dumps({"order": name})}
            while True:
                try:
                    status, answer = call(self.port, "StartExecution", request)
                except OSError:
                    time.sleep(0.01)
                    continue
                if status == 200:
                    self.answered.append(answer["executionArn"])
                elif answer.get("__type", "").endswith("ExecutionAlreadyExists"):
                    # Our own start, of which the answer was lost: it ran and closed in the meantime.
                    self.answered.append(self.machine.replace(":stateMachine:", ":execution:") + ":" + name)
                else:
                    self.problems.append(f"StartExecution {name} answered {status} {answer}")
                break
            while not self.over.is_set():
                try:
                    _, answer = call(self.port, "DescribeExecution", {"executionArn": self.answered[-1]})
                except OSError:
                    time.sleep(0.01)
                    continue
                if answer.get("status") != "RUNNING":
                    self.seen_closed += 1
                    break
                time.sleep(0.02)


def check_all(port, answered, worker, problems):
    """Every answered start is there and comes to its end; its history is whole; each of its tasks has one key."""
    end = time.monotonic() + 60
    for arn in answered:
        answer = {}
        while time.monotonic() < end:
            status, answer = call(port, "DescribeExecution", {"executionArn": arn})
            if status != 200 or answer["status"] != "RUNNING":
                break
            time.sleep(0.02)
        if answer.get("status") != "SUCCEEDED":
            problems.append(f"{arn}: {answer.get('status') or answer}, not SUCCEEDED")
            continue
        _, history = call(port, "GetExecutionHistory", {"executionArn": arn, "maxResults": 1000})
        events = history["events"]
        if [e["id"] for e in events] != list(range(1, len(events) + 1)) or events[-1]["type"] != "ExecutionSucceeded":
            problems.append(f"{arn}: its history has gaps or does not end with ExecutionSucceeded")
        order = arn.rsplit(":", 1)[-1]
        keys = {f: worker.keys.get((order, f), set()) for f in TASKS}
        if any(len(k) != 1 for k in keys.values()):
            problems.append(f"{arn}: idempotency keys by task {({f: len(k) for f, k in keys.items()})}, want one each")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kills", type=int, default=20)
    p.add_argument("--concurrent", type=int, default=64)
    p.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    a = p.parse_args()
    print(f"seed {a.seed}: {a.kills} kills, {a.concurrent} executions at a time", flush=True)
    random.seed(a.seed)
    problems, over = [], threading.Event()
    with tempfile.TemporaryDirectory(prefix="pawl-kill-") as scratch:
        worker = Worker()
        engine = Engine(scratch, worker.server_port)
        engine.start()
        try:
            definition = (ROOT / "examples" / "order" / "order.json").read_text()
            status, answer = call(engine.port, "CreateStateMachine",
                                  {"name": "order", "definition": definition, "roleArn": "arn:aws:iam::000000000000:role/order"})
            if status != 200:
                sys.exit(f"CreateStateMachine answered {status} {answer}")
            clients = [Client(i, engine.port, answer["stateMachineArn"], over, problems) for i in range(a.concurrent)]
            for client in clients:
                client.start()
            for _ in range(a.kills):
                time.sleep(random.uniform(0.1, 1.0))
                engine.kill()
                engine.start()
            time.sleep(0.5)
            over.set()
            for client in clients:
                client.join(30)
                if client.is_alive():
                    problems.append(f"client {client.number} hangs")
            answered = [arn for c in clients for arn in c.answered]
            check_all(engine.port, answered, worker, problems)
        finally:
            status = engine.stop()
    if status != 0:
        problems.append(f"pawl serve ended with {status} on SIGTERM, want 0")
    effects = sum(len(keys) for keys in worker.keys.values())
    print(f"{len(answered)} answered starts, all looked at; {worker.calls} calls, {effects} effects")
    if worker.calls <= effects:
        print("note: no call was in flight at any kill")
    for problem in problems[:20]:
        print("FAILED " + problem)
    print(f"{1 if not problems else 0} passed, {1 if problems else 0} failed, 0 skipped")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
