// A roundtable's page: members, designations, themes and rules, each added,
// changed and ended; what a rule says stands at its field and nothing typed is
// lost; another office's becomes a proposal; once more without JavaScript.
import { run, person, look, firstDay, ok, same, sees } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await world.sync('TAP-1');

	await page.goto(`${base}/mesas`);
	await look(context, page, 'mesas');
	await page.getByRole('link', { name: /en Chiapas$/ }).click();
	const mesa = page.url();
	await sees('members are there', page.getByRole('link', { name: /^SNE · / }));
	ok('the quorum is derived', (await page.locator('.kpi', { hasText: 'Quórum' }).textContent()).includes('con voto'));
	await look(context, page, 'mesa');
	const section = name => page.getByRole('region', { name, exact: true }).first();
	const message = () => page.getByRole('alert');

	// A member of the catalogue: part of its name is enough.
	await page.getByRole('link', { name: 'Agregar una institución' }).click();
	await look(context, page, 'mesa-integrante');
	await page.getByLabel('Institución (obligatorio)').fill('cruz roja que no hay');
	await page.getByLabel('Desde').fill('2026-05-04');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await sees('the field says that it is unknown', page.locator('#institution-falta'));
	same('what was typed stays', await page.getByLabel('Desde').inputValue(), '2026-05-04');
	ok('the field is marked', await page.getByLabel('Institución (obligatorio)').getAttribute('aria-invalid') === 'true');
	await look(context, page, 'mesa-integrante-falta');
	await page.getByLabel('Institución (obligatorio)').fill('oim');
	await page.getByLabel('Calidad').selectOption({ label: 'Observadora' });
	await page.getByLabel('Voto').uncheck();
	await page.getByLabel('Hasta').fill('2026-05-01');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	ok('a rule speaks at its field', (await page.locator('#until-falta').textContent()).includes('termina antes de empezar'));
	await page.getByLabel('Hasta').fill('');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await sees('the member is there', section('Integrantes').getByText('OIM').first());

	// It ends, it is not deleted.
	await page.getByRole('link', { name: /^Terminar OIM/ }).click();
	await sees('it says which', page.getByText('OIM').first());
	await look(context, page, 'mesa-terminar');
	await page.getByLabel('Hasta').fill('2026-06-30');
	await page.getByRole('button', { name: 'Terminar' }).click();
	await page.waitForURL(mesa);
	await sees('it stands among the former', page.getByText('1 membresía terminada'));

	// An institution that the catalogue lacks is proposed and used at once.
	await page.getByRole('link', { name: 'Agregar una institución' }).click();
	await page.getByText('La institución no está en el catálogo').click();
	await page.getByLabel('Nombre oficial').fill('Casa de Prueba del Sureste, A.C.');
	await page.getByLabel('Siglas').fill('CPS');
	await page.locator('#nueva-kind').selectOption({ label: 'Organización de la sociedad civil' });
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await sees('the proposed one is a member', section('Integrantes').getByText('CPS · Casa de Prueba').first());

	// One titular at a time: the rule answers at the date.
	await page.getByRole('link', { name: 'Registrar una designación' }).click();
	await look(context, page, 'mesa-designacion');
	const designate = async (name, since, letter) => {
		await page.getByLabel('Institución (obligatorio)').fill('CPS');
		await page.locator('#since').fill(since);
		await page.locator('#letter_no').fill(letter);
		if (!await page.locator('#persona-name').isVisible())
			await page.getByText('La persona no está en la lista').click();
		await page.locator('#persona-name').fill(name);
		await page.locator('#persona-position').fill('Dirección');
		await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	};
	await designate('Persona Uno de Prueba', '2026-01-10', 'OF/1/2026');
	await page.waitForURL(mesa);
	await sees('the designation is there', section('Designaciones').getByText('Persona Uno de Prueba').first());
	await page.getByRole('link', { name: 'Registrar una designación' }).click();
	await designate('Persona Dos de Prueba', '2026-02-10', 'OF/2/2026');
	ok('rule 11 at the date', (await page.locator('#since-falta').textContent()).includes('ya tiene titular'));
	same('the person is not lost', await page.locator('#persona-name').inputValue(), 'Persona Dos de Prueba');
	await look(context, page, 'mesa-designacion-regla');
	await page.getByLabel('Titular o suplente').selectOption({ label: 'Suplente' });
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	const rows = section('Designaciones').getByRole('row');
	await sees('an alternate beside the titular', rows.filter({ hasText: 'Persona Dos de Prueba' }).getByText('Suplente'));
	same('nobody was recorded twice', await section('Personas servidoras públicas').locator('.t', { hasText: 'Persona Dos de Prueba' }).count(), 1);

	// A theme with its local authority; the rules of the roundtable.
	await page.getByRole('link', { name: 'Agregar un tema' }).click();
	await page.getByLabel('Tema', { exact: true }).selectOption({ label: 'Vivienda' });
	await page.getByLabel('Autoridad coordinadora').fill('SE-CHIS');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await sees('the theme is there', page.locator('.t', { hasText: 'Vivienda' }));
	await page.getByRole('link', { name: /Cambiar Datos y reglas/ }).click();
	await look(context, page, 'mesa-datos');
	await page.getByLabel('Quórum (%)').fill('140');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await sees('a percentage', page.locator('#quorum_pct-falta'));
	await page.getByLabel('Quórum (%)').fill('66');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await sees('the quorum follows', page.locator('dd', { hasText: /^66$/ }));
	ok('no fault is left', await message().count() === 0);

	// The history says what it was before; what is voided is taken up again.
	await page.getByRole('link', { name: 'Historia' }).click();
	const change = page.locator('.tl dd', { hasText: '66' });
	same('before', await change.locator('del').textContent(), 'antes: 51');
	same('now', await change.locator('ins').textContent(), 'ahora: 66');
	await look(context, page, 'mesa-historia');
	await page.goto(mesa);
	await page.getByRole('link', { name: /^Cambiar CPS/ }).click();
	await page.getByRole('link', { name: 'Ver su historia' }).click();
	await page.getByText('Anular este registro').click();
	await page.getByLabel('Por qué se anula').fill('Se capturó dos veces');
	await page.getByRole('button', { name: 'Anular' }).click();
	await sees('voided, not gone', page.getByText('Quedó anulado.'));
	await look(context, page, 'registro-anulado');
	await page.getByLabel('Por qué se recupera').fill('No eran la misma');
	await page.getByRole('button', { name: 'Recuperar' }).click();
	await sees('taken up again', page.getByText('Quedó recuperado.'));
	await page.getByRole('link', { name: 'Abrir en su pantalla' }).click();
	await page.waitForURL(mesa);
	await sees('and there as before', section('Integrantes').getByText('CPS · Casa de Prueba').first());

	await page.getByRole('link', { name: 'Entrega-recepción' }).click();
	await sees('what is handed over', page.getByText('07-AC-2026-001'));
	await look(context, page, 'mesa-entrega');

	// Palenque's: what this office writes there is a proposal.
	await page.goto(`${base}/mesas`);
	await page.getByRole('link', { name: /Palenque/ }).click();
	await sees('it says whose it is', page.getByText('esta mesa es de otra oficina', { exact: false }));
	const other = page.url();
	await page.getByRole('link', { name: 'Agregar una institución' }).click();
	await page.getByLabel('Institución (obligatorio)').fill('UNICEF');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(other);
	ok('a proposal', (await page.getByRole('status').textContent()).includes('propuesta'));
	same('nothing of theirs changed', await section('Integrantes').getByText('UNICEF').count(), 0);

	// The same without JavaScript, by keyboard.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(`${mesa}/integrante/nueva`);
	await plain.getByLabel('Institución (obligatorio)').focus();
	await plain.keyboard.type('SEDATU-NO');
	await plain.getByRole('button', { name: 'Guardar', exact: true }).press('Enter');
	await sees('refused without JavaScript', plain.getByRole('alert'));
	await plain.getByLabel('Institución (obligatorio)').fill('OIM');
	await plain.getByRole('button', { name: 'Guardar', exact: true }).press('Enter');
	same('saved without JavaScript', plain.url(), mesa);
});
