// Builds style sheets, script, fonts and images into target/assets, under names that carry a hash of their content,
// and lists them in manifest.txt ("name<TAB>hashed name"), which crates/web/build.rs embeds in the binary.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import * as esbuild from 'esbuild';
import * as sass from 'sass';
import { tokens, weakPairs } from './contrast.mjs';

const here = import.meta.dirname;
const out = path.join(here, '..', 'target', 'assets');
const modules = path.join(here, 'node_modules');

const manifest = new Map();
const files = new Map();

/** Takes a file into the build; answers the name it is served under. */
function put(name, content) {
  const bytes = Buffer.from(content);
  const { name: stem, ext } = path.parse(name);
  const hash = crypto.createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const hashed = `${stem}.${hash}${ext}`;
  manifest.set(name, hashed);
  files.set(hashed, bytes);
  return hashed;
}

function fromModule(name, ...place) {
  return put(name, fs.readFileSync(path.join(modules, ...place)));
}

function fonts() {
  for (const subset of ['latin', 'vietnamese']) {
    for (const weight of [400, 500, 600]) {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      fromModule(name, '@fontsource', 'be-vietnam-pro', 'files', name);
    }
    for (const weight of [400, 700]) {
      for (const style of ['normal', 'italic']) {
        const name = `tinos-${subset}-${weight}-${style}.woff2`;
        fromModule(name, '@fontsource', 'tinos', 'files', name);
      }
    }
  }
  for (const weight of [400, 500, 600]) {
    const name = `motcua-tabular-${weight}.woff2`;
    put(name, fs.readFileSync(path.join(here, 'fonts', name)));
  }
}

function images() {
  for (const name of fs.readdirSync(path.join(here, 'images'))) {
    put(name, fs.readFileSync(path.join(here, 'images', name)));
  }
}

/** The colour tokens as custom properties, and as the map that govuk-frontend is configured with. */
function tokenSheet() {
  const value = (name) => tokens.colour[name].v;
  const properties = Object.entries(tokens.colour).map(([name, colour]) => `--mc-${name}: ${colour.v};`);
  const govuk = Object.entries(tokens.govuk).map(
    ([name, colour]) => `${name}: ${tokens.colour[colour] ? value(colour) : colour}`,
  );
  return `:root { ${properties.join(' ')} }\n$govuk: (${govuk.join(', ')});\n`;
}

/** Lets `@use "tokens"` read tokens.json. */
const tokenImporter = {
  canonicalize: (name) => (name === 'tokens' ? new URL('tokens:colours') : null),
  load: () => ({ contents: tokenSheet(), syntax: 'scss' }),
};

function styles() {
  for (const name of ['noi-bo', 'cong']) {
    const source = path.join(here, 'scss', `${name}.scss`);
    const { css } = sass.compile(source, {
      importers: [tokenImporter],
      loadPaths: [here, modules, path.join(here, 'scss')],
      quietDeps: true,
      style: 'compressed',
    });
    put(`${name}.css`, css.replace(/url\("?([^")]+)"?\)/g, link));
  }
}

/** Points a url() of the style sheets at the hashed file. */
function link(whole, target) {
  if (target.startsWith('#')) return whole;
  const name = path.basename(target);
  return `url(${manifest.get(name) ?? mojIcon(name)})`;
}

/** An icon of MOJ Frontend that its style sheet names. */
function mojIcon(name) {
  const place = ['@ministryofjustice', 'frontend', 'moj', 'assets', 'images', name];
  if (!fs.existsSync(path.join(modules, ...place)))
    throw new Error(`the style sheet names ${name}, which is not built`);
  return fromModule(name, ...place);
}

async function scripts() {
  const result = await esbuild.build({
    bundle: true,
    entryPoints: [path.join(here, 'js', 'app.js')],
    format: 'esm',
    legalComments: 'none',
    minify: true,
    target: ['es2020'],
    write: false,
  });
  put('app.js', result.outputFiles[0].contents);
}

/** Compressed forms of a file, kept where they save something. Fonts are compressed already. */
function packed(name, bytes) {
  if (name.endsWith('.woff2')) return [];
  const brotli = {
    params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  };
  const forms = [
    ['.br', zlib.brotliCompressSync(bytes, brotli)],
    ['.gz', zlib.gzipSync(bytes, { level: 9 })],
  ];
  return forms.filter(([, form]) => form.length < bytes.length);
}

/** Writes only what changed, so that cargo compiles nothing anew where the assets are the same. */
function write(name, bytes) {
  const place = path.join(out, name);
  if (fs.existsSync(place) && fs.readFileSync(place).equals(bytes)) return;
  fs.writeFileSync(place, bytes);
}

function writeAll() {
  fs.mkdirSync(out, { recursive: true });
  const kept = new Set(['manifest.txt', '.stamp']);
  for (const [name, bytes] of files) {
    for (const [suffix, form] of [['', bytes], ...packed(name, bytes)]) {
      kept.add(name + suffix);
      write(name + suffix, form);
    }
  }
  const lines = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, hashed]) => `${name}\t${hashed}\n`);
  write('manifest.txt', Buffer.from(lines.join('')));
  for (const name of fs.readdirSync(out)) {
    if (!kept.has(name)) fs.rmSync(path.join(out, name), { recursive: true });
  }
}

/** Sizes a first visit may cost, in bytes of brotli. */
const BUDGET = { 'noi-bo.css': 24_576, 'cong.css': 24_576, 'app.js': 12_288 };

function checkBudget() {
  for (const [name, limit] of Object.entries(BUDGET)) {
    const size = fs.statSync(path.join(out, `${manifest.get(name)}.br`)).size;
    console.log(`${name}: ${size} bytes of brotli (at most ${limit})`);
    if (size > limit) throw new Error(`${name} is over its budget`);
  }
}

for (const pair of weakPairs()) throw new Error(`contrast: ${pair}`);
fonts();
images();
styles();
await scripts();
writeAll();
checkBudget();
