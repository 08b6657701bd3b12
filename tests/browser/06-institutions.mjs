// J8 through the page: an institution renamed, another split, while an office
// goes on with the old names; what each owes, on paper; commitments and
// results; J7: a roundtable is handed over while its office is offline.
import { run, person, look, firstDay, ok, same, sees } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	const agreement = (text, institution, due) => JSON.parse(world.run('TAP-1', '--json', 'save', 'agreement',
		'session=07-SE-2026-001', 'theme=labor', `text=${text}`, 'agreed_on=2026-08-10', `due_on=${due}`,
		'means_of_verification=Oficio', '+', 'responsible', 'agreement=@.', `institution=${institution}`, 'role=responsible'));
	agreement('Abrir una ventanilla de empleo', 'SNE', '2026-10-01');
	agreement('Publicar la convocatoria de capacitación', 'SNE', '2027-03-01');
	agreement('Convenio de vinculación laboral', 'SET-CHIS', '2027-02-01');

	world.hubRun('save', 'institution', 'official_name=Servicio Nacional de Empleo y Capacitación', 'acronym=SNEC',
		'kind=federal_agency', 'government_level=federal');
	world.hubRun('save', 'institution', 'SNE', 'valid_to=2026-08-31', '+', 'succession', 'predecessor=@.', 'successor=SNEC',
		'kind=renamed', 'effective_on=2026-09-01', 'document=DOF 2026-08-28');
	for (const [name, acronym] of [['Secretaría de Economía de Chiapas', 'SEC-CHIS'], ['Secretaría del Trabajo de Chiapas', 'STR-CHIS']])
		world.hubRun('save', 'institution', `official_name=${name}`, `acronym=${acronym}`, 'kind=state_agency', 'government_level=state', 'cvegeo=07');
	world.hubRun('save', 'institution', 'SET-CHIS', 'valid_to=2026-08-31',
		'+', 'succession', 'predecessor=@.', 'successor=SEC-CHIS', 'kind=split', 'effective_on=2026-09-01',
		'+', 'succession', 'predecessor=@.', 'successor=STR-CHIS', 'kind=split', 'effective_on=2026-09-01');
	await world.sync('TAP-1');

	// Found by its name of before; the open agreements have nobody.
	await page.goto(`${base}/instituciones`);
	await sees('agreements without a responsible are counted', page.getByText('3 acuerdos abiertos tienen como responsable'));
	await look(context, page, 'instituciones');
	await page.getByRole('main').getByRole('searchbox').fill('servicio nacional');
	await page.getByRole('main').getByRole('button', { name: 'Buscar' }).click();
	ok('then and now', await page.getByRole('link', { name: 'Servicio Nacional de Empleo (STPS)', exact: true }).isVisible()
		&& await page.getByText('Extinta: ¿usar SNEC?').isVisible());
	await page.goto(`${base}/instituciones/sin-vigente`);
	await look(context, page, 'instituciones-sin-vigente');
	const split = page.getByRole('listitem').filter({ hasText: 'Convenio de vinculación' });
	same('a split asks which', await split.getByRole('button').count(), 2);
	await split.getByRole('button', { name: 'Usar STR-CHIS' }).click();
	await sees('one is settled', page.getByRole('status').getByText('STR-CHIS'));
	same('two are left', await page.getByRole('button', { name: 'Usar SNEC' }).count(), 2);

	// The institution's own page: one press for all that is open.
	await page.goto(`${base}/instituciones?q=sne`);
	await page.getByRole('link', { name: 'Servicio Nacional de Empleo (STPS)', exact: true }).click();
	await look(context, page, 'institucion-extinta');
	await page.getByRole('button', { name: /^Usar SNEC .* en todo/ }).click();
	await sees('nothing open bears the old name', page.getByText('Nada abierto en sus mesas lleva ya este nombre.'));
	await page.goto(`${base}/mesas`);
	await page.getByRole('link', { name: /en Chiapas$/ }).click();
	const mesa = page.url();
	const member = page.getByRole('region', { name: 'Tabla de integrantes' }).getByRole('row').filter({ hasText: 'SNEC' });
	ok('the new name is the member, since that day', (await member.textContent()).includes('1 sep 2026'));
	ok('the old one stays before it', (await page.getByText('1 membresía terminada').count()) === 1);

	// What it owes, also from its name of before; on paper.
	await page.goto(`${base}/instituciones?q=SNEC`);
	await page.getByRole('link', { name: 'Servicio Nacional de Empleo y Capacitación', exact: true }).click();
	await look(context, page, 'institucion');
	await page.getByRole('link', { name: 'Lo que debe' }).click();
	await page.locator('.owed').first().waitFor();
	same('two agreements', await page.locator('.owed').count(), 2);
	ok('the overdue one first', (await page.locator('.owed').first().textContent()).includes('Abrir una ventanilla'));
	await look(context, page, 'institucion-hoja');
	await page.emulateMedia({ media: 'print' });
	ok('the menu is not printed', !await page.getByRole('navigation', { name: 'Principal' }).isVisible());
	await page.emulateMedia({ media: 'screen' });

	// A form asks: use its successor?
	await page.goto(`${mesa}/integrante/nueva`);
	await page.getByLabel('Institución (obligatorio)').fill('SET-CHIS');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await sees('the question is at the field', page.getByText('Institución extinta: SET-CHIS'));
	await look(context, page, 'mesa-integrante-extinta');
	await page.getByLabel(/^Usar SEC-CHIS/).check();
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await sees('the successor is the member', page.getByRole('link', { name: /^SEC-CHIS · / }));

	// The catalogue lacks one: proposed, corrected.
	await page.goto(`${base}/instituciones/nueva`);
	await look(context, page, 'institucion-nueva');
	await page.getByLabel('Nombre oficial').fill('Universidad de Prueba');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.getByRole('link', { name: 'Corregir' }).click();
	await page.getByLabel('Siglas').fill('UPRU');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await sees('proposed', page.getByRole('heading', { name: 'UPRU · Universidad de Prueba' }));

	// A commitment, and what serves it; a result in two languages.
	await page.goto(`${mesa.replace('/mesas/', '/resultados/nuevo/')}`);
	await look(context, page, 'resultado');
	await page.getByLabel('Tema', { exact: true }).selectOption({ label: 'Inclusión laboral' });
	await page.getByLabel('Periodo').fill('2026-T3');
	await page.getByLabel('Texto en español').fill('La feria de empleo abrió sus puertas a personas refugiadas.');
	await page.getByLabel('Texto en inglés').fill('The job fair opened its doors to refugees.');
	await page.getByLabel(/^Acuerdo 07-AC-2026-001/).check();
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await page.getByRole('link', { name: /Inclusión laboral · 2026-T3/ }).click();
	ok('what supports it', await page.getByLabel(/^Acuerdo 07-AC-2026-001/).isChecked());
	await page.goto(`${base}/compromisos`);
	await look(context, page, 'compromisos');
	await page.getByRole('link', { name: 'GRF-2019-MX-EDUCACION' }).click();
	await page.getByLabel('Brecha, acuerdo, resultado, indicador o mesa').selectOption({ label: 'Resultado Inclusión laboral 2026-T3' });
	await page.getByLabel('Nota').fill('Contribuye a la meta de inclusión.');
	await page.getByRole('button', { name: 'Vincular' }).click();
	await sees('the link is there', page.getByText('Contribuye a la meta de inclusión.'));
	await look(context, page, 'compromiso');
	const link = page.getByRole('listitem').filter({ hasText: 'Contribuye a la meta' });
	await link.getByText('Quitar').first().click();
	await link.getByLabel('Por qué se quita').fill('Era de otro compromiso');
	await link.getByRole('button', { name: 'Quitar el vínculo' }).click();
	same('and taken back with a reason', await page.getByText('Contribuye a la meta de inclusión.').count(), 0);

	// J7: the federal level hands the roundtable over while TAP is offline.
	await world.sync('TAP-1');
	await page.goto(`${mesa}/entrega`);
	await sees('before: it is theirs', page.getByText('Su oficina lleva esta mesa.'));
	world.cutHub();
	const today = new Date().toISOString().slice(0, 10), before = new Date(Date.now() - 86400000).toISOString().slice(0, 10);
	const term = JSON.parse(world.hubRun('--json', 'list', 'secretariat', 'roundtable=MESA-07')).records[0].id;
	world.hubRun('save', 'secretariat', term, `until=${before}`);
	world.hubRun('save', 'secretariat', 'roundtable=MESA-07', 'office=PAL', `since=${today}`, 'act=Oficio de entrega 7/2026');
	await page.goto(`${mesa}/datos`);
	await page.getByLabel('Quórum (%)').fill('60');
	await page.getByRole('button', { name: 'Guardar', exact: true }).click();
	await page.waitForURL(mesa);
	await sees('offline it is saved as always', page.locator('dd', { hasText: /^60$/ }));
	await world.startHub();
	await world.sync('TAP-1');
	await world.sync('TAP-1');
	await page.goto(`${mesa}/entrega`);
	await sees('after: it was handed over', page.getByText('Su oficina entregó esta mesa'));
	ok('and to whom', (await page.locator('.tl').textContent()).includes('Oficio de entrega 7/2026'));
	const late = page.getByRole('region', { name: 'Escrito por la oficina anterior antes de conocer la entrega' });
	await sees('what was on its way is a proposal, not lost', late.getByText('Por decidir'));
	await sees('it says what it would write', late.getByText('Quórum (%): 60'));
	await look(context, page, 'mesa-entregada');
	await page.goto(mesa);
	same('nothing of the new keeper changed', await page.locator('dd', { hasText: /^60$/ }).count(), 0);

	// Without JavaScript: find, look, propose.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(`${base}/instituciones`);
	await plain.getByRole('main').getByRole('searchbox').fill('refugiados');
	await plain.getByRole('main').getByRole('button', { name: 'Buscar' }).press('Enter');
	await plain.waitForURL(/q=refugiados/);
	await sees('found without JavaScript', plain.getByRole('link', { name: 'Alto Comisionado de las Naciones Unidas para los Refugiados', exact: true }));
	await plain.goto(`${base}/instituciones/nueva`);
	await plain.getByLabel('Nombre oficial').fill('Red de Prueba');
	await plain.getByRole('button', { name: 'Guardar', exact: true }).press('Enter');
	await plain.waitForURL(/instituciones\/(?!nueva)/);
	await sees('proposed without JavaScript', plain.getByRole('heading', { name: 'Red de Prueba' }));
});
