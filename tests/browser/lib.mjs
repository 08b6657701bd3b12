// What the browser tests share: a world of real processes, a person at the
// page, and a look that every page has to bear (axe in light and dark, the
// policy, requests, 320 px, valid HTML).
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const BIN = path.resolve(process.env.BIN ?? 'build/release');
const SHOTS = process.env.SHOTS; // a folder: screenshots are written there
export const PASSWORD = 'una frase para entrar';

let checks = 0, failures = 0;
export function ok(what, good, more = '') {
	checks++;
	if (!good) {
		failures++;
		console.log(`    FAILED ${what} ${more}`);
	}
}
export const same = (what, got, want) => ok(what, got === want, `: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);

// A hub with the founding document; node(name) is a computer's folder.
export class World {
	constructor() {
		this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mesas-browser-'));
		this.hub = Number(execFileSync('sh', ['tests/browser/world.sh', this.dir], { env: { ...process.env, BIN } }).toString());
		this.pages = [];
	}
	run(name, ...args) {
		return execFileSync(path.join(BIN, 'mesas-node'), ['-C', path.join(this.dir, name), ...args],
			{ env: { ...process.env, MESAS_ACTOR: 'prueba', MESAS_LANG: 'es' }, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
	}
	invitation(name) {
		return fs.readFileSync(path.join(this.dir, `${name}.invitation`), 'utf8').trim();
	}
	// The founding records of that office, through its command.
	import(name, file) {
		return this.run(name, 'import', `tests/data/founding/${file}`);
	}
	async serveNew(name) {
		fs.mkdirSync(path.join(this.dir, name));
		this.run(name, 'init');
		return this.serve(name);
	}
	// One whole exchange; the page's own may be at work just now.
	async sync(name) {
		for (let i = 0; ; i++) {
			try {
				return this.run(name, 'sync');
			} catch (e) {
				if (i === 40) throw e;
				await new Promise(done => setTimeout(done, 500));
			}
		}
	}
	// The page's process, until it is stopped; then it can be started again.
	async serve(name) {
		const p = spawn(path.join(BIN, 'mesas-node'), ['-C', path.join(this.dir, name), '--json', 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((done, fail) => { p.stdout.once('data', done); p.once('exit', fail); });
		this.pages.push(p);
		return p;
	}
	ticket(name) { return this.run(name, 'open', '--print').trim(); }
	// The hub's command, and its service again after cutHub, where it was.
	hubRun(...args) {
		return execFileSync(path.join(BIN, 'mesas-hub'), ['-C', path.join(this.dir, 'hub'), ...args],
			{ env: { ...process.env, MESAS_ACTOR: 'federal', MESAS_LANG: 'es' }, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
	}
	async startHub() {
		const { listen } = JSON.parse(fs.readFileSync(path.join(this.dir, 'serve'), 'utf8'));
		const p = spawn(path.join(BIN, 'mesas-hub'), ['-C', path.join(this.dir, 'hub'), '--json', 'serve', '--listen', listen, '--pages', '127.0.0.1:0'],
			{ stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((done, fail) => { p.stdout.once('data', done); p.once('exit', fail); });
		this.hub = p.pid;
	}
	cutHub() { try { process.kill(this.hub); } catch { /* gone */ } }
	// The hub again, at the address that everybody knows.
	async startHub() {
		const { listen } = JSON.parse(fs.readFileSync(path.join(this.dir, 'serve'), 'utf8').split('\n')[0]);
		const p = spawn(path.join(BIN, 'mesas-hub'), ['-C', path.join(this.dir, 'hub'), '--json', 'serve', '--listen', `127.0.0.1:${listen.split(':').pop()}`, '--pages', '127.0.0.1:0'],
			{ stdio: ['ignore', 'pipe', 'ignore'] });
		await new Promise((done, fail) => { p.stdout.once('data', done); p.once('exit', fail); });
		this.hub = p.pid;
	}
	async end() {
		for (const p of this.pages) p.kill();
		this.cutHub();
		await new Promise(done => setTimeout(done, 300));
		fs.rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
	}
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--lang=es-MX'] });

// A person's browser; what it complains of counts against the test.
export async function person(browser, base, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1366, height: 860 }, locale: 'es-MX', reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	page.on('console', m => {
		// A refused form answers 4xx on purpose; the browser says so.
		if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) ok('console', false, m.text());
	});
	page.on('pageerror', e => ok('script', false, e.message));
	page.on('request', r => { if (!r.url().startsWith(base)) ok('external request', false, r.url()); });
	return { context, page };
}

// What stands there, blanks made one.
export const text = async (page, what) => (await page.locator(what).allTextContents()).join(' ').replace(/\s+/g, ' ');

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
async function axe(context, page, name) {
	const s = await context.newCDPSession(page); // outside the page's policy
	await s.send('Runtime.evaluate', { expression: AXE });
	const r = await s.send('Runtime.evaluate', { awaitPromise: true,
		expression: `axe.run(document,{runOnly:${JSON.stringify(rules)}}).then(r=>JSON.stringify(r.violations.map(v=>[v.id,v.nodes.length,v.nodes[0].html.slice(0,140),(v.nodes[0].any[0]||{}).message])))` });
	const found = JSON.parse(r.result.value);
	ok(`axe ${name}`, found.length === 0, JSON.stringify(found));
	await s.detach();
}
async function shot(page, name) {
	if (!SHOTS) return;
	fs.mkdirSync(SHOTS, { recursive: true });
	await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}
// Everything a page has to bear.
export async function look(context, page, name) {
	if (process.env.LOOK === '0') return; // while writing a story
	await page.evaluate(() => document.fonts.ready);
	for (const scheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme: scheme });
		await axe(context, page, `${name} ${scheme}`);
		await shot(page, scheme === 'light' ? name : `${name}-dark`);
	}
	await page.emulateMedia({ colorScheme: 'light' });
	const size = page.viewportSize();
	await page.setViewportSize({ width: 320, height: 800 });
	const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	same(`${name} at 320 px`, over > 0 ? over : 0, 0);
	await shot(page, `${name}-320`);
	await page.setViewportSize(size);
	await html(page, name);
}
async function html(page, name) {
	const { HtmlValidate } = await import('html-validate');
	const body = await (await page.context().request.get(page.url()).catch(() => null))?.text();
	ok(`html ${name} is there`, body?.startsWith('<!DOCTYPE'));
	if (!body) return;
	const v = new HtmlValidate({ root: true, extends: ['html-validate:standard'], rules: { 'no-trailing-whitespace': 'off' } });
	const report = await v.validateString(body);
	ok(`html ${name}`, report.valid, report.results.flatMap(r => r.messages).slice(0, 4).map(m => `${m.line}:${m.column} ${m.ruleId} ${m.message}`).join('; '));
}

// The first account and the enrolment, as on the first day.
export async function firstDay(page, world, name, account = 'maria.gomez') {
	await page.goto(world.ticket(name));
	await page.getByLabel('Su nombre').fill('María Gómez');
	await page.getByLabel('Su cargo').fill('Secretaria técnica');
	await page.getByLabel('Nombre de la cuenta').fill(account);
	await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
	await page.getByLabel('La contraseña otra vez').fill(PASSWORD);
	await page.getByRole('button', { name: 'Crear la cuenta' }).click();
	await page.getByLabel('Invitación').fill(world.invitation(name));
	await page.getByRole('button', { name: 'Inscribir' }).click();
	await page.waitForURL(u => u.pathname === '/');
}

// run(async ({ world, browser }) => { ... }) is a whole test file.
export async function run(story) {
	const world = new World();
	const browser = await launch();
	try {
		await story({ world, browser });
	} catch (e) {
		ok('story', false, e.stack);
	} finally {
		await browser.close();
		await world.end();
	}
	console.log(`    ${checks} checks, ${failures} failed`);
	process.exitCode = failures ? 1 : 0;
}
