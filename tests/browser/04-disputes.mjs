// J2: two people of one office edit the same agreements offline, through the
// page of each computer; the dispute is reviewed, decided, undone, decided.
import { run, person, look, firstDay, ok, same, text, sees } from './lib.mjs';

const ONE = '07-AC-2026-001', TWO = '07-AC-2026-002';

async function open(page, base, folio) {
	await page.goto(`${base}/acuerdos?estado=todos`);
	await page.getByRole('row', { name: new RegExp(folio) }).getByRole('link').first().click();
}
async function edit(page, values) {
	await page.getByText('Editar datos').first().click();
	const form = page.locator('form[action$="/editar"]');
	for (const [label, value] of Object.entries(values)) {
		const input = form.getByLabel(label);
		if (await input.evaluate(x => x.tagName) === 'SELECT') await input.selectOption(value);
		else await input.fill(value);
	}
	await form.getByRole('button', { name: 'Guardar cambios' }).click();
}
async function reschedule(page, day, why) {
	await page.getByText('Reprogramar', { exact: true }).first().click();
	await page.getByLabel('Fecha límite nueva').fill(day);
	await page.locator('form[action$="/reprogramar"]').getByLabel('Motivo').fill(why);
	await page.getByRole('button', { name: 'Reprogramar' }).click();
}

await run(async ({ world, browser }) => {
	const pc = {};
	for (const [name, account] of [['TAP-1', 'maria.gomez'], ['TAP-2', 'jose.ruiz']]) {
		await world.serveNew(name);
		const base = new URL(world.ticket(name)).origin;
		pc[name] = { base, ...await person(browser, base) };
		await firstDay(pc[name].page, world, name, account);
	}
	const { base: b1, page: one, context } = pc['TAP-1'], { base: b2, page: two } = pc['TAP-2'];
	await one.goto(`${b1}/conflictos`);
	await sees('nothing to review is said', one.getByText('No hay nada por revisar.'));
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await world.sync('TAP-1');
	await world.sync('TAP-2');

	world.cutHub();
	await open(one, b1, ONE);
	await reschedule(one, '2026-12-30', 'La firma se retrasó');
	await edit(one, { 'Prioridad': 'high', 'Medio de verificación': 'Circular publicada y acuses de recibo' });
	await open(two, b2, ONE);
	await edit(two, { 'Avance (%)': '80', 'Medio de verificación': 'Circular firmada y acuses de las oficialías' });
	await open(one, b1, TWO);
	await reschedule(one, '2026-12-20', 'Calendario escolar');
	await open(two, b2, TWO);
	await reschedule(two, '2026-11-10', 'Antes del ciclo');

	await world.startHub();
	await world.sync('TAP-1');
	await world.sync('TAP-2');
	await world.sync('TAP-1');

	// Marked wherever it is shown, and overdue from the earlier date.
	await one.goto(`${b1}/acuerdos`);
	ok('the list marks it', (await text(one, `tr:has-text("${ONE}")`)).includes('En disputa'));
	const row = await text(one, `tr:has-text("${TWO}")`);
	ok('the earlier date counts', row.includes('10 nov 2026') && row.includes('Vencido') && row.includes('En disputa'), row);
	await look(context, one, 'acuerdos-disputa');
	await open(one, b1, ONE);
	await sees('its page marks the field', one.locator('dt', { hasText: 'Medio de verificación' }).getByText('En disputa'));
	ok('merged beside it', (await text(one, '.fields')).includes('80') && (await text(one, '.fields')).includes('Alta'));
	await one.getByRole('link', { name: 'Revisar la disputa' }).click();
	const review = new URL(one.url()).pathname;
	await look(context, one, 'conflicto');

	// Base, both values with what changed, who, where.
	ok('what it said before', (await text(one, 'fieldset')).includes('Antes decía: Circular firmada y acuses de recibo'));
	same('two values and the base', await one.locator('fieldset .cmp .opt').count(), 3);
	ok('word by word', (await one.locator('.opt ins').allTextContents()).some(t => t.includes('de las oficialías') || t.includes('las oficialías')));
	ok('what is gone too', (await one.locator('.opt del').allTextContents()).join().includes('firmada'));
	ok('who and where', /María Gómez/.test(await text(one, '.opt .meta')) && /jose\.ruiz/.test(await text(one, '.opt .meta')) && /Esta computadora/.test(await text(one, '.opt .meta')));
	const merged = await text(one, '.merged');
	ok('merged by itself', merged.includes('Prioridad: Alta') && merged.includes('Avance (%): 80') && merged.includes('Fusión automática'), merged);

	// A decision needs a choice and a reason; nothing typed is lost.
	await one.getByLabel('Motivo de la decisión').fill('Ambos medios');
	await one.getByRole('button', { name: 'Guardar la decisión' }).click();
	ok('a choice is asked for', /Elija un valor/.test(await text(one, '[role=alert]')));
	same('the reason is still there', await one.getByLabel('Motivo de la decisión').inputValue(), 'Ambos medios');
	await one.getByText('Escribir otro valor').click();
	await one.getByLabel(/Usar este otro valor/).check();
	await one.getByLabel('Medio de verificación: otro valor').fill('Circular y acuses');
	await one.getByLabel('Motivo de la decisión').fill('');
	await one.getByRole('button', { name: 'Guardar la decisión' }).click();
	ok('a reason is asked for', /Escriba el motivo/.test(await text(one, '[role=alert]')));
	same('the value is still there', await one.getByLabel('Medio de verificación: otro valor').inputValue(), 'Circular y acuses');
	await one.getByLabel('Motivo de la decisión').fill('Ambos medios');
	await one.getByRole('button', { name: 'Guardar la decisión' }).click();
	ok('decided', (await text(one, '.tl')).includes('Circular y acuses') && (await text(one, '.tl')).includes('Ambos medios'));
	await look(context, one, 'conflicto-decidido');

	// Undone, and decided again for one of the two.
	await one.getByRole('button', { name: /Deshacer la decisión/ }).click();
	ok('undone: what was shown before is back', (await text(one, '.tl')).includes('Se deshizo la decisión anterior'));
	await open(one, b1, ONE);
	ok('on its page too', (await text(one, '.fields')).includes('Circular firmada y acuses de recibo'));
	await one.goto(b1 + review);
	await one.getByText('Decidir de nuevo').click();
	await one.locator('.opt', { hasText: 'publicada' }).click();
	await one.getByLabel('Motivo de la nueva decisión').fill('Ya se publicó');
	await one.getByRole('button', { name: 'Guardar la decisión' }).click();
	ok('decided again', (await text(one, '.tl')).includes('Ya se publicó'));

	// The other dispute without JavaScript; later is a way too.
	const plain = (await person(browser, b1, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(`${b1}/conflictos`);
	await plain.getByRole('link', { name: new RegExp(`Revisar.*${TWO}`) }).click();
	await plain.getByRole('link', { name: 'Decidir después' }).click();
	await plain.getByRole('link', { name: new RegExp(`Revisar.*${TWO}`) }).click();
	await plain.locator('.opt', { hasText: '20 dic 2026' }).click();
	await plain.getByLabel('Motivo de la decisión').fill('Lo pidió la Secretaría');
	await plain.getByRole('button', { name: 'Guardar la decisión' }).click();
	ok('decided without JavaScript', (await text(plain, '.tl')).includes('20 dic 2026'));
	await one.goto(`${b1}/conflictos`);
	await sees('nothing is left', one.getByText('No hay nada por revisar.'));
	ok('what was decided of late', (await text(one, 'main')).includes('Lo pidió la Secretaría'));
	await look(context, one, 'conflictos');

	// The other author sees it.
	await world.sync('TAP-1');
	await world.sync('TAP-2');
	await two.goto(`${b2}/conflictos`);
	ok('the other sees the decision', (await text(two, 'main')).includes('Ya se publicó'));
	await two.getByRole('link', { name: new RegExp(`Ver o deshacer.*${ONE}`) }).click();
	ok('and its reason', (await text(two, '.tl')).includes('Ya se publicó'));
	await open(two, b2, TWO);
	ok('the same date at both', (await text(two, '.fields')).includes('20 dic 2026'));
});
