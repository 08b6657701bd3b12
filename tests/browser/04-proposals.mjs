// J3: who owns, who proposes, and an escalation that is answered, through the
// pages of Tapachula and Palenque.
import { run, person, look, firstDay, ok, same, text, sees } from './lib.mjs';

const G = '07-065-BR-2022-001', H = '07-065-BR-2026-001';

async function open(page, base, folio, list) {
	await page.goto(`${base}/brechas?estado=${list}`);
	await page.getByRole('row', { name: new RegExp(folio) }).getByRole('link').first().click();
}
async function severity(page, value) {
	await page.getByText('Editar datos').first().click();
	const form = page.locator('form[action$="/editar"]');
	await form.getByLabel('Severidad').selectOption(value);
	await form.getByRole('button', { name: 'Guardar cambios' }).click();
}

await run(async ({ world, browser }) => {
	const pc = {};
	for (const [name, account] of [['TAP-1', 'maria.gomez'], ['PAL', 'ana.cruz']]) {
		await world.serveNew(name);
		const base = new URL(world.ticket(name)).origin;
		pc[name] = { base, ...await person(browser, base) };
		await firstDay(pc[name].page, world, name, account);
	}
	const { base: bt, page: tap, context: ct } = pc['TAP-1'], { base: bp, page: pal, context: cp } = pc.PAL;
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	world.import('PAL', '60-pal-palenque.jsonl');
	await world.sync('PAL');
	await world.sync('TAP-1');

	// Tapachula edits gaps of Palenque, which closes one; all offline.
	world.cutHub();
	await open(tap, bt, G, 'otras');
	await sees('whose it is, is said', tap.getByText('Esta brecha es de la mesa de otra oficina.'));
	await severity(tap, 'critical');
	await sees('it is a proposal', tap.getByText('se le envió como propuesta'));
	ok('nothing changed here', (await text(tap, '.head .pill')).includes('Severidad: Media'));
	await open(tap, bt, H, 'otras');
	await severity(tap, 'low');
	await open(pal, bp, G, 'abiertas');
	await pal.getByText('Dar por resuelta').first().click();
	await pal.locator('form[action$="/resolver"]').getByLabel('Motivo del cierre').fill('Hay brigada');
	await pal.getByRole('button', { name: 'Dar por resuelta' }).click();

	await world.startHub();
	await world.sync('TAP-1');
	await world.sync('PAL');
	await open(pal, bp, G, 'resueltas');
	ok('the closing stands', (await text(pal, '.head .pill')).includes('Resuelta') && (await text(pal, '.head .pill')).includes('Severidad: Media'));

	// The inbox: what is there, what it would be; a decision with its reason.
	await pal.goto(`${bp}/propuestas`);
	same('two to decide', await pal.getByRole('button', { name: /^Aceptar/ }).count(), 2);
	await look(cp, pal, 'propuestas');
	const card = folio => pal.locator('.card', { hasText: folio });
	ok('both values', (await card(G).locator('del').textContent()) === 'Media' && (await card(G).locator('ins').textContent()) === 'Crítica');
	ok('who asks', (await text(pal, '.card')).includes('maria.gomez'));
	await card(G).getByRole('button', { name: /^Aceptar/ }).click();
	ok('a reason is asked for', /Escriba el motivo/.test(await text(pal, '[role=alert]')));
	await card(G).getByLabel('Motivo de la decisión').fill('De acuerdo');
	await card(G).getByRole('button', { name: /^Aceptar/ }).click();
	await sees('accepted', pal.getByText('La propuesta quedó aceptada.'));

	// The other one without JavaScript.
	const plain = (await person(browser, bp, { javaScriptEnabled: false, storageState: await cp.storageState() })).page;
	await plain.goto(`${bp}/propuestas`);
	await plain.getByLabel('Motivo de la decisión').fill('La distancia sigue igual');
	await plain.getByRole('button', { name: /^Rechazar/ }).click();
	await sees('rejected', plain.getByText('La propuesta quedó rechazada.'));
	await open(pal, bp, G, 'resueltas');
	ok('the accepted value holds', (await text(pal, '.head .pill')).includes('Severidad: Crítica'));

	// Palenque escalates; Tapachula sees what became of its proposals, answers.
	await open(pal, bp, H, 'abiertas');
	ok('the rejected one does not', (await text(pal, '.head .pill')).includes('Severidad: Alta'));
	await pal.getByText('Escalar a otra mesa').first().click();
	const to = pal.getByLabel('A la mesa');
	await to.selectOption(await to.locator('option', { hasText: 'MESA-07 ·' }).getAttribute('value'));
	await pal.locator('form[action$="/escalar"]').getByLabel('Motivo').fill('Hace falta la oficialía del estado');
	await pal.getByRole('button', { name: 'Escalar', exact: true }).click();
	ok('escalated', (await text(pal, '.head .pill')).includes('Escalada'));
	await world.sync('PAL');
	await world.sync('TAP-1');
	await tap.goto(`${bt}/propuestas`);
	const sent = await text(tap, '.card');
	ok('the outcome of both', sent.includes('Aceptada') && sent.includes('Rechazada') && sent.includes('La distancia sigue igual'), sent);
	await look(ct, tap, 'propuestas-enviadas');
	await tap.goto(`${bt}/brechas`);
	await tap.getByRole('link', { name: /^Responder/ }).click();
	await look(ct, tap, 'escalamiento-responder');
	await tap.getByLabel('Respuesta').fill('Se envía una unidad móvil');
	await tap.getByRole('button', { name: 'Guardar la respuesta' }).click();
	ok('answered', (await text(tap, '.head .pill')).includes('Atendido'));
	await world.sync('TAP-1');
	await world.sync('PAL');
	await open(pal, bp, H, 'abiertas');
	ok('the answer is back', (await text(pal, 'main')).includes('Se envía una unidad móvil'));
	await look(cp, pal, 'brecha-escalada');
});
