// Every route that changes state, with some 70 requests each that no page of
// ours would send: all refused, nothing changed. Strangers, among them another
// user of the same computer, get 401 everywhere. The routes are read from the
// screens' own tables, so a new one is tried the day it is written.
import fs from 'node:fs';
import http from 'node:http';
import { run, person, firstDay, ok, same } from './lib.mjs';
import { crawl, cookies, get } from './crawl.mjs';

function ask(url, method, headers, body) {
	return new Promise((done, fail) => {
		const q = http.request(url, { method, headers, setHost: false }, r => {
			r.resume();
			r.on('end', () => done({ status: r.statusCode, to: r.headers.location }));
		});
		q.setTimeout(10000, () => q.destroy(new Error(`${method} ${url}: no answer`)));
		q.on('error', fail);
		q.end(body);
	});
}

const routes = [];
for (const f of fs.readdirSync('node/pages').filter(f => f.endsWith('.c'))) {
	const text = fs.readFileSync(`node/pages/${f}`, 'utf8');
	for (const m of text.matchAll(/\{\s*\.method = "(\w+)",\s*\.path = "([^"]+)"([^}]*)\}/g))
		routes.push({ method: m[1], path: m[2] + (/\.prefix = true/.test(m[3]) ? '/1' : ''), open: /SCREEN_OPEN/.test(m[3]), files: /SCREEN_FILES/.test(m[3]) });
}
const changing = routes.filter(r => r.method !== 'GET' && r.path !== '/entrar');

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin, port = new URL(base).port, host = `127.0.0.1:${port}`;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await page.goto(`${base}/`);
	const token = await page.locator('input[name=csrf]').first().inputValue();
	const cookie = await cookies(context);
	const other = await browser.newContext(), second = await other.newPage();
	await second.goto(world.ticket('TAP-1'));
	const theirs = await cookies(other);
	const flip = s => s.slice(0, -2) + (s.at(-2) === 'A' ? 'B' : 'A') + s.at(-1);
	const FORM = 'application/x-www-form-urlencoded';
	const right = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin', cookie, 'content-type': FORM };

	// One thing wrong, everything else as our own page sends it.
	const wrong = [];
	const one = (name, values) => values.forEach(v => wrong.push([{ [name]: v }, token]));
	one('host', ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.2:${port}`, `localhost.:${port}`, `LOCALHOST:${port}`, `x@${host}`, `${host}.evil.example`, `0x7f.1:${port}`, `[::2]:${port}`]);
	one('origin', ['null', 'http://evil.example', `https://${host}`, 'http://127.0.0.1', `http://localhost:${port}`, `http://${host}.evil.example`, `http://x@${host}`, `http://${host}/`, `HTTP://${host}`, 'file://', '']);
	one('sec-fetch-site', ['cross-site', 'same-site', 'none', 'Same-Origin', '', 'same-origin, cross-site']);
	one('cookie', [undefined, '', 'mesas=', 'mesas=x', flip(cookie), cookie.slice(0, -1), `x${cookie}`, cookie.toUpperCase(), cookie.replace('=', '=='), 'mesas=' + 'A'.repeat(43), theirs]);
	one('content-type', [undefined, '', 'text/plain', 'application/json', 'text/html', `${FORM}x`, 'application/csp-report', 'multipart/form-data', 'multipart/form-data; boundary=x; boundary=y', 'application/octet-stream']);
	for (const t of ['', 'x', flip(token), token.slice(1), token.toUpperCase(), ` ${token}`, `${token}x`, 'A'.repeat(token.length), undefined]) wrong.push([{}, t]);
	// Nothing right but one thing.
	for (const [keep, v] of Object.entries(right)) wrong.push([{ ...Object.fromEntries(Object.keys(right).map(k => [k, k === 'host' ? host : undefined])), [keep]: v }, undefined]);
	// A page elsewhere, that knows the address and makes a form.
	wrong.push([{ origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, token], [{ origin: 'null', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }, token],
		[{ origin: undefined, 'sec-fetch-site': undefined, cookie: undefined }, token], [{ host: `evil.example:${port}`, origin: `http://evil.example:${port}` }, token]);
	ok('at least 60 forgeries', wrong.length >= 60, String(wrong.length));

	const state = () => world.run('TAP-1', '--json', 'digest');
	const before = state();
	const refused = new Set([400, 401, 403, 405, 415, 421]);
	let sent = 0;
	for (const r of changing) {
		for (const [headers, t] of wrong) {
			const h = Object.fromEntries(Object.entries({ ...right, ...headers }).filter(([, v]) => v !== undefined));
			// A route that takes files takes such a form too.
			if (r.files && h['content-type']?.startsWith('multipart')) continue;
			const a = await ask(base + r.path, r.method, h, t === undefined ? 'x=1' : `csrf=${encodeURIComponent(t)}&x=1`);
			sent++;
			ok(`forged ${r.method} ${r.path} ${JSON.stringify(headers)} token ${t}`, refused.has(a.status), String(a.status));
		}
	}
	same('nothing changed', state(), before);
	console.log(`    ${sent} forgeries at ${changing.length} routes`);

	// Another user of this computer has the address and no cookie.
	let strange = 0;
	for (const r of routes.filter(r => !r.open)) {
		const h = { host, ...(r.method === 'GET' ? {} : { origin: `http://${host}`, 'sec-fetch-site': 'same-origin', 'content-type': FORM }) };
		same(`a stranger at ${r.method} ${r.path}`, (await ask(base + r.path, r.method, h, r.method === 'GET' ? undefined : 'x=1')).status, 401);
		strange++;
	}
	for await (const a of crawl(base, cookie)) {
		same(`a stranger at ${a.url.pathname}`, (await get(a.url, 'mesas=nobody')).status, 401);
		strange++;
	}
	console.log(`    ${strange} addresses without a cookie`);

	// And what is right is not refused by the guard: the test can fail.
	for (const r of changing.filter(r => r.path !== '/salir')) {
		const a = await ask(base + r.path, r.method, right, `csrf=${encodeURIComponent(token)}`);
		ok(`our own ${r.method} ${r.path}`, ![401, 405, 415, 421].includes(a.status), `${a.status} ${a.to ?? ''}`);
	}
});
