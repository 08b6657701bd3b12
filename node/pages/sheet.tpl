{{view struct sheet_view "node/pages/institutions.h"}}
<div class="head noprint"><div><p class="crumbs"><a href="/instituciones">{{t "Instituciones"}}</a> › <a href="/instituciones/{{url v.id}}">{{v.name}}</a></p><p class="muted">{{t "Imprímala, o guárdela como PDF desde el navegador, y envíela antes de la sesión: la institución escribe su informe y la devuelve."}}</p></div></div>
<article class="paper sheet"><header><p class="small muted">{{t "Mesas de refugio y protección complementaria"}} · {{v.office}} · {{day v.day}}</p><h1>{{t "Lo que debe"}}: {{v.name}}</h1>
<p>{{tn "%s acuerdo abierto" "%s acuerdos abiertos" v.rows_n}}{{if v.late}}, <strong class="ic-bad">{{tn "%s vencido" "%s vencidos" v.late}}</strong>{{end}}.</p></header>
{{each r in v.rows}}
<section class="owed" aria-label="{{r.folio}}"><h2><a href="{{href r.href}}">{{r.folio}}</a> <span class="pill {{r.mood}}">{{r.shown}}{{if r.late}}, {{tn "%s día" "%s días" r.late}}{{end}}</span></h2>
<p>{{lines r.text}}</p>
<dl class="figures"><div><dt>{{t "Fecha límite"}}</dt><dd>{{if r.has_due}}{{day r.due}}{{else}}—{{end}}</dd></div><div><dt>{{t "Papel"}}</dt><dd>{{r.role}}</dd></div><div><dt>{{t "Tema"}}</dt><dd>{{r.theme}}</dd></div><div><dt>{{t "Medio de verificación"}}</dt><dd>{{if r.means}}{{r.means}}{{else}}—{{end}}</dd></div></dl>
<p class="small muted">{{r.mesa}}{{if r.under}} · {{t "acordado con el nombre %s" r.under}}{{end}}</p>
<p class="small">{{if r.said}}<strong>{{t "Último avance"}}{{if r.has_said}} ({{day r.said_on}}){{end}}:</strong> {{r.said}}{{else}}{{t "Sin avances registrados."}}{{end}}</p>
<p class="answer"><span class="small muted">{{t "Informe de la institución"}}</span></p></section>
{{else}}
<p>{{t "No debe nada: ningún acuerdo abierto la nombra."}}</p>
{{end}}
<div class="sign"><div>{{t "Por la institución: nombre, cargo y firma"}}</div><div>{{t "Fecha"}}</div></div></article>
