{{view struct roundtable_view "node/pages/roundtables.h"}}
<div class="head"><div><p class="crumbs"><a href="/mesas">{{t "Mesas"}}</a> › {{v.code}}</p><h1>{{v.title}}</h1>
<p class="row">{{if v.status}}<span class="pill">{{v.status}}</span>{{end}}{{if v.mine}}<span class="pill ok">{{icon "circle-check"}}{{t "De su oficina"}}</span>{{else}}<span class="pill info">{{icon "building-2"}}{{t "La lleva: %s" v.office}}</span>{{end}}{{if v.disputes}}<a class="pill info" href="/conflictos">{{icon "git-merge"}}{{tn "%s en disputa" "%s en disputa" v.disputes}}</a>{{end}}</p></div>
<div class="row noprint"><a class="btn" href="/mesas/{{url v.id}}/entrega">{{icon "archive"}}{{t "Entrega-recepción"}}</a><a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div></div>
{{if !v.mine}}<p class="note">{{icon "info" "lg"}}<span>{{t "Esta mesa es de otra oficina: usted la ve, y lo que cambie aquí le llega como propuesta; ella decide."}}</span></p>{{end}}
<div class="grid">
<div class="card c3 kpi"><span class="l">{{icon "handshake"}}{{t "Acuerdos abiertos"}}</span><span class="v num"><a href="/acuerdos?mesa={{url v.id}}">{{num v.open}}</a></span><span class="small muted">{{t "por cumplir"}}</span></div>
<div class="card c3 kpi{{if v.late}} alert{{end}}"><span class="l">{{icon "circle-alert"}}{{t "Acuerdos vencidos"}}</span><span class="v num">{{num v.late}}</span><span class="small muted">{{if v.late}}{{t "pida informes a las responsables"}}{{else}}{{t "ninguno"}}{{end}}</span></div>
<div class="card c3 kpi"><span class="l">{{icon "triangle-alert"}}{{t "Brechas abiertas"}}</span><span class="v num"><a href="/brechas?mesa={{url v.id}}">{{num v.gaps}}</a></span><span class="small muted">{{tn "de %s registrada" "de %s registradas" v.gaps_all}}</span></div>
<div class="card c3 kpi"><span class="l">{{icon "users"}}{{t "Quórum"}}</span><span class="v num">{{num v.needed}}</span><span class="small muted">{{tn "de %s institución con voto" "de %s instituciones con voto" v.votes}}</span></div>

<section class="card flush c12" aria-labelledby="h-in"><header><h2 id="h-in">{{t "Integrantes"}}</h2>{{if v.write}}<a class="btn sm" href="/mesas/{{url v.id}}/integrante/nueva">{{icon "plus"}}{{t "Agregar una institución"}}</a>{{end}}</header>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla de integrantes"}}"><table><thead><tr><th scope="col">{{t "Institución"}}</th><th scope="col">{{t "Calidad"}}</th><th scope="col">{{t "Voz"}}</th><th scope="col">{{t "Voto"}}</th><th scope="col">{{t "Desde"}}</th><th scope="col">{{t "Hasta"}}</th>{{if v.write}}<th scope="col"><span class="vh">{{t "Acciones"}}</span></th>{{end}}</tr></thead><tbody>
{{each m in v.members}}
<tr><th scope="row">{{if m.href}}<a href="{{href m.href}}">{{m.name}}</a>{{else}}{{m.name}}{{end}}{{if m.over}}<br><a class="pill warn" href="{{href m.href}}">{{icon "triangle-alert"}}{{if m.next}}{{t "¿usar %s?" m.next}}{{else}}{{t "sin sucesora"}}{{end}}</a>{{end}}</th><td>{{if m.quality}}{{m.quality}}{{else}}—{{end}}</td><td>{{m.voice}}</td><td>{{m.vote}}</td><td class="num">{{if m.has_since}}{{day m.since}}{{else}}—{{end}}</td><td class="num">{{if m.has_until}}{{day m.until}}{{else}}—{{end}}</td>{{if v.write}}<td class="act"><a href="/mesas/{{url v.id}}/integrante/{{url m.id}}">{{t "Cambiar"}}<span class="vh"> {{m.name}}</span></a> <a href="/mesas/{{url v.id}}/integrante/{{url m.id}}/terminar">{{t "Terminar"}}<span class="vh"> {{m.name}}</span></a></td>{{end}}</tr>
{{else}}
<tr><td>{{t "Todavía no hay integrantes."}}</td></tr>
{{end}}
</tbody></table></div>
{{if v.former_n}}<details class="more"><summary>{{tn "%s membresía terminada" "%s membresías terminadas" v.former_n}}</summary><ul class="list">{{each m in v.former}}<li>{{icon "archive"}}<div><span class="t">{{m.name}}</span> <span class="small muted">{{m.quality}} · {{if m.has_since}}{{day m.since}}{{end}} – {{day m.until}}</span></div>{{if v.write}}<a class="small" href="/mesas/{{url v.id}}/integrante/{{url m.id}}">{{t "Cambiar"}}<span class="vh"> {{m.name}}</span></a>{{end}}</li>{{end}}</ul></details>{{end}}
</section>

<section class="card flush c12" aria-labelledby="h-de"><header><h2 id="h-de">{{t "Designaciones"}}</h2>{{if v.write}}<a class="btn sm" href="/mesas/{{url v.id}}/designacion/nueva">{{icon "plus"}}{{t "Registrar una designación"}}</a>{{end}}</header>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla de designaciones"}}"><table><thead><tr><th scope="col">{{t "Persona"}}</th><th scope="col">{{t "Institución"}}</th><th scope="col">{{t "Papel"}}</th><th scope="col">{{t "Oficio"}}</th><th scope="col">{{t "Desde"}}</th><th scope="col">{{t "Hasta"}}</th>{{if v.write}}<th scope="col"><span class="vh">{{t "Acciones"}}</span></th>{{end}}</tr></thead><tbody>
{{each d in v.designations}}
<tr><th scope="row">{{if d.person}}{{d.person}}{{else}}—{{end}}{{if d.position}}<br><span class="small muted">{{d.position}}</span>{{end}}</th><td>{{d.name}}</td><td>{{if d.role}}{{d.role}}{{else}}—{{end}}{{if d.rank}}<br><span class="pill{{if d.titular}} info{{end}}">{{d.rank}}</span>{{end}}</td><td>{{if d.letter}}{{d.letter}}{{else}}—{{end}}</td><td class="num">{{if d.has_since}}{{day d.since}}{{else}}—{{end}}</td><td class="num">{{if d.has_until}}{{day d.until}}{{else}}—{{end}}</td>{{if v.write}}<td class="act"><a href="/mesas/{{url v.id}}/designacion/{{url d.id}}">{{t "Cambiar"}}<span class="vh"> {{d.person}}, {{d.name}}</span></a> <a href="/mesas/{{url v.id}}/designacion/{{url d.id}}/terminar">{{t "Terminar"}}<span class="vh"> {{d.person}}, {{d.name}}</span></a></td>{{end}}</tr>
{{else}}
<tr><td>{{t "Todavía no hay designaciones. Regístrelas al recibir el oficio: la lista de asistencia sale de aquí."}}</td></tr>
{{end}}
</tbody></table></div>
{{if v.ended_n}}<details class="more"><summary>{{tn "%s designación terminada" "%s designaciones terminadas" v.ended_n}}</summary><ul class="list">{{each d in v.ended}}<li>{{icon "archive"}}<div><span class="t">{{d.person}}</span> <span class="small muted">{{d.name}} · {{d.role}} · {{d.rank}} · {{if d.has_since}}{{day d.since}}{{end}} – {{day d.until}}</span></div>{{if v.write}}<a class="small" href="/mesas/{{url v.id}}/designacion/{{url d.id}}">{{t "Cambiar"}}<span class="vh"> {{d.person}}, {{d.name}}</span></a>{{end}}</li>{{end}}</ul></details>{{end}}
</section>

<section class="card c6" aria-labelledby="h-te"><header><h2 id="h-te">{{t "Temas y autoridades coordinadoras"}}</h2>{{if v.write}}<a class="btn sm" href="/mesas/{{url v.id}}/tema/nueva">{{icon "plus"}}{{t "Agregar un tema"}}</a>{{end}}</header>
<ul class="list">
{{each x in v.themes}}
<li>{{icon x.icon "lg"}}<div><div class="t">{{x.theme}}</div><div class="small muted">{{if x.href}}<a href="{{href x.href}}">{{x.name}}</a>{{else}}{{t "sin autoridad coordinadora"}}{{end}}{{if x.has_since}} · {{t "desde"}} {{day x.since}}{{end}}</div></div>{{if v.write}}<span class="act small"><a href="/mesas/{{url v.id}}/tema/{{url x.id}}">{{t "Cambiar"}}<span class="vh"> {{x.theme}}</span></a> <a href="/mesas/{{url v.id}}/tema/{{url x.id}}/terminar">{{t "Terminar"}}<span class="vh"> {{x.theme}}</span></a></span>{{end}}</li>
{{else}}
<li>{{icon "layers" "lg"}}<div>{{t "Todavía no hay temas."}}</div><span></span></li>
{{end}}
</ul>
{{if v.closed_n}}<details class="more"><summary>{{tn "%s tema terminado" "%s temas terminados" v.closed_n}}</summary><ul class="list">{{each x in v.closed}}<li>{{icon "archive"}}<div><span class="t">{{x.theme}}</span> <span class="small muted">{{x.name}} · {{if x.has_since}}{{day x.since}}{{end}} – {{day x.until}}</span></div><span></span></li>{{end}}</ul></details>{{end}}
</section>

<section class="card c6" aria-labelledby="h-se"><header><h2 id="h-se">{{t "Sesiones"}}</h2><a class="small" href="/sesiones?mesa={{url v.id}}">{{t "Ver todas"}}</a></header>
<ul class="list">
{{each s in v.coming}}
<li>{{icon "calendar-days" "lg ic-info"}}<div><div class="t"><a href="{{href s.href}}">{{s.folio}}</a> {{s.kind}}</div><div class="small muted">{{if s.has_at}}{{time s.at}}{{end}}{{if s.place}} · {{s.place}}{{end}}</div></div><span class="pill info">{{s.status}}</span></li>
{{else}}
<li>{{icon "calendar-days" "lg"}}<div>{{t "Ninguna convocada."}}</div><span></span></li>
{{end}}
{{each s in v.past}}
<li>{{icon "check" "lg"}}<div><div class="t"><a href="{{href s.href}}">{{s.folio}}</a> {{s.kind}}</div><div class="small muted">{{if s.has_at}}{{time s.at}}{{end}}{{if s.place}} · {{s.place}}{{end}}</div></div><span class="pill">{{s.status}}</span></li>
{{end}}
</ul></section>

<section class="card c6" aria-labelledby="h-da"><header><h2 id="h-da">{{t "Datos y reglas"}}</h2>{{if v.write}}<a class="btn sm" href="/mesas/{{url v.id}}/datos">{{icon "pencil"}}{{v.verb}}<span class="vh"> {{t "Datos y reglas"}}</span></a>{{end}}</header>
<dl class="fields">
{{each f in v.facts}}
<div><dt>{{f.label}}</dt><dd>{{if f.href}}<a href="{{href f.href}}">{{f.value}}</a>{{elif f.lines}}{{lines f.value}}{{else}}{{f.value}}{{end}}</dd></div>
{{else}}
<div><dt>{{t "Sin datos"}}</dt><dd>—</dd></div>
{{end}}
</dl></section>

<div class="stack c6">
<section class="card" aria-labelledby="h-pe"><header><h2 id="h-pe">{{t "Personas servidoras públicas"}}</h2>{{if v.write}}<a class="btn sm" href="/mesas/{{url v.id}}/persona/nueva">{{icon "plus"}}{{t "Registrar"}}<span class="vh"> {{t "Personas servidoras públicas"}}</span></a>{{end}}</header>
<ul class="list">
{{each x in v.people}}
<li>{{icon "user"}}<div><div class="t">{{x.name}}</div><div class="small muted">{{x.position}}{{if x.institution}} · {{x.institution}}{{end}}{{if x.email}} · {{x.email}}{{end}}</div></div>{{if v.write}}<a class="small" href="/mesas/{{url v.id}}/persona/{{url x.id}}">{{t "Cambiar"}}<span class="vh"> {{x.name}}</span></a>{{else}}<span></span>{{end}}</li>
{{else}}
<li>{{icon "user"}}<div>{{t "Todavía no hay ninguna."}}</div><span></span></li>
{{end}}
</ul></section>
<section class="card" aria-labelledby="h-re"><header><h2 id="h-re">{{t "Resultados"}}</h2>{{if v.write}}<a class="btn sm" href="/resultados/nuevo/{{url v.id}}">{{icon "plus"}}{{t "Escribir un resultado"}}</a>{{end}}</header>
<ul class="list">
{{each x in v.results}}
<li>{{icon "flag"}}<div class="t"><a href="{{href x.href}}">{{x.name}}</a></div><span class="pill">{{x.detail}}</span></li>
{{else}}
<li>{{icon "flag"}}<div>{{t "Todavía no hay ninguno: lo logrado, en español y en inglés, para el informe federal."}}</div><span></span></li>
{{end}}
</ul></section>
{{if v.near_n}}
<section class="card" aria-labelledby="h-ne"><h2 id="h-ne">{{t "Mesas relacionadas"}}</h2><ul class="list">
{{each x in v.near}}<li>{{icon "layers"}}<div><div class="t">{{if x.href}}<a href="{{href x.href}}">{{x.name}}</a>{{else}}{{x.name}}{{end}}</div><div class="small muted">{{x.detail}}</div></div><span></span></li>{{end}}
</ul></section>
{{end}}
</div>
</div>
