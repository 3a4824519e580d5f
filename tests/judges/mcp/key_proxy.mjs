// The conformance suite sends no keys: this adds the client key to each request, and changes nothing else. The head
// arrives as it was sent, so that checks of Host and Origin are those of the server.
//   node key_proxy.mjs http://127.0.0.1:8271     the key is read from stdin; the address is printed
import { createServer, request } from "node:http";
import { readFileSync } from "node:fs";

const target = new URL(process.argv[2]);
const key = readFileSync(0, "utf8").trim();

const server = createServer((asked, answer) => {
  const headers = { ...asked.headers, authorization: `Bearer ${key}` };
  const passed = request(
    { host: target.hostname, port: target.port, path: asked.url, method: asked.method, headers },
    (got) => {
      answer.writeHead(got.statusCode, got.headers);
      answer.flushHeaders();
      got.pipe(answer);
    },
  );
  passed.on("error", () => answer.destroy());
  answer.on("close", () => passed.destroy());
  asked.pipe(passed);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/mcp`));
