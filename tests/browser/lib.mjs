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
// Stands there, at the latest when the page that was asked for has come.
export async function sees(what, locator) {
	ok(what, await locator.waitFor({ timeout: 5000 }).then(() => true, () => false));
}

// A button that leads to a page: what follows looks at that one.
export async function press(page, name) {
	await page.evaluate(() => document.documentElement.setAttribute('data-before', ''));
	await page.getByRole('button', { name }).first().click();
	await page.locator('html:not([data-before])').waitFor({ state: 'attached' });
	await page.waitForLoadState();
}
// A day from today, as Mexico counts.
export const iso = days => new Date(Date.now() + days * 86400e3).toLocaleDateString('sv', { timeZone: 'America/Mexico_City' });

// A hub with the founding document, made once (PREPARED, tests/browser/all.mjs)
// or here; run(name, ...) is a command on that computer's folder.
export class World {
	async begin() {
		this.pages = [];
		this.port = 0;
		this.dir = fs.mkdtempSync(path.join(process.env.PREPARED ? path.dirname(process.env.PREPARED) : os.tmpdir(), 'mesas-browser-'));
		if (process.env.PREPARED) fs.cpSync(process.env.PREPARED, this.dir, { recursive: true });
		else execFileSync('sh', ['tests/browser/world.sh', this.dir], { env: { ...process.env, BIN } });
		process.once('exit', () => [...this.pages, this.hub].forEach(p => p?.kill()));
		await this.startHub();
		return this;
	}
	run(name, ...args) {
		return execFileSync(path.join(BIN, 'mesas-node'), ['-C', path.join(this.dir, name), ...args],
			{ env: { ...process.env, MESAS_ACTOR: 'prueba', MESAS_LANG: 'es' }, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
	}
	// TAP-1 is a computer of Tapachula (TAP).
	invitation(name) { return this.hubRun('invite', name.split('-')[0]).trim(); }
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
	// Somebody of the federal level, with PASSWORD.
	federalUser(account, name, ...roles) {
		execFileSync(path.join(BIN, 'mesas-hub'), ['-C', path.join(this.dir, 'hub'), 'user', 'add', account, '--name', name, '--role', roles.join(',')],
			{ input: `${PASSWORD}\n`, stdio: ['pipe', 'pipe', 'pipe'] });
	}
	// A computer that is enrolled and has all.
	async office(name) {
		fs.mkdirSync(path.join(this.dir, name));
		this.run(name, 'init');
		this.run(name, 'enrol', this.invitation(name));
		await this.sync(name);
	}
	hubRun(...args) {
		return execFileSync(path.join(BIN, 'mesas-hub'), ['-C', path.join(this.dir, 'hub'), ...args],
			{ env: { ...process.env, MESAS_ACTOR: 'federal', MESAS_LANG: 'es' }, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
	}
	cutHub() { this.hub.kill(); }
	// Also again, at the address that everybody knows.
	async startHub() {
		const p = spawn(path.join(BIN, 'mesas-hub'), ['-C', path.join(this.dir, 'hub'), '--json', 'serve', '--listen', `127.0.0.1:${this.port}`, '--pages', '127.0.0.1:0'],
			{ stdio: ['ignore', 'pipe', 'inherit'] });
		const said = await new Promise((done, fail) => { p.stdout.once('data', done); p.once('exit', fail); });
		this.port = Number(JSON.parse(said).listen.split(':').pop());
		this.federal = `https://${JSON.parse(said).pages}`;
		this.hub = p;
	}
	async end() {
		const gone = [...this.pages, this.hub].filter(p => p.exitCode === null && p.signalCode === null).map(p => new Promise(done => { p.once('exit', done); p.kill(); }));
		await Promise.all(gone);
		fs.rmSync(this.dir, { recursive: true, force: true });
	}
}

// Debian's chromium without windows; one for all the walks of a process.
let opened;
const launch = async () => opened ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox', '--lang=es-MX'] });

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
export async function axe(context, page, name) {
	const s = await context.newCDPSession(page); // outside the page's policy
	if ((await s.send('Runtime.evaluate', { expression: 'typeof axe' })).result.value === 'undefined') await s.send('Runtime.evaluate', { expression: AXE });
	const r = await s.send('Runtime.evaluate', { awaitPromise: true,
		expression: `axe.run(document,{runOnly:${JSON.stringify(rules)}}).then(r=>JSON.stringify(r.violations.map(v=>[v.id,v.nodes.length,v.nodes[0].html.slice(0,140),(v.nodes[0].any[0]||{}).message])))` });
	const found = JSON.parse(r.result.value);
	ok(`axe ${name}`, found.length === 0, JSON.stringify(found));
	await s.detach();
}
export async function shot(page, name) {
	if (!SHOTS) return;
	fs.mkdirSync(SHOTS, { recursive: true });
	await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}
// Whatever can be done is done by a form or a link, without a script, and
// everything that can be used is reached with the keyboard, in the order it stands.
async function bare(page, name) {
	const bad = await page.evaluate(() => {
		const bad = [], say = (what, e) => bad.push(`${what}: ${e.outerHTML.slice(0, 100)}`);
		for (const f of document.forms) {
			if (!f.hasAttribute('action')) say('a form that leads nowhere', f);
			if (![...f.elements].some(e => e.type === 'submit')) say('a form without its button', f);
		}
		for (const e of document.body.querySelectorAll('*')) {
			if ([...e.attributes].some(a => a.name.startsWith('on'))) say('a script inside', e);
			if (e.matches('a:not([href])')) say('a link that leads nowhere', e);
			if (e.matches('button') && (e.type !== 'submit' || !e.form)) say('a button of no form', e);
			if (e.tabIndex > 0) say('out of order', e);
			if (e.matches('a, button, input:not([type=hidden]), select, textarea, summary') && !e.disabled && e.tabIndex < 0) say('not by keyboard', e);
		}
		return bad;
	});
	ok(`${name} without scripts, by keyboard`, bad.length === 0, bad.slice(0, 4).join('; '));
}
// With the Tab key alone: everything that can be used is met. A date takes a
// stop for each of its parts; of radio buttons of one name one is met.
async function tabs(page, name) {
	const stops = await page.evaluate(() => {
		const use = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
		const key = e => [e.tagName, e.name, e.getAttribute('href'), e.type === 'radio' ? '' : e.value, e.form?.action, e.textContent.slice(0, 60)].join('|');
		const met = new Set();
		window.metByTab = () => [...document.querySelectorAll(use)].filter(e => !e.disabled && e.checkVisibility() && !met.has(key(e))).map(e => e.outerHTML.slice(0, 100));
		document.addEventListener('focusin', e => met.add(key(e.target)));
		document.activeElement?.blur();
		getSelection().removeAllRanges();
		return [...document.querySelectorAll(use)].reduce((n, e) => n + (/^(date|time|datetime-local|month)$/.test(e.type) ? 5 : 1), 3);
	});
	for (let n = 0; n < stops; n++) await page.keyboard.press('Tab');
	const missed = await page.evaluate(() => window.metByTab());
	ok(`${name}, all of it with the Tab key`, missed.length === 0, missed.slice(0, 4).join('; '));
	await page.evaluate(() => document.activeElement?.blur());
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
	await bare(page, name);
	await tabs(page, name);
	const size = page.viewportSize();
	await page.setViewportSize({ width: 320, height: 800 });
	const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	same(`${name} at 320 px`, over > 0 ? over : 0, 0);
	await shot(page, `${name}-320`);
	if (SHOTS && await page.locator('.paper, .printonly').count()) {
		await page.setViewportSize({ width: 816, height: 1056 }); // a letter at 96 dpi
		await page.emulateMedia({ media: 'print' });
		await shot(page, `${name}-print`);
		await page.emulateMedia({ media: 'screen' });
	}
	await page.setViewportSize(size);
	await html(page, name);
}
let validator;
async function html(page, name) {
	const { HtmlValidate } = await import('html-validate');
	const body = await (await page.context().request.get(page.url()).catch(() => null))?.text();
	ok(`html ${name} is there`, body?.startsWith('<!DOCTYPE'));
	if (!body) return;
	validator ??= new HtmlValidate({ root: true, extends: ['html-validate:standard'], rules: { 'no-trailing-whitespace': 'off' } });
	const report = await validator.validateString(body);
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

// Whoever is told to stop leaves no process behind.
for (const s of ['SIGINT', 'SIGTERM']) process.once(s, () => process.exit(1));

// run(async ({ world, browser }) => { ... }) is a whole test file.
export async function run(story) {
	const world = new World();
	checks = failures = 0;
	try {
		await story({ world: await world.begin(), browser: await launch() });
	} catch (e) {
		ok('story', false, e.stack);
	}
	for (const c of opened?.contexts() ?? []) await c.close();
	await world.end();
	console.log(`    ${checks} checks, ${failures} failed`);
	if (!process.send) await opened?.close(); // in all.mjs the next walk uses it
	process.exitCode = failures ? 1 : 0;
	return failures;
}
