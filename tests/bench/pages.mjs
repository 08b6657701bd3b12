// The office's page with ten years of data: what each page takes of the server,
// what it weighs and what memory the node holds. A line each (name, value,
// unit, budget, ok or MISSED); exit status 1 when one was missed. `make
// bench-pages`; docs/benchmarks.md explains.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { run, person, firstDay, ok, PASSWORD } from '../browser/lib.mjs';
import { crawl, cookies, get } from '../browser/crawl.mjs';

const ROUNDS = 5, PAGE_MS = 100, FILE_MS = 300, FIRST_BYTES = 100000, LATER_BYTES = 35000, IDLE_MIB = 16, LOADED_MIB = 24, WORST = 12;
const INSTITUTIONS = 46; // enough for 46 attendances a session

function line(name, value, unit, budget) {
	const good = value <= budget;
	console.log(`${name.padEnd(76)} ${value.toFixed(1).padStart(10)} ${unit.padEnd(4)} ${String(budget).padStart(7)} ${good ? 'ok' : 'MISSED'}`);
	ok(name, good);
}
const median = list => list.toSorted ? list.toSorted((a, b) => a - b)[list.length >> 1] : [...list].sort((a, b) => a - b)[list.length >> 1];
const rss = (p, what) => Number(fs.readFileSync(`/proc/${p.pid}/status`, 'utf8').match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024;
// Processor time of the server, all its threads, in ms (ticks of 10): what
// others do on this machine is not in it.
const busy = p => fs.readFileSync(`/proc/${p.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).reduce((n, t) => n + Number(t) * 10, 0);
// Loopback sends pages plain; what would travel is what gzip makes of them.
const weight = a => a.headers['content-encoding'] ? a.bytes : zlib.gzipSync(a.body).length;

await run(async ({ world, browser }) => {
	let server = await world.serveNew('TAP-1');
	let base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	line('node at rest, enrolled', rss(server, 'VmRSS'), 'MiB', IDLE_MIB);

	const names = fs.readFileSync('tests/data/founding/10-national.jsonl', 'utf8').split('\n')
		.map(l => l.match(/"acronym":"([^"]*)"/)?.[1]).filter(Boolean).slice(0, INSTITUTIONS);
	const rows = path.join(world.dir, 'decade.jsonl');
	fs.writeFileSync(rows, execFileSync('sh', ['tests/bench/decade.sh', ...names], { maxBuffer: 1 << 26 }).toString()
		.split('\n').slice(0, Number(process.env.LINES ?? Infinity)).join('\n'));
	const began = Date.now();
	world.run('TAP-1', 'import', rows);
	console.log(`# ten years imported in ${((Date.now() - began) / 1000).toFixed(1)} s`);
	await world.sync('TAP-1');

	await page.goto('about:blank'); // what stood there would ask again by itself
	server.kill();
	await new Promise(done => server.once('exit', done));
	server = await world.serve('TAP-1');
	base = new URL(world.ticket('TAP-1')).origin;
	await page.goto(world.ticket('TAP-1'));
	await page.getByLabel('Cuenta').fill('maria.gomez');
	await page.getByLabel('Contraseña').fill(PASSWORD);
	await page.getByRole('button', { name: 'Entrar' }).click();
	await page.waitForURL(u => u.pathname === '/');
	const cookie = await cookies(context);

	const times = new Map(), taken = new Map(), weights = new Map();
	let pages = 0, most = 0, heaviest = '';
	for await (const a of crawl(base, cookie)) {
		if (a.status !== 200) {
			ok(`${a.url.pathname} answers`, false, String(a.status));
			continue;
		}
		const ms = [], began = busy(server);
		for (let i = 0; i < ROUNDS; i++) ms.push((await get(a.url, cookie)).ms);
		taken.set(a.url.pathname + a.url.search, (busy(server) - began) / ROUNDS);
		pages++;
		const now = rss(server, 'VmRSS');
		if (now > most) heaviest = a.url.pathname + a.url.search;
		most = Math.max(most, now);
		times.set(a.url.pathname + a.url.search, median(ms));
		if (a.type.startsWith('text/html')) weights.set(a.url.pathname + a.url.search, weight(a));
	}
	console.log(`# ${pages} addresses, ${ROUNDS} times each; the slowest and the heaviest:`);
	const slowest = [...taken].sort((a, b) => b[1] - a[1]), told = at => `${at} (answered in ${times.get(at).toFixed(0)} ms)`;
	for (const [at, ms] of slowest.filter(([at]) => weights.has(at)).slice(0, WORST)) line(`page ${told(at)}`, ms, 'ms', PAGE_MS);
	for (const [at, ms] of slowest.filter(([at]) => !weights.has(at)).slice(0, WORST / 3)) line(`file ${told(at)}`, ms, 'ms', FILE_MS);
	for (const [at, n] of [...weights].sort((a, b) => b[1] - a[1]).slice(0, 3)) line(`weight of ${at}`, n, 'B', LATER_BYTES);

	let first = weights.get('/');
	const home = (await get(new URL('/', base), cookie)).body.toString();
	const assets = new Set([...home.matchAll(/(?:href|src)="(\/[^"]*\.(?:css|js|svg|woff2|png|ico)[^"]*)"/g)].map(m => m[1]));
	for (const at of assets) first += weight(await get(new URL(at, base), cookie));
	line('first page with all it needs', first, 'B', FIRST_BYTES);
	line(`node under that load, at its most (${heaviest})`, most, 'MiB', LOADED_MIB);
	console.log(`# its peak ever, a password being checked: ${rss(server, 'VmHWM').toFixed(1)} MiB (scrypt takes 16 MiB for that moment)`);
});
