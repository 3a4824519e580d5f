// What somebody sees who writes a formation in an editor.
const GOOD = `schema: "1.0.0"
id: a
description: x
agents:
  - researcher
  - id: b
    name: B
    description: x
llm:
  models:
    - text: openai/gpt-4o-mini
`;

export const checks = async ({ reports, offers, explains, assert }) => {
  let count = 0;
  const line = (text, part) => 1 + text.slice(0, text.indexOf(part)).split("\n").length - 1;
  const clean = async (kind, text) => {
    assert.deepEqual(await reports(kind, text), [], text);
    count += 1;
  };
  // The change has one finding, on the line of `part`, with these words.
  const wrong = async (kind, text, part, words) => {
    const found = await reports(kind, text);
    const here = found.filter((one) => one.startsWith(`${line(text, part)}: `));
    assert.ok(here.length > 0, `nothing on the line of ${part}: ${JSON.stringify(found)}`);
    assert.ok(here.some((one) => one.includes(words)), `${part}: ${JSON.stringify(found)}`);
    count += 1;
  };
  const offered = async (kind, text, words, others = []) => {
    const labels = await offers(kind, text);
    for (const word of words) assert.ok(labels.includes(word), `${word} is not offered: ${labels}`);
    for (const word of others) assert.ok(!labels.includes(word), `${word} is offered`);
    count += 1;
  };
  const explained = async (kind, text, words) => {
    const shown = await explains(kind, text);
    assert.ok(shown.includes(words), `${words}: ${shown}`);
    count += 1;
  };

  await clean("formation", GOOD);
  await clean("formation", `${GOOD}author:\nmemory:\n  $include: memory.yaml\n`);
  await clean("agent", 'schema: "1.0.0"\nid: a\nname: A\ndescription: x\nmcp_servers:\n  - files\n  - id: github\n    tools: [get_issue]\n');
  await clean("mcp", 'schema: "1.0.0"\nid: a\ndescription: x\ntype: command\ncommand: npx\nenv:\n  TOKEN: "${{ secrets.TOKEN || \'x\' }}"\n');

  await wrong("formation", GOOD.replace("id: a\n", "id: A_b\n"), "id: A_b", "lower-case");
  await wrong("formation", GOOD.replace('schema: "1.0.0"\n', ""), "id: a", "schema");
  await wrong("formation", GOOD.replace("    name: B\n", ""), "- id: b", "name");
  await wrong("formation", `${GOOD}server:\n  port: 70000\n`, "port:", "65535");
  await wrong("formation", `${GOOD}rbac:\n  actve: auto\n`, "actve", "not allowed");
  await wrong("formation", `${GOOD}overlord:\n  response:\n    format: xml\n`, "format: xml", "markdown");
  await wrong("formation", `${GOOD}overlord:\n  soul: "\${{ secrts.A }}"\n`, "soul", "secrets.NAME");
  await wrong("formation", `${GOOD}mcp:\n  servers: 5\n`, "servers", "array");
  await wrong("mcp", 'schema: "1.0.0"\nid: a\ntype: htpp\n', "htpp", "command");

  await offered("formation", `${GOOD}‸`, ["overlord", "memory", "mcp", "server"], ["llm", "$include"]);
  await offered("formation", `${GOOD}memory:\n  ‸\n`, ["buffer", "persistent"]);
  await offered("formation", `${GOOD}overlord:\n  response:\n    format: ‸\n`, ["markdown", "json", "text"]);
  await offered("formation", 'schema: "1.0.0"\nid: a\nagents:\n  - id: a\n    ‸\n', ["name", "system_message"], ["id"]);
  await offered("mcp", 'schema: "1.0.0"\nid: a\ntype: ‸\n', ["http", "command"]);

  await explained("formation", GOOD.replace('schema: "1', 'sch‸ema: "1'), "version of the file format");
  await explained("agent", 'sch‸ema: "1.0.0"\nid: a\nname: A\n', "required");
  return count;
};
