// Gives the cases of judge.py to ajv: schemas compile strictly, and every verdict is the same as Python's.
// Usage: ajv.mjs DIRECTORY-OF-SCHEMAS CASES-FILE
import { createRequire } from "node:module";
import { readFileSync, createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const Ajv = require("ajv").default;
const [schemas, cases] = process.argv.slice(2);
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
// Editors read these; they refuse nothing.
ajv.addVocabulary(["markdownDescription", "patternErrorMessage", "deprecationMessage", "doNotSuggest"]);
const validators = new Map();
const validator = (kind) => {
  if (!validators.has(kind)) {
    validators.set(kind, ajv.compile(JSON.parse(readFileSync(path.join(schemas, `${kind}.schema.json`), "utf8"))));
  }
  return validators.get(kind);
};
let count = 0;
for await (const line of createInterface({ input: createReadStream(cases) })) {
  const { kind, value, valid } = JSON.parse(line);
  const check = validator(kind);
  if (check(value) !== valid) {
    console.error(`ajv and jsonschema differ on a ${kind}: ${JSON.stringify(value).slice(0, 400)}`);
    console.error(JSON.stringify(check.errors ?? "valid").slice(0, 400));
    process.exit(1);
  }
  count += 1;
}
console.log(`ajv: the same of all ${count}`);
