// Runs the machines in aws-local-stepfunctions, for the same time and with the same warm-up as interpreter_bench runs them in pawl's core.
// usage: node peer.mjs machines.json SECONDS    Prints a JSON object a line.
import { readFileSync } from "node:fs";
import { StateMachine } from "aws-local-stepfunctions";

const [file, seconds] = process.argv.slice(2);
for (const { name, transitions, input, items, definition } of JSON.parse(readFileSync(file, "utf8"))) {
  const given = items ? { items: Array.from({ length: items }, (_, i) => ({ i })) } : input;
  const machine = new StateMachine(definition);
  let output;
  for (let i = 0; i < 3; i++) output = await machine.run(given).result;
  const cpu = process.cpuUsage();
  const end = performance.now() + Number(seconds) * 1000;
  let runs = 0;
  do {
    await machine.run(given).result;
    runs++;
  } while (performance.now() < end);
  const used = process.cpuUsage(cpu);
  const perCpuSecond = (runs * transitions) / ((used.user + used.system) / 1e6);
  console.log(JSON.stringify({ name, runs, transitions_per_cpu_second: Math.round(perCpuSecond), output }));
}
process.exit(0);
