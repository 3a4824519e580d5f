// Drives yaml-language-server over stdio as an editor does: what it reports, offers and explains with our schemas.
// Usage: editor.mjs SERVER.js DIRECTORY-OF-SCHEMAS
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import path from "node:path";

const [server, schemas] = process.argv.slice(2);
const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const waiting = new Map();
const diagnostics = new Map();
const watchers = new Map();
let buffer = Buffer.alloc(0);
let last = 0;

const write = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  child.stdin.write(body);
};
const notify = (method, params) => write({ method, params });
const ask = (method, params) =>
  new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    write({ id: last, method, params });
  });

const settings = {
  yaml: {
    validate: true, completion: true, hover: true, yamlVersion: "1.2", format: { enable: false },
    schemaStore: { enable: false }, kubernetesCRDStore: { enable: false }, schemas: {},
  },
};

const answer = (message) => {
  if (message.method === "workspace/configuration") {
    const one = (item) => item.section?.split(".").reduce((at, key) => at?.[key], settings) ?? null;
    write({ id: message.id, result: message.params.items.map(one) });
  } else if (message.method !== undefined && message.id !== undefined) {
    write({ id: message.id, result: null });
  } else if (message.method === "textDocument/publishDiagnostics") {
    diagnostics.set(message.params.uri, message.params.diagnostics);
    watchers.get(message.params.uri)?.(message.params.diagnostics);
  } else if (waiting.has(message.id)) {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    message.error ? reject(new Error(message.error.message)) : resolve(message.result);
  }
};

child.stdout.on("data", (piece) => {
  buffer = Buffer.concat([buffer, piece]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
    if (buffer.length < end + 4 + length) return;
    const body = buffer.subarray(end + 4, end + 4 + length).toString();
    buffer = buffer.subarray(end + 4 + length);
    answer(JSON.parse(body));
  }
});

let documents = 0;
// Opens a text under the schema of a kind; a `‸` in it is where the cursor is.
const open = async (kind, marked) => {
  const line = `# yaml-language-server: $schema=${pathToFileURL(path.join(schemas, `${kind}.schema.json`))}\n`;
  const at = marked.indexOf("‸");
  const text = line + marked.replace("‸", "");
  const before = (line + (at < 0 ? "" : marked.slice(0, at))).split("\n");
  const uri = `file:///judge/${kind}-${++documents}.yaml`;
  const reported = new Promise((resolve, reject) => {
    watchers.set(uri, resolve);
    setTimeout(() => reject(new Error(`no diagnostics for:\n${marked}`)), 20000).unref();
  });
  notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  const found = await reported;
  const position = { line: before.length - 1, character: before.at(-1).length };
  return { uri, found, position, textDocument: { uri } };
};
const reports = async (kind, text) => (await open(kind, text)).found.map((d) => `${d.range.start.line}: ${d.message}`);
const offers = async (kind, text) => {
  const at = await open(kind, text);
  const answer = await ask("textDocument/completion", { textDocument: at.textDocument, position: at.position });
  return (answer.items ?? answer).map((item) => item.label);
};
const explains = async (kind, text) => {
  const at = await open(kind, text);
  const answer = await ask("textDocument/hover", { textDocument: at.textDocument, position: at.position });
  return JSON.stringify(answer?.contents ?? null);
};

export { ask, notify, reports, offers, explains, settings, child, assert };

await ask("initialize", {
  processId: process.pid, rootUri: null, capabilities: { workspace: { configuration: true }, textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: { contentFormat: ["markdown"] } } },
});
notify("initialized", {});
notify("workspace/didChangeConfiguration", { settings });
const { checks } = await import(process.argv[4] ?? "./editor_checks.mjs");
const count = await checks({ reports, offers, explains, assert });
console.log(`yaml-language-server: ${count} checks`);
child.kill();
process.exit(0);
