// A session that is yet to come: its call and its papers; and without
// JavaScript: the quorum, what is refused, how it ends.
import { run, person, look, firstDay, ok, same, sees, press } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');

	// The papers before a session, and the call.
	await page.goto(`${base}/sesiones?cuando=proximas`);
	await page.getByRole('link', { name: /Ordinaria 4/ }).click();
	await page.getByRole('link', { name: 'Convocatoria', exact: true }).click();
	await look(context, page, 'convocatoria');
	await press(page, 'La convocatoria se envió');
	await page.getByLabel('Secretaría de Salud del Estado de Chiapas').first().check();
	await press(page, 'Guardar los acuses');
	await sees('one acknowledged', page.getByText('acusaron recibo: 1'));
	await page.getByRole('link', { name: 'Imprimir la convocatoria' }).click();
	await look(context, page, 'papel-convocatoria');
	await page.getByRole('link', { name: 'Volver a la sesión' }).click();
	await sees('it is called', page.getByText('Convocada', { exact: true }));
	await page.getByRole('link', { name: 'Lista de asistencia', exact: true }).click();
	same('a line to sign for each', await page.locator('.paper tbody tr').count(), 12);
	await look(context, page, 'papel-lista');

	// Without JavaScript: the same form.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(`${base}/sesiones?cuando=proximas`);
	await plain.getByRole('link', { name: /Ordinaria 4/ }).click();
	await plain.getByLabel('Asistencia de Gobierno del Estado de Chiapas').selectOption('Presente');
	await press(plain, 'Recalcular el quórum');
	await sees('counted without JavaScript', plain.getByText('Aún sin quórum: 1 de 11'));
	same('and still typed', await plain.getByLabel('Asistencia de Gobierno del Estado de Chiapas').inputValue(), '1');
	await press(plain, 'Las que faltan, ausentes');
	await press(plain, 'Cerrar la sesión y generar la minuta');
	ok('no quorum, no closing', /hay 1 integrantes con voto y se requieren 6 de 11/.test(await plain.getByRole('alert').innerText()));
	await plain.getByText('Diferir o cancelar').click();
	await press(plain, 'Cancelar la sesión');
	ok('cancelling is confirmed', /marque la casilla/.test(await plain.getByRole('alert').innerText()));
	await press(plain, 'No hubo quórum');
	await sees('said so', plain.getByText('Sin quórum', { exact: true }));
});
