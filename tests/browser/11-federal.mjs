// J10 as far as it goes: the federal pages over HTTPS; the door, the overview,
// each office's sending; with JavaScript and without.
import { run, person, look, press, ok, same, sees, PASSWORD } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.office('TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	world.run('TAP-1', 'save', 'agreement', 'session=07-SE-2026-001', 'theme=labor', 'text=<img src=x onerror=alert(1)>"\'&',
		'agreed_on=2026-11-10', 'due_on=2027-10-01', 'means_of_verification=Oficio', '+', 'responsible', 'agreement=@.',
		'institution=SNE', 'role=responsible');
	await world.sync('TAP-1');
	await world.office('PAL-1');
	world.run('PAL-1', 'save', 'gap', 'roundtable=MESA-07-065', 'title=<b>Sin señal</b>"\'&', 'severity=low');
	await world.sync('PAL-1');
	world.federalUser('ana.ruiz', 'Ana <i>Ruiz</i>', 'federal_secretariat');

	const base = world.federal;
	const { context, page } = await person(browser, base, { ignoreHTTPSErrors: true });
	await page.goto(`${base}/oficinas`);
	same('nobody is in yet', new URL(page.url()).pathname, '/cuenta/entrar');
	await look(context, page, 'hub-entrar');
	const enter = async (p, password) => {
		await p.getByLabel('Cuenta').fill('ana.ruiz');
		await p.getByLabel('Contraseña').fill(password);
		await press(p, 'Entrar');
	};
	await enter(page, PASSWORD);
	same('on to where one wanted to go', new URL(page.url()).pathname, '/oficinas');

	await sees('the office that sent', page.getByRole('row', { name: /COMAR Tapachula/ }).getByText('Al día'));
	ok('what came is counted', Number(await page.getByRole('row', { name: /COMAR Tapachula/ }).locator('td').nth(2).textContent()) >= 42);
	await sees('how far the figures go', page.getByText(/Datos completos hasta/));
	await look(context, page, 'hub-oficinas');
	await page.getByRole('link', { name: /^Sin contacto/ }).click();
	ok('those never heard of', (await page.getByRole('row').count()) > 2);
	ok('and no other', (await page.getByRole('row', { name: /COMAR Tapachula/ }).count()) === 0);
	await page.getByRole('link', { name: /^Todas/ }).click();
	await page.getByRole('link', { name: 'COMAR Tapachula' }).click();
	await sees('its computer', page.getByRole('row', { name: /Activ/ }));
	await look(context, page, 'hub-oficina');
	await page.getByRole('link', { name: 'Chiapas' }).click();
	same('to the state', new URL(page.url()).pathname, '/entidades/07');
	await sees('its roundtables', page.getByRole('row', { name: /Palenque/ }).first());
	ok('gaps, out of how many', /^4de 4$/.test((await page.locator('.kpi', { hasText: 'Brechas abiertas' }).locator('.v, .small').allTextContents()).join('')));
	await sees('who sends', page.getByRole('link', { name: 'COMAR Palenque' }).first());
	await sees('how far it is complete', page.getByText(/Datos completos hasta/));
	await look(context, page, 'hub-estado');
	await page.getByRole('link', { name: /abiertos$/ }).click();
	same('the overdue ones', await page.locator('main tbody tr').count(), 2);
	await look(context, page, 'hub-acuerdos');
	await page.getByRole('link', { name: /^Todos/ }).click();
	same('every one of the state', await page.locator('main tbody tr').count(), 4);
	await sees('what is no markup of ours', page.getByText('<img src=x onerror=alert(1)>"\'&', { exact: true }));
	same('nor becomes any', await page.locator('main img').count(), 0);
	await page.getByRole('link', { name: /^Todo el país/ }).click();
	ok('of the country', (await page.locator('main tbody tr').count()) > 3);
	for (const bad of ['entidad=99', 'situacion=x', 'pagina=0', 'pagina=9999', 'pagina=1%27--', 'entidad=%3Cb%3E'])
		same(`refused: ${bad}`, (await page.goto(`${base}/acuerdos?${bad}`)).status(), 404);
	same('no such state', (await page.goto(`${base}/entidades/99`)).status(), 404);
	await page.getByRole('link', { name: 'Entidades' }).click();
	await look(context, page, 'hub-entidades');
	await page.goto(`${base}/`);
	await look(context, page, 'hub-panorama');
	await page.getByRole('link', { name: /^Chiapas: mesas/ }).focus();
	await page.keyboard.press('Enter');
	await page.waitForURL(/entidades.07/);
	// More offices than one page has.
	for (let n = 1; n <= 45; n++) world.hubRun('office', 'add', `Z${n}`, '--name', `Oficina ${n}`, '--spaces', '07');
	await page.goto(`${base}/oficinas?estado=never`);
	await sees('the first fifty', page.getByText('1 a 50 de 51'));
	same('fifty rows', await page.locator('main tbody tr').count(), 50);
	await page.getByRole('link', { name: 'Siguientes' }).click();
	same('and the rest, as asked', new URL(page.url()).search, '?estado=never&pagina=2');
	await sees('the last one', page.getByText('51 a 51 de 51'));
	await page.getByRole('link', { name: 'Anteriores' }).click();
	same('back to the first', new URL(page.url()).search, '?estado=never');
	for (const bad of ['pagina=3', 'pagina=0', 'estado=x']) same(`refused: ${bad}`, (await page.goto(`${base}/oficinas?${bad}`)).status(), 404);
	const answer = await page.goto(`${base}/oficinas/NADA`);
	same('no such office', answer.status(), 404);
	await look(context, page, 'hub-error');
	await page.getByRole('button', { name: 'English' }).click();
	await page.goto(`${base}/oficinas`);
	await sees('in English', page.getByRole('heading', { name: 'Offices and sending' }));

	const plain = (await person(browser, base, { ignoreHTTPSErrors: true, javaScriptEnabled: false })).page;
	await plain.goto(`${base}/oficinas`);
	await enter(plain, 'no es esta');
	await sees('a wrong password', plain.getByRole('alert'));
	await enter(plain, PASSWORD);
	await plain.goto(`${base}/oficinas?estado=up_to_date`);
	await plain.locator('nav a[href="/entidades"]').click();
	await plain.getByRole('link', { name: 'Chiapas' }).click();
	await sees('a state without JavaScript', plain.getByRole('heading', { name: 'Chiapas' }));
	await plain.goto(`${base}/oficinas?estado=up_to_date`);
	await sees('without JavaScript', plain.getByRole('row', { name: /COMAR Palenque/ }));
});
