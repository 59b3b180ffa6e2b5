// The unmodified AWS SDK for JavaScript against `pawl serve`: what an application moved off AWS does.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateStateMachineCommand, DeleteStateMachineCommand, DescribeExecutionCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand, ListExecutionsCommand, ListStateMachinesCommand, ListTagsForResourceCommand, SFNClient, StartExecutionCommand,
  StopExecutionCommand, TagResourceCommand, UntagResourceCommand, UpdateStateMachineCommand, ValidateStateMachineDefinitionCommand,
  paginateGetExecutionHistory, paginateListExecutions,
} from "@aws-sdk/client-sfn";

const root = join(import.meta.dirname, "..", "..");
const build = process.env.PAWL_BUILD ?? join(root, "build");
const order = readFileSync(join(root, "examples", "order", "order.json"), "utf8");
const roleArn = "arn:aws:iam::000000000000:role/order";
const scratch = mkdtempSync(join(tmpdir(), "pawl-e2e-"));
let engine, worker, client;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

// The functions of the order machine: each answers its event; processPayment adds its result, "broken" fails.
function startWorker() {
  const server = createHttpServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const event = JSON.parse(Buffer.concat(parts).toString());
      const name = request.url.split("/").at(-1);
      if (name === "broken") {
        response.setHeader("X-Amz-Function-Error", "Unhandled");
        return response.end(JSON.stringify({ errorType: "OutOfStock", errorMessage: "no gears left" }));
      }
      if (name === "processPayment") event.paymentResult = { success: true };
      response.end(JSON.stringify(event));
    });
  });
  server.listen(0, "127.0.0.1");
  return server;
}

before(async () => {
  worker = startWorker();
  await once(worker, "listening");
  const port = await freePort();
  engine = spawn(join(build, "pawl"), ["serve", "--db", join(scratch, "pawl.db"), "--port", String(port), "--function",
    `*=http://127.0.0.1:${worker.address().port}/{name}`], { stdio: ["ignore", "ignore", "inherit"] });
  client = new SFNClient({ endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  for (const end = Date.now() + 20_000; ;) {
    try {
      await client.send(new ListStateMachinesCommand({}));
      break;
    } catch (problem) {
      if (Date.now() > end || engine.exitCode !== null) throw problem;
      await sleep(50);
    }
  }
});

after(async () => {
  client?.destroy();
  engine?.kill("SIGTERM");
  if (engine && engine.exitCode === null) await once(engine, "exit");
  worker?.close();
  worker?.closeAllConnections();
  rmSync(scratch, { recursive: true, force: true });
  assert.equal(engine?.exitCode, 0, "SIGTERM ends the engine with 0");
});

async function create(name, definition) {
  return (await client.send(new CreateStateMachineCommand({ name, definition: typeof definition === "string" ? definition : JSON.stringify(definition), roleArn }))).stateMachineArn;
}

async function run(stateMachineArn, input, name) {
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }));
  return closed(executionArn);
}

async function closed(executionArn) {
  for (const end = Date.now() + 20_000; ; await sleep(20)) {
    const answer = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (answer.status !== "RUNNING") return answer;
    assert.ok(Date.now() < end, "the execution does not end");
  }
}

const waiting = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 3600, End: true } } };

test("the order machine runs unmodified", async () => {
  const machine = await create("order", order);
  const answer = await run(machine, { order: 17 }, "first");
  assert.equal(answer.status, "SUCCEEDED");
  assert.deepEqual(JSON.parse(answer.output), { order: 17, paymentResult: { success: true } });
  assert.ok(answer.startDate instanceof Date && answer.stopDate >= answer.startDate);
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: answer.executionArn }));
  assert.deepEqual(events.map((e) => e.id), events.map((_, i) => i + 1));
  assert.equal(events[0].type, "ExecutionStarted");
  assert.equal(events.at(-1).type, "ExecutionSucceeded");
  assert.ok(events.some((e) => e.lambdaFunctionScheduledEventDetails?.resource.endsWith(":function:processPayment")));
});

test("a definition comes back byte for byte, and belongs to its executions", async () => {
  const text = ' {"StartAt":"P",\r\n "States":{"P":{"Type":"Pass","Result":1.00,"End":true}}}';
  const machine = await create("verbatim", text);
  assert.equal((await client.send(new DescribeStateMachineCommand({ stateMachineArn: machine }))).definition, text);
  const { executionArn, output } = await run(machine, {});
  assert.equal(output, "1.0");
  await client.send(new UpdateStateMachineCommand({ stateMachineArn: machine, definition: order }));
  assert.equal((await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).definition, text);
  assert.equal((await client.send(new DescribeStateMachineCommand({ stateMachineArn: machine }))).definition, order);
});

test("a function's error fails the execution under its name", async () => {
  const machine = await create("broken", { StartAt: "B", States: { B: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:broken", End: true } } });
  const answer = await run(machine, {});
  assert.equal(answer.status, "FAILED");
  assert.equal(answer.error, "OutOfStock");
  assert.equal(JSON.parse(answer.cause).errorMessage, "no gears left");
});

test("errors are the SDK's own exceptions", async () => {
  const missing = "arn:aws:states:us-east-1:000000000000:stateMachine:nobody";
  await assert.rejects(client.send(new StartExecutionCommand({ stateMachineArn: missing })), { name: "StateMachineDoesNotExist" });
  await assert.rejects(client.send(new DescribeExecutionCommand({ executionArn: missing.replace("stateMachine", "execution") + ":x" })), { name: "ExecutionDoesNotExist" });
  await assert.rejects(create("bad", "{"), { name: "InvalidDefinition" });
  await assert.rejects(create("bad name", waiting), { name: "InvalidName" });
  const machine = await create("errors", waiting);
  await assert.rejects(create("errors", order), { name: "StateMachineAlreadyExists" });
  await assert.rejects(client.send(new StartExecutionCommand({ stateMachineArn: machine, input: "not json" })), { name: "InvalidExecutionInput" });
});

test("a start is idempotent by name and input", async () => {
  const machine = await create("idempotent", waiting);
  const start = (input) => client.send(new StartExecutionCommand({ stateMachineArn: machine, name: "once", input }));
  const first = await start('{"a":1}');
  const again = await start('{"a":1}');
  assert.equal(again.executionArn, first.executionArn);
  assert.deepEqual(again.startDate, first.startDate);
  await assert.rejects(start('{"a":2}'), { name: "ExecutionAlreadyExists" });
});

test("stopping", async () => {
  const machine = await create("stopped", waiting);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machine }));
  const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "said so" }));
  const answer = await closed(executionArn);
  assert.equal(answer.status, "ABORTED");
  assert.equal(answer.error, "Enough");
  assert.deepEqual((await client.send(new StopExecutionCommand({ executionArn }))).stopDate, stopDate);
});

test("listing and history page to their end", async () => {
  const machine = await create("paged", { StartAt: "P", States: { P: { Type: "Pass", End: true } } });
  for (let i = 0; i < 7; ++i) await run(machine, { i }, `run-${i}`);
  const names = [];
  for await (const page of paginateListExecutions({ client, pageSize: 3 }, { stateMachineArn: machine })) names.push(...page.executions.map((e) => e.name));
  assert.deepEqual(names, [6, 5, 4, 3, 2, 1, 0].map((i) => `run-${i}`));
  const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn: machine, statusFilter: "FAILED" }));
  assert.deepEqual(executions, []);
  const ids = [];
  const executionArn = machine.replace(":stateMachine:", ":execution:") + ":run-3";
  for await (const page of paginateGetExecutionHistory({ client, pageSize: 2 }, { executionArn, reverseOrder: true })) ids.push(...page.events.map((e) => e.id));
  assert.deepEqual(ids, [4, 3, 2, 1]);
});

test("tags", async () => {
  const machine = await create("tagged", waiting);
  await client.send(new TagResourceCommand({ resourceArn: machine, tags: [{ key: "team", value: "orders" }, { key: "env", value: "" }] }));
  await client.send(new UntagResourceCommand({ resourceArn: machine, tagKeys: ["env", "unknown"] }));
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: machine }));
  assert.deepEqual(tags, [{ key: "team", value: "orders" }]);
});

test("validation tells code and place", async () => {
  const good = await client.send(new ValidateStateMachineDefinitionCommand({ definition: order }));
  assert.equal(good.result, "OK");
  const bad = await client.send(new ValidateStateMachineDefinitionCommand({ definition: '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Missing"}}}' }));
  assert.equal(bad.result, "FAIL");
  assert.equal(bad.diagnostics[0].code, "MISSING_TRANSITION_TARGET");
});

test("a deleted machine takes no more starts, and goes", async () => {
  const machine = await create("deleted", { StartAt: "P", States: { P: { Type: "Pass", End: true } } });
  await client.send(new DeleteStateMachineCommand({ stateMachineArn: machine }));
  await assert.rejects(client.send(new StartExecutionCommand({ stateMachineArn: machine })), (problem) => ["StateMachineDeleting", "StateMachineDoesNotExist"].includes(problem.name));
});
