// Agreements and gaps: filters, follow-up, reschedule, done, cancel, void and
// undo, escalate; with JavaScript and without.
import { run, person, look, firstDay, ok, same, text, sees } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');

	// Before anything was agreed the list says where agreements come from.
	await page.goto(`${base}/acuerdos`);
	await sees('an empty list explains itself', page.getByRole('link', { name: 'Ir a las sesiones' }));
	await look(context, page, 'acuerdos-vacio');
	world.import('TAP-1', '60-tap-chiapas.jsonl');

	await page.goto(`${base}/acuerdos`);
	await look(context, page, 'acuerdos');
	same('what needs attention stands first', await page.locator('tbody tr td').first().textContent(), '07-AC-2026-001');
	ok('overdue is computed', /Vencido \d+ días/.test(await text(page, 'tbody .pill')));
	await page.getByRole('link', { name: /^Vencidos/ }).click();
	ok('the filter is told', await page.getByRole('link', { name: /^Vencidos/ }).getAttribute('aria-current') === 'true');
	const late = await page.locator('tbody tr').count();
	ok('the filter leaves what it counts', (await page.getByRole('link', { name: /^Vencidos/ }).textContent()).includes(`(${late})`));
	await page.goto(`${base}/acuerdos?estado=todos&tema=education`);
	same('by theme', await page.locator('tbody tr').count(), 1);
	await page.getByText('Por institución responsable').click();
	await page.getByRole('navigation', { name: 'Por institución responsable' }).getByRole('link').first().click();
	same('by theme and institution', await page.locator('tbody tr').count(), 1);
	await page.goto(`${base}/acuerdos?estado=cancelados`);
	await sees('nothing there is said', page.getByText('Ningún acuerdo cumple estas condiciones.'));

	// A follow-up moves the agreement along.
	await page.goto(`${base}/acuerdos`);
	await page.getByRole('row', { name: /07-AC-2026-001/ }).getByRole('link').click();
	await look(context, page, 'acuerdo');
	const at = new URL(page.url()).pathname;
	await page.getByLabel('Qué pasó').fill('El Registro Civil pidió prórroga.');
	await page.locator('form[action$="/seguimiento"]').getByLabel('Avance (%)').fill('cien');
	await page.getByRole('button', { name: 'Guardar seguimiento' }).click();
	await sees('what is not understood is said', page.getByRole('alert'));
	same('nothing typed is lost', await page.getByLabel('Qué pasó').inputValue(), 'El Registro Civil pidió prórroga.');
	await look(context, page, 'acuerdo-error');
	await page.locator('form[action$="/seguimiento"]').getByLabel('Avance (%)').fill('60');
	await page.getByRole('button', { name: 'Guardar seguimiento' }).click();
	ok('the follow-up is told', (await text(page, '.tl')).includes('60 % · El Registro Civil pidió prórroga.'));
	ok('and is the agreement\'s', (await text(page, '.fields')).includes('60'));

	// Rescheduled twice; the first date stays.
	for (const [day, why] of [['2026-12-15', 'Falta una firma'], ['2027-02-15', 'Cambio de titular']]) {
		await page.getByText('Reprogramar', { exact: true }).first().click();
		await page.getByLabel('Fecha límite nueva').fill(day);
		await page.locator('form[action$="/reprogramar"]').getByLabel('Motivo').fill(why);
		await page.getByRole('button', { name: 'Reprogramar' }).click();
	}
	ok('rescheduled twice, from the original', (await text(page, '.fields')).includes('reprogramado 2 veces; la original era el 31 mar 2026'));
	ok('with its reasons', (await text(page, '.tl')).includes('Falta una firma'));

	// Done needs evidence, or to say why there is none.
	await page.getByText('Dar por cumplido').first().click();
	await page.getByRole('button', { name: 'Dar por cumplido' }).click();
	ok('done without evidence is refused', /sin evidencia/.test(await text(page, '[role=alert]')));
	await page.getByLabel('Sin evidencia documental: motivo').fill('La circular consta en el portal.');
	await page.getByRole('button', { name: 'Dar por cumplido' }).click();
	ok('done on time', (await text(page, '.head .pill')).includes('Cumplido en tiempo'));
	ok('and why there is no document', (await text(page, '.tl')).includes('Sin evidencia documental: La circular consta en el portal.'));
	await look(context, page, 'acuerdo-cumplido');

	// Cancelled: with a reason and who decided.
	await page.goto(`${base}/acuerdos?estado=todos&tema=health`);
	await page.getByRole('row', { name: /07-AC-2026-003/ }).getByRole('link').click();
	await page.getByText('Cancelar el acuerdo').first().click();
	await page.getByLabel('Motivo de la cancelación').fill('El municipio ya lo hace.');
	await page.getByRole('button', { name: 'Cancelar el acuerdo' }).click();
	ok('who decided is asked for', /quién lo decidió/.test(await text(page, '[role=alert]')));
	same('its reason is still there', await page.getByLabel('Motivo de la cancelación').inputValue(), 'El municipio ya lo hace.');
	await page.getByLabel('Cancelado por').fill('La presidencia de la mesa');
	await page.getByRole('button', { name: 'Cancelar el acuerdo' }).click();
	ok('cancelled', (await text(page, '.head .pill')).includes('Cancelado'));

	// Voided by mistake, and back.
	await page.goto(`${base}/acuerdos?estado=todos&tema=education`);
	await page.getByRole('row', { name: /07-AC-2026-002/ }).getByRole('link').click();
	const second = page.url();
	await page.getByText('Anular', { exact: true }).first().click();
	await page.getByLabel('Motivo de la anulación').fill('Estaba repetido');
	await page.getByRole('button', { name: 'Anular el acuerdo' }).click();
	await sees('voided', page.getByText('Este acuerdo está anulado.'));
	await look(context, page, 'acuerdo-anulado');
	await page.goto(`${base}/acuerdos?estado=todos`);
	same('it is in no list', await page.getByText('07-AC-2026-002').count(), 0);
	await page.goto(second);
	await page.getByRole('button', { name: 'Deshacer la anulación' }).click();
	await sees('and back', page.getByRole('button', { name: 'Guardar seguimiento' }));

	// Without JavaScript: the same forms.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(second);
	await plain.getByLabel('Qué pasó').fill('Se dio el primer taller.');
	await plain.locator('form[action$="/seguimiento"]').getByLabel('Avance (%)').fill('70 %');
	await plain.getByRole('button', { name: 'Guardar seguimiento' }).click();
	ok('a follow-up without JavaScript', (await text(plain, '.tl')).includes('70 % · Se dio el primer taller.'));

	// Gaps.
	await page.goto(`${base}/brechas`);
	await look(context, page, 'brechas');
	ok('their age', /días/.test(await text(page, 'tbody td.n')));
	await page.getByRole('link', { name: 'Registrar una brecha' }).click();
	await look(context, page, 'brecha-nueva');
	await page.getByLabel('Título').fill('Las farmacias no aceptan la receta sin CURP');
	await page.getByLabel('Tema').selectOption('health');
	await page.getByRole('button', { name: 'Guardar la brecha' }).click();
	ok('a new gap', (await page.locator('h1').textContent()).includes('farmacias'));
	await look(context, page, 'brecha');
	await page.getByText('Dar por resuelta').first().click();
	await page.getByLabel('Motivo del cierre').last().fill('');
	await page.locator('form[action$="/resolver"]').evaluate(f => { f.noValidate = true; });
	await page.getByRole('button', { name: 'Dar por resuelta' }).click();
	ok('resolved needs a cause', /ningún acuerdo suyo está cumplido/.test(await text(page, '[role=alert]')));
	await page.locator('form[action$="/resolver"]').getByLabel('Motivo del cierre').fill('La cadena cambió su sistema.');
	await page.getByRole('button', { name: 'Dar por resuelta' }).click();
	ok('resolved', (await text(page, '.head .pill')).includes('Resuelta'));
	await page.getByRole('button', { name: 'Reabrir la brecha' }).click();
	ok('reopened', (await text(page, '.head .pill')).includes('Reabierta'));
	await page.getByText('Escalar a otra mesa').first().click();
	await page.getByLabel('A la mesa').selectOption({ index: 1 });
	await page.locator('form[action$="/escalar"]').getByLabel('Motivo').fill('Depende de una norma federal.');
	await page.getByRole('button', { name: 'Escalar', exact: true }).click();
	ok('escalated', (await text(page, '.head .pill')).includes('Escalada'));
	await page.getByRole('link', { name: /^A MESA/ }).click();
	ok('what was asked', (await text(page, 'main')).includes('Depende de una norma federal.'));
	await look(context, page, 'escalamiento');

	// By keyboard alone: from the list to a saved follow-up.
	await page.goto(second);
	await page.getByLabel('Qué pasó').focus();
	await page.keyboard.type('Segundo taller.');
	for (let i = 0; i < 12 && await page.evaluate(() => document.activeElement.textContent.trim()) !== 'Guardar seguimiento'; i++) await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByText('Segundo taller.').first().waitFor();
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('heading', { name: 'What was agreed' }).waitFor();
	await page.goto(base + at);
	await sees('in English', page.getByRole('heading', { name: 'Agreement 07-AC-2026-001' }));
	await look(context, page, 'agreement-en');
});
