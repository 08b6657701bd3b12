// crawl: follow the links of a page that somebody entered, and tell what each
// answered. Of addresses that differ only in a number, an id or a value asked
// for, `each` are visited.
import http from 'node:http';
import zlib from 'node:zlib';

// One GET: { status, type, body (text), bytes of the wire, ms to the whole answer, headers }.
export function get(url, cookie, accept = 'text/html') {
	return new Promise((done, fail) => {
		const began = process.hrtime.bigint();
		const q = http.get(url, { headers: { cookie, accept, 'accept-encoding': 'gzip' } }, r => {
			const parts = [];
			r.on('data', d => parts.push(d));
			r.on('error', fail);
			r.on('end', () => {
				const raw = Buffer.concat(parts), packed = r.headers['content-encoding'] === 'gzip';
				done({ url, status: r.statusCode, headers: r.headers, type: r.headers['content-type'] ?? '', bytes: raw.length,
					body: packed ? zlib.gunzipSync(raw) : raw, ms: Number(process.hrtime.bigint() - began) / 1e6 });
			});
		});
		q.setTimeout(20000, () => q.destroy(new Error(`${url}: no answer in 20 s`)));
		q.on('error', fail);
	});
}

export const cookies = async context => (await context.cookies()).map(c => `${c.name}=${c.value}`).join('; ');

const kind = u => u.pathname.replace(/\/[0-9a-f]+[-.][^/]*|\/\d[^/]*|\/[^/]*[.:~@=][^/]*/g, '/*') + [...u.searchParams.keys()].sort().map(k => `&${k}`).join('');

// Every page and file that links lead to, from the home page on.
export async function* crawl(base, cookie, { each = 3, most = 2000 } = {}) {
	const queue = [new URL('/', base)], met = new Set(['/']), of = new Map();
	for (let n = 0; queue.length > 0 && n < most; n++) {
		const at = queue.shift(), answer = await get(at, cookie);
		yield { ...answer, kind: kind(at) };
		if (!answer.type.startsWith('text/html')) continue;
		for (const [, href] of answer.body.toString().matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
			const to = new URL(href.replaceAll('&amp;', '&'), at);
			to.hash = '';
			const key = to.pathname + to.search, k = kind(to), n = of.get(k) ?? 0;
			if (to.origin !== at.origin || met.has(key) || n >= each) continue;
			met.add(key);
			of.set(k, n + 1);
			queue.push(to);
		}
	}
}
