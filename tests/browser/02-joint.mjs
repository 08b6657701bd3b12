// J18: Tenosique keeps Tabasco and Campeche; one sitting, two roundtables: each
// agreement says whose it is, and nobody is counted twice.
import { run, person, look, firstDay, ok, same, press, iso } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TEN-1');
	const base = new URL(world.ticket('TEN-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TEN-1');
	await page.goto(`${base}/sesiones/nueva`);
	await page.locator('#mesa').selectOption(await page.locator('#mesa option', { hasText: 'Tabasco' }).getAttribute('value'));
	await page.getByLabel('Fecha').fill(iso(0));
	await page.getByRole('checkbox', { name: /Campeche/ }).check();
	await press(page, 'Programar la sesión');
	const seats = await page.locator('#asistencia tbody tr th').allInnerTexts();
	same('nobody stands twice in the list', new Set(seats).size, seats.length);
	await press(page, 'Las que faltan, presentes');
	ok('a quorum for each', await page.locator('#quorum .pill.ok').count() === 2);
	for (const mesa of ['27', '04']) {
		await page.getByLabel('Acuerdo nuevo').fill(`Acuerdo de la mesa ${mesa}`);
		await page.locator('#ar-n0').fill('SEP');
		await page.locator('#am-n0').selectOption({ label: 'Inclusión educativa' });
		await page.locator('#af-n0').fill(iso(40));
		await page.locator('#av-n0').fill('Oficio');
		await page.locator('#aj-n0').selectOption(await page.locator('#aj-n0 option', { hasText: mesa }).getAttribute('value'));
		await press(page, 'Guardar y agregar otro acuerdo');
	}
	await look(context, page, 'sesion-conjunta');
	await press(page, 'Cerrar la sesión y generar la minuta');
	await page.waitForURL(/\/minutas\//);
	const deals = await page.locator('.paper table').last().locator('tbody tr').allInnerTexts();
	ok('each agreement says whose it is', /Acuerdo de la mesa 27.*Tabasco/.test(deals[0]) && /Acuerdo de la mesa 04.*Campeche/.test(deals[1]), deals.join('|'));
});
