// The first day, the home page, sending, records, accounts; with JavaScript
// and without; strangers.
import { run, person, look, axe, shot, firstDay, ok, same, PASSWORD, sees } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);

	await page.goto(world.ticket('TAP-1'));
	await look(context, page, 'primera');
	await firstDay(page, world, 'TAP-1');
	ok('the office\'s roundtable', /Chiapas/.test(await page.locator('h1').textContent()));
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await page.goto(`${base}/`);
	ok('overdue ones are shown', (await page.getByText('07-AC-2026-001').count()) > 0);
	await look(context, page, 'inicio');

	// One press answers with the result, with no page between.
	await page.getByRole('button', { name: 'Sincronizar ahora' }).click();
	await page.getByText('Todo confirmado por el nodo central.').waitFor({ timeout: 15000 });
	same('still the home page', new URL(page.url()).pathname, '/');

	for (const [name, at] of [['sincronizacion', '/sincronizacion'], ['registros', '/registros'],
		['lista', '/registros/agreement'], ['personas', '/personas']]) {
		await page.goto(base + at);
		await look(context, page, name);
	}
	await page.goto(`${base}/registros/agreement`);
	await page.getByRole('link', { name: '07-AC-2026-001' }).click();
	await look(context, page, 'registro');
	await page.getByRole('link', { name: 'Historia' }).click();
	await look(context, page, 'historia');
	await page.goto(`${base}/nada`);
	await sees('an error is a page', page.getByRole('alert'));
	await look(context, page, 'error');

	// By keyboard: the first stop skips to the content.
	await page.goto(`${base}/`);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	ok('the skip link', await page.evaluate(() => document.activeElement.id === 'contenido'));

	// On a small screen the menu is folded, and opens with a key.
	await page.setViewportSize({ width: 320, height: 800 });
	const menu = page.getByRole('navigation', { name: 'Principal' });
	ok('the menu is folded', !(await menu.isVisible()));
	await page.getByRole('checkbox', { name: 'Menú' }).focus();
	await page.keyboard.press('Space');
	ok('and opens', await menu.isVisible());
	await axe(context, page, 'menu');
	await shot(page, 'menu-320');
	await page.setViewportSize({ width: 1366, height: 860 });
	ok('on a large one it stands there', await menu.isVisible());

	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('heading', { name: 'Needs your attention' }).waitFor();
	await look(context, page, 'home-en');
	await page.getByRole('button', { name: 'Español' }).click();

	// The hub is away: said in words, nothing is lost.
	world.cutHub();
	await page.getByRole('button', { name: 'Sincronizar ahora' }).click();
	await page.getByText('Sin conexión. Su trabajo está guardado').waitFor({ timeout: 15000 });
	await look(context, page, 'sin-conexion');

	// The same person without JavaScript.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(`${base}/`);
	await plain.getByRole('button', { name: 'Sincronizar ahora' }).click();
	same('sent without JavaScript', new URL(plain.url()).pathname, '/sincronizacion');
	await plain.getByRole('button', { name: 'Salir' }).click();
	await page.goto(`${base}/`);
	await look(context, page, 'entrar');
	await plain.getByLabel('Cuenta').fill('maria.gomez');
	await plain.getByLabel('Contraseña').fill('equivocada del todo');
	await plain.getByRole('button', { name: 'Entrar' }).click();
	await sees('a wrong password is said', plain.getByRole('alert'));
	await plain.getByLabel('Contraseña').fill(PASSWORD);
	await plain.getByRole('button', { name: 'Entrar' }).click();
	same('entered without JavaScript', new URL(plain.url()).pathname, '/');

	const stranger = await (await browser.newContext()).newPage();
	same('a stranger', (await stranger.goto(`${base}/`)).status(), 401);
});
