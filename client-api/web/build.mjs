// Bundles the terminal into ../Api/wwwroot (or the folder given with --out), or the unit tests into .test-build (--tests).
import { build } from 'esbuild';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const argument = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

const shared = { bundle: true, format: 'esm', logLevel: 'warning', absWorkingDir: root };

async function buildTests() {
  const outdir = path.join(root, '.test-build');
  await rm(outdir, { recursive: true, force: true });
  const entryPoints = (await readdir(path.join(root, 'tests'))).filter((name) => name.endsWith('.test.ts')).map((name) => path.join('tests', name));
  await build({ ...shared, entryPoints, outdir, platform: 'node', target: 'node20', outExtension: { '.js': '.mjs' } });
}

async function buildTerminal(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    ...shared,
    entryPoints: { terminal: 'src/main.ts', style: 'src/styles/main.css' },
    outdir,
    platform: 'browser',
    target: ['es2022'],
    minify: true,
    sourcemap: 'linked',
    legalComments: 'linked',
  });
  await cp(path.join(root, 'public'), outdir, { recursive: true });
}

if (process.argv.includes('--tests')) await buildTests();
else await buildTerminal(path.resolve(root, argument('--out') ?? '../Api/wwwroot'));
