// Parses every row of an exported CSV as the national map does. node parse.mjs FILE FOLDER_OF_NODE_MODULES
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [file, tools] = process.argv.slice(2);
const require = createRequire(join(tools, 'x.js'));
const { fromSchemaLieuDeMediationNumerique } = require('@gouvfr-anct/lieux-de-mediation-numerique');

const rows = [];
let row = [], cell = '', quoted = false;
const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
for (let at = 0; at < text.length; at += 1) {
  const sign = text[at];
  if (quoted) {
    if (sign === '"' && text[at + 1] === '"') { cell += '"'; at += 1; }
    else if (sign === '"') quoted = false;
    else cell += sign;
  } else if (sign === '"') quoted = true;
  else if (sign === ',') { row.push(cell); cell = ''; }
  else if (sign === '\n') { row.push(cell.replace(/\r$/, '')); rows.push(row); row = []; cell = ''; }
  else cell += sign;
}
if (cell || row.length) { row.push(cell); rows.push(row); }

const [header, ...places] = rows;
let parsed = 0, refused = 0, first = '';
for (const cells of places) {
  const told = Object.fromEntries(header.map((name, place) => [name, cells[place]]).filter(([, value]) => value));
  try {
    fromSchemaLieuDeMediationNumerique(told);
    parsed += 1;
  } catch (error) {
    refused += 1;
    first ||= `${told.nom}: ${error.message}`;
  }
}
console.log(JSON.stringify({ parsed, refused, first }));
