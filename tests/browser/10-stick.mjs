// J6 through the page: an office without any network, from its first hour on.
import fs from 'node:fs';
import path from 'node:path';
import { run, person, look, ok, same, text, PASSWORD } from './lib.mjs';

await run(async ({ world, browser }) => {
	world.cutHub();
	await world.serveNew('PAL-1');
	const base = new URL(world.ticket('PAL-1')).origin;
	const { context, page } = await person(browser, base, { acceptDownloads: true });
	const stick = path.join(world.dir, 'stick');
	fs.mkdirSync(stick);
	const carried = async (p, button) => {
		const [file] = await Promise.all([p.waitForEvent('download'), p.getByRole('button', { name: button }).click()]);
		const to = path.join(stick, file.suggestedFilename());
		await file.saveAs(to);
		return to;
	};
	const answer = file => JSON.parse(world.hubRun('--json', 'bundle', 'read', file)).answer;
	const readBack = async (p, file) => {
		await p.getByLabel('Archivo que volvió en la memoria').setInputFiles(file);
		await Promise.all([p.waitForNavigation(), p.getByRole('button', { name: 'Leer respuesta' }).click()]);
		await p.locator('[role=status]').first().waitFor();
	};

	await page.goto(world.ticket('PAL-1'));
	await page.getByLabel('Su nombre').fill('Ana Ruiz');
	await page.getByLabel('Su cargo').fill('Secretaria técnica');
	await page.getByLabel('Nombre de la cuenta').fill('ana.ruiz');
	await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
	await page.getByLabel('La contraseña otra vez').fill(PASSWORD);
	await page.getByRole('button', { name: 'Crear la cuenta' }).click();
	await page.waitForURL(u => u.pathname === '/inscribir');
	await look(context, page, 'inscribir');
	await page.getByLabel('Invitación').fill(world.invitation('PAL-1'));
	const asked = await carried(page, 'Sin conexión: hacer un archivo');
	ok('a name for any file system', /^mesas-[A-Za-z0-9-]+\.mesas$/.test(path.basename(asked)), asked);
	await readBack(page, answer(asked));
	same('enrolled', new URL(page.url()).pathname, '/sincronizacion');
	ok('what comes next', /Haga un paquete/.test(await text(page, '[role=status]')));

	const first = await carried(page, 'Crear paquete');
	await readBack(page, answer(first));
	ok('everything came', /recibidos/.test(await text(page, '[role=status]')), await text(page, '[role=status]'));
	world.run('PAL-1', 'save', 'gap', 'roundtable=MESA-07-065', 'title=Ventanilla sin rampa', 'severity=low');
	await page.goto(`${base}/sincronizacion`);
	ok('one is to be confirmed', /lleva 1 cambio/.test(await text(page, '#h-usb-1 + p')), await text(page, '#h-usb-1 + p'));
	await look(context, page, 'memoria');

	const second = await carried(page, 'Crear paquete');
	ok('nobody on the way reads it', !fs.readFileSync(second).includes('rampa'));
	await readBack(page, second);
	ok('the wrong file is told kindly', /para otra computadora|para el nodo central/.test(await text(page, '.note.bad')), await text(page, '.note.bad'));
	const back = answer(second), cut = path.join(stick, 'cut.mesas');
	fs.writeFileSync(cut, fs.readFileSync(back).subarray(0, 300));
	await readBack(page, cut);
	ok('a cut one too', /dañado/.test(await text(page, '.note.bad')));
	await readBack(page, back);
	ok('confirmed', /confirmados: 1;/.test(await text(page, '[role=status]')), await text(page, '[role=status]'));
	await page.goto(`${base}/sincronizacion`);
	ok('nothing is pending', /lleva 0 cambios/.test(await text(page, '#h-usb-1 + p')));

	// The same without JavaScript.
	const plain = await person(browser, base, { javaScriptEnabled: false, acceptDownloads: true });
	await plain.page.goto(world.ticket('PAL-1'));
	if (await plain.page.getByLabel('Contraseña').count()) {
		await plain.page.getByLabel('Contraseña').fill(PASSWORD);
		if (await plain.page.getByLabel('Cuenta').count()) await plain.page.getByLabel('Cuenta').fill('ana.ruiz');
		await plain.page.getByRole('button', { name: 'Entrar' }).click();
	}
	await plain.page.goto(`${base}/sincronizacion`);
	await readBack(plain.page, answer(await carried(plain.page, 'Crear paquete')));
	ok('without JavaScript', /Respuesta leída/.test(await text(plain.page, '[role=status]')));
});
