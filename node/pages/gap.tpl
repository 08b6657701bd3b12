{{view struct gap_view "node/pages/gap.h"}}
<div class="head"><div><p class="crumbs"><a href="/brechas">{{t "Brechas"}}</a> › {{v.folio}}</p><h1>{{v.title}}</h1>
<p class="muted">{{v.folio}} · {{use theme_mark v.theme}}</p>
<p class="row">{{use mark v.state}}{{use mark v.other}}{{if v.severity}}<span class="pill {{v.grave}}">{{t "Severidad: %s" v.severity}}</span>{{end}}{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}{{if v.life}}<span class="pill bad">{{icon "archive"}}{{v.life}}</span>{{end}}</p></div>
<div class="row">{{if v.dispute}}<a class="btn pri" href="{{href v.dispute}}">{{icon "git-merge"}}{{t "Revisar la disputa"}}</a>{{end}}<a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div></div>
{{if !v.live}}
<div class="note bad">{{icon "archive" "lg"}}<div><p><strong>{{t "Esta brecha está anulada."}}</strong> {{t "No cuenta en ninguna lista; su historia se conserva."}}</p>
{{if v.decide}}<form method="post" action="/brechas/{{url v.id}}/restaurar">{{csrf}}<button class="btn sm" type="submit">{{icon "undo-2"}}{{t "Deshacer la anulación"}}</button></form>{{end}}</div></div>
{{end}}
{{if !v.own}}<p class="note">{{icon "info" "lg"}}<span>{{t "Esta brecha es de la mesa de otra oficina. Lo que cambie aquí se le envía como propuesta y ella decide."}}</span></p>{{end}}
<div class="grid">
<div class="c7 stack">
<section class="card" aria-labelledby="h-pa"><header><h2 id="h-pa">{{t "Cómo va"}}</h2>{{if v.age}}<span class="muted small">{{t "Antigüedad: %s" v.age}}</span>{{end}}</header>
<ol class="steps">{{each s in v.steps}}<li class="{{s.mood}}"{{if s.now}} aria-current="step"{{end}}>{{icon s.icon}}{{if s.now}}<strong>{{s.text}}</strong>{{else}}{{s.text}}{{end}}</li>{{end}}</ol>
{{if v.text}}<div>{{lines v.text}}</div>{{end}}</section>
<section class="card" aria-labelledby="h-aa"><h2 id="h-aa">{{t "Acuerdos que la atienden"}}</h2><ul class="list">
{{each a in v.agreements}}<li>{{icon "handshake"}}<div><a class="t" href="{{href a.href}}">{{a.folio}}</a><div class="small">{{a.title}}</div></div>{{use mark a.state}}</li>
{{else}}<li>{{icon "circle-alert" "ic-warn"}}<div>{{t "Ninguno todavía."}}</div><span></span></li>{{end}}
</ul></section>
{{if v.escalations_n}}
<section class="card" aria-labelledby="h-es"><h2 id="h-es">{{t "Escalada a otras mesas"}}</h2><ul class="list">
{{each e in v.escalations}}<li>{{icon "arrow-right"}}<div><a class="t" href="{{href e.href}}">{{t "A %s" e.to}}</a><div class="small muted">{{e.detail}}</div>{{if e.answer}}<div class="small">{{lines e.answer}}</div>{{end}}</div>{{use mark e.state}}</li>{{end}}
</ul></section>
{{end}}
<section class="card" aria-labelledby="h-da"><h2 id="h-da">{{t "Datos de la brecha"}}</h2><dl class="fields">
{{each f in v.facts}}{{use fact f}}{{else}}<div><dt>{{t "Sin datos"}}</dt><dd>—</dd></div>{{end}}
</dl></section>
</div>
<div class="c5 stack">{{if v.live}}{{if v.write}}{{use gap_forms v}}{{end}}{{end}}</div>
</div>
