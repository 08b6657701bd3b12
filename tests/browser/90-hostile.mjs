// 300 hostile texts in every text field of every entity, written through the
// commands of office and hub: none comes out as anything but text, in no page
// and in no file that a page offers. Entities and fields are read from the
// schema, so a new field is attacked the day it is declared.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { run, person, firstDay, ok } from './lib.mjs';
import { crawl, cookies } from './crawl.mjs';

const HOSTILE = 300, RECORDS = 20, EACH = 8;
const LIMITS = { CODE: 96, NAME: 240, SHORT: 1024, LONG: 1024, TEXT: 1024 };

// One mark for each, in 25 attacks on 12 places where a text may stand.
const attacks = ['<zq>', '<zq onload=zq()>', '<script>zq()</script>', '<img src=x onerror=zq()>', '<svg/onload=zq()>', '" zq="1" onfocus="zq()', '\' zq=\'1', '` zq=1 `',
	'javascript:zq()', 'data:text/html,<zq>', '{{zq}}', '{{t "zq"}}', '${zq}', '<!--<zq>-->', ']]><zq>', '&lt;zq&gt;', '&#60;zq>', '\\u003czq>', '%3Czq%3E', '+ADw-zq+AD4-',
	'<a href="//zq">zq</a>', '<form action=//zq>', '<base href=//zq>', '<meta http-equiv=refresh content="0;//zq">', '<style>zq{}</style>'];
const places = [s => s, s => `"${s}`, s => `'${s}`, s => `">${s}`, s => `'>${s}`, s => `</title>${s}`, s => `</textarea>${s}`, s => `</option></select>${s}`,
	s => `</script>${s}`, s => `=${s}`, s => `@${s}`, s => `-${s}`];
const texts = places.flatMap(p => attacks.map(p));

const statement = /^(ENTITY|FIELD)\((.*)\)$/;
function schema() {
	const entities = [];
	for (const l of fs.readFileSync('proto/domain/schema.def', 'utf8').split('\n')) {
		const m = l.match(statement);
		if (!m) continue;
		const w = m[2].split(',').map(s => s.trim());
		if (m[1] === 'ENTITY') entities.push({ name: w[1], national: w[2] === 'NATIONAL', append: w[5] === 'APPEND', fields: [] });
		else entities.at(-1).fields.push({ name: w[2], type: w[3], merge: w[4], by: w[6], to: w[7].match(/TO\((.*)\)/)?.[1] ?? (w[7] === 'TO_ANY' ? 'agreement' : null), vocab: w[7].match(/OF\((.*)\)/)?.[1], must: w[8] === 'MUST', limit: LIMITS[w[9]] });
	}
	return entities;
}
const codes = new Map();
for (const m of fs.readFileSync('proto/domain/vocab.def', 'utf8').matchAll(/^(?:CODE|STEP|THEME)\((\w+), *\d+, *(\w+)/gm)) if (!codes.has(m[1])) codes.set(m[1], m[2]);

// What a field that must be filled is filled with; what the rules want besides.
const day = n => new Date(Date.UTC(2026, 2, 31 + n)).toISOString().slice(0, 10);
const besides = {
	agreement: () => ({ due_on: '2026-11-30' }),
	roundtable: i => ({ code: `Z-${i}` }),
	designation: () => ({ role: codes.get('designation_role'), rank: codes.get('designation_rank') }),
	succession: () => ({ predecessor: 'SNE', successor: 'SEGOB', kind: 'renamed' }),
	reschedule: i => ({ agreement: '07-AC-2026-001', old_due: day(i), new_due: day(i + 1) }),
	secretariat: () => ({ roundtable: 'MESA-30' }),
	attendance: (i, ids) => ({ quality: 'guest', institution: ids.get('institution')[i % 100], session: ids.get('session').at(-1 - Math.floor(i / 100)) }),
	amendment: i => ({ minutes: approved, number: i + 1 }),
	escalation: () => ({ to_roundtable: 'MESA-07-065' }),
};
let approved; // the minutes that an amendment is of
const single = ['secretariat', 'succession', 'designation'];
function filler(f, ids) {
	switch (f.type) {
	case 'REF': return f.to === 'roundtable' ? 'MESA-07' : ids.get(f.to)?.[0];
	case 'CODE': return codes.get(f.vocab);
	case 'DATE': return '2026-11-01';
	case 'TIME': return '2026-11-01T16:00:00Z';
	case 'INT': return 1;
	case 'BOOL': return true;
	case 'GEO': return '07';
	default: return 'texto';
	}
}
const isText = f => f.type === 'TEXT' || f.type === 'LONG';
// Where a folio is minted, a hash computed or a frozen text kept, people write nothing.
const given = { session: ['folio'], gap: ['folio'], agreement: ['folio'] };
const open = e => e.fields.filter(f => isText(f) && !(given[e.name] ?? []).includes(f.name));
const fit = (s, limit) => Buffer.byteLength(s) <= limit ? s : s.slice(0, limit);

function lines(e, ids) {
	const out = [], fields = open(e);
	const some = i => Object.fromEntries(fields.map(f => [f.name, f.merge === 'LIST' ? [fit(texts[i], f.limit)] : fit(texts[i], f.limit)]));
	const first = Object.fromEntries(e.fields.filter(f => !isText(f) && f.must).map(f => [f.name, filler(f, ids)]));
	const records = e.append || fields.some(f => f.merge === 'ONCE') ? HOSTILE : single.includes(e.name) ? 1 : RECORDS;
	const more = e.name === 'agreement' ? { with: [{ entity: 'responsible', set: { agreement: '@.', institution: 'COMAR', role: 'responsible' } }] } : {};
	for (let i = 0; i < HOSTILE; i++) {
		const key = `z-${e.name}-${i % records}`, set = i < records ? { ...first, ...some(i), ...besides[e.name]?.(i, ids) } : some(i);
		// A due date moves only together with its reschedule.
		if (e.name === 'reschedule') out.push(JSON.stringify({ entity: 'agreement', id: set.agreement, set: { due_on: set.new_due }, with: [{ entity: e.name, key, set: { ...set, agreement: '@.' } }] }));
		else out.push(JSON.stringify({ entity: e.name, key, set, ...(i < records ? more : {}) }));
	}
	return out;
}

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await world.sync('TAP-1');
	world.run('TAP-1', 'save', 'minutes', 'session=07-SE-2026-001', 'version=1', 'status=circulated', 'text=Se pasó lista.');
	approved = JSON.parse(world.run('TAP-1', '--json', 'list', 'minutes').split('\n')[0]).records[0].id;
	world.run('TAP-1', 'save', 'minutes', approved, 'status=approved', 'approved_on=2026-04-23', 'approved_in=07-SE-2026-002');

	// Everything through the commands; the federal part at the hub.
	const BIN = path.resolve(process.env.BIN ?? 'build/release');
	const hub = (...args) => execFileSync(path.join(BIN, 'mesas-hub'), ['-C', path.join(world.dir, 'hub'), ...args], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }).toString();
	const ids = new Map();
	const known = e => {
		if (!ids.has(e)) ids.set(e, (JSON.parse(world.run('TAP-1', '--json', 'list', e).split('\n')[0]).records ?? []).map(r => r.id));
		return ids.get(e);
	};
	const federal = e => e.national || e.name === 'roundtable';
	const entities = schema().filter(e => open(e).length > 0);
	let held = 0;
	for (const pass of [true, false]) {
		for (const e of entities.filter(e => federal(e) === pass)) {
			ids.clear();
			for (const f of e.fields) if (f.to) known(f.to);
			const file = path.join(world.dir, `z-${e.name}.jsonl`);
			fs.writeFileSync(file, lines(e, ids).join('\n') + '\n');
			let told;
			try {
				told = pass ? hub('--json', 'import', file) : world.run('TAP-1', '--json', 'import', file);
			} catch (x) {
				told = x.stdout.toString();
			}
			const report = JSON.parse(told.split('\n')[0]);
			held++;
			ok(`${e.name} takes hostile texts`, report.bad_lines === 0, JSON.stringify((report.bad ?? []).slice(0, 3)));
		}
		await world.sync('TAP-1');
	}
	console.log(`    ${texts.length} texts in ${entities.reduce((n, e) => n + open(e).length, 0)} fields of ${held} entities`);

	// Parsed as a browser does, apart from the page's own policy.
	const lens = await browser.newPage();
	const cookie = await cookies(context);
	let pages = 0, files = 0, seen = 0;
	for await (const a of crawl(base, cookie, { each: EACH })) {
		ok(`${a.url.pathname} answers`, a.status < 500, String(a.status));
		if (a.type.startsWith('text/html')) {
			pages++;
			const found = await lens.evaluate(body => {
				const d = new DOMParser().parseFromString(body, 'text/html'), bad = [];
				for (const e of d.querySelectorAll('*')) {
					if (/zq/.test(e.localName)) bad.push(`element ${e.localName}`);
					if (['script', 'style'].includes(e.localName) && /zq/.test(e.textContent)) bad.push(e.localName);
					for (const t of e.attributes) {
						if (/zq/.test(t.name) || /^on/.test(t.name)) bad.push(`attribute ${t.name}`);
						if (['href', 'src', 'action', 'formaction'].includes(t.name) && /^\s*(javascript|data):/i.test(t.value)) bad.push(`${t.name}=${t.value.slice(0, 40)}`);
						if (t.name.startsWith('hx-') && !(t.name === 'hx-nonce' && /^[\w-]{24}$/.test(t.value)) && /zq/.test(decodeURIComponent(t.value)) && !/^\//.test(t.value)) bad.push(`${t.name}=${t.value.slice(0, 40)}`);
					}
				}
				return { bad, text: /zq/.test(d.body.textContent) };
			}, a.body.toString());
			seen += found.text ? 1 : 0;
			ok(`${a.url.pathname}${a.url.search} shows text as text`, found.bad.length === 0, found.bad.slice(0, 4).join('; '));
		} else if (a.type.startsWith('text/csv')) {
			files++;
			const cells = a.body.toString().match(/(?<=^|[,\n])("(?:[^"]|"")*"|[^,\n]*)/g) ?? [];
			ok(`${a.url.pathname} has no formula`, !cells.some(c => /^"?[=+\-@\t\r].*zq/s.test(c)), cells.find(c => /^"?[=+\-@\t\r].*zq/s.test(c)));
		}
	}
	console.log(`    ${pages} pages, ${seen} of them with such a text, ${files} files`);
	ok('the texts are shown', seen > entities.length);
});
