// all.mjs walks...: two at a time (JOBS), a process and a browser for many of
// them, and a world made once. Tells one line a walk and what it said when it
// failed. BIN is where the programs are; COUNTS a file that gets "passed
// failed"; TIMEOUT the seconds a walk may take.
import { execFileSync, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const JOBS = Number(process.env.JOBS ?? 2), TIMEOUT = Number(process.env.TIMEOUT ?? 400), ROOM = 4e8;

// One that walks: told a file, tells whether all was well.
if (process.send) {
	process.on('message', async file => {
		process.exitCode = 0;
		await import(path.resolve(file)).catch(e => { console.log(e.stack); process.exitCode = 1; });
		process.send(process.exitCode);
	});
} else {
	await master();
}

async function walk(worker, file) {
	let said = '', timer;
	const began = Date.now(), hear = data => { said += data; };
	worker.stdout.on('data', hear);
	worker.stderr.on('data', hear);
	const code = await new Promise(done => {
		worker.once('message', done);
		worker.once('exit', () => done(-1));
		timer = setTimeout(() => { worker.kill(); setTimeout(() => worker.kill('SIGKILL'), 5000).unref(); }, TIMEOUT * 1000);
		worker.send(file);
	});
	clearTimeout(timer);
	worker.removeAllListeners('message').removeAllListeners('exit');
	await new Promise(done => setTimeout(done, 20)); // what it said last
	worker.stdout.off('data', hear);
	worker.stderr.off('data', hear);
	if (code !== 0) process.stdout.write(said.split('\n').slice(-80).join('\n'));
	console.log(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${path.basename(file).padEnd(40)} ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s`);
	return code;
}

async function master() {
	const files = process.argv.slice(2), failed = [];
	const free = fs.existsSync('/dev/shm') ? fs.statfsSync('/dev/shm') : { bavail: 0, bsize: 0 };
	const top = fs.mkdtempSync(path.join(free.bavail * free.bsize > ROOM ? '/dev/shm' : os.tmpdir(), 'mesas-walks-'));
	process.once('exit', () => fs.rmSync(top, { recursive: true, force: true, maxRetries: 5 }));
	for (const s of ['SIGINT', 'SIGTERM']) process.once(s, () => process.exit(1));
	const prepared = path.join(top, 'world');
	fs.mkdirSync(prepared);
	execFileSync('sh', ['tests/browser/world.sh', prepared]);
	const work = async () => {
		let worker = null;
		for (let file; (file = files.pop()) !== undefined;) { // the long ones stand last
			worker ??= fork(import.meta.filename ?? process.argv[1], { silent: true, env: { ...process.env, PREPARED: prepared } });
			const code = await walk(worker, file);
			if (code !== 0) failed.push(file);
			if (code === -1) worker = null;
		}
		worker?.kill();
	};
	const all = files.length;
	await Promise.all(Array.from({ length: JOBS }, work));
	if (process.env.COUNTS) fs.writeFileSync(process.env.COUNTS, `${all - failed.length} ${failed.length}\n`);
	else console.log(`${all - failed.length} passed, ${failed.length} failed`);
	process.exit(failed.length ? 1 : 0);
}
