{{view struct agreement_view "node/pages/agreement.h"}}
<div class="head"><div><p class="crumbs"><a href="/acuerdos">{{t "Acuerdos"}}</a> › {{v.folio}}</p><h1>{{t "Acuerdo %s" v.folio}}</h1>
<p class="muted">{{use theme_mark v.theme}}</p>
<p class="row">{{use mark v.state}}{{use mark v.other}}{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}{{if v.life}}<span class="pill bad">{{icon "archive"}}{{v.life}}</span>{{end}}</p></div>
<div class="row">{{if v.dispute}}<a class="btn pri" href="{{href v.dispute}}">{{icon "git-merge"}}{{t "Revisar la disputa"}}</a>{{end}}<a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div></div>
{{if !v.live}}
<div class="note bad">{{icon "archive" "lg"}}<div><p><strong>{{t "Este acuerdo está anulado."}}</strong> {{t "No cuenta en ninguna lista; su historia se conserva."}}</p>
{{if v.decide}}<form method="post" action="/acuerdos/{{url v.id}}/restaurar">{{csrf}}<button class="btn sm" type="submit">{{icon "undo-2"}}{{t "Deshacer la anulación"}}</button></form>{{end}}</div></div>
{{end}}
{{if !v.own}}<p class="note">{{icon "info" "lg"}}<span>{{t "Este acuerdo es de la mesa de otra oficina. Lo que cambie aquí se le envía como propuesta y ella decide."}}</span></p>{{end}}
<div class="grid">
<div class="c7 stack">
<section class="card" aria-labelledby="h-tx"><h2 id="h-tx">{{t "Qué se acordó"}}</h2><div>{{lines v.text}}</div></section>
<section class="card" aria-labelledby="h-se"><h2 id="h-se">{{t "Historial de seguimiento"}}</h2><ol class="tl">
{{each e in v.events}}
<li><strong>{{if e.mood}}<span class="{{e.mood}}">{{icon e.icon}}</span> {{end}}{{e.title}}</strong>{{if e.waiting}} <span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}
{{if e.text}}<div>{{lines e.text}}</div>{{end}}
{{if e.papers_n}}<div class="small">{{icon "file-text"}} {{each d in e.papers}}<a href="{{href d.href}}">{{d.text}}</a> {{end}}</div>{{end}}
<div class="small muted">{{e.detail}}{{if e.day}}{{if e.detail}} · {{end}}{{day e.day}}{{end}}</div></li>
{{end}}
</ol></section>
<section class="card" aria-labelledby="h-da"><h2 id="h-da">{{t "Datos del acuerdo"}}</h2><dl class="fields">
{{each f in v.facts}}{{use fact f}}{{end}}
</dl></section>
</div>
<div class="c5 stack">
{{if v.live}}{{if v.write}}{{if v.open}}
<form class="card" action="{{href v.followup.action}}" method="post" aria-labelledby="h-ns"><h2 id="h-ns">{{t "Nuevo seguimiento"}}</h2>{{csrf}}<input type="hidden" name="formulario" value="seguimiento">
{{each x in v.followup.v}}{{use input x}}{{end}}
<label class="row"><input type="checkbox" name="aplicar" value="1" checked>{{t "Poner este avance y este estado en el acuerdo"}}</label>
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar seguimiento"}}</button></div>{{draft v.followup.action}}</form>
{{end}}{{end}}{{end}}
<section class="card" aria-labelledby="h-re"><h2 id="h-re">{{t "Quién responde"}}</h2><ul class="list">
{{each w in v.who}}<li>{{icon "building-2"}}<div><a class="t" href="{{href w.href}}">{{w.name}}</a>{{if w.unit}}<div class="small muted">{{w.unit}}</div>{{end}}</div><span class="small muted">{{w.role}}</span></li>
{{else}}<li>{{icon "circle-alert" "ic-warn"}}<div>{{t "Ninguna institución responde de este acuerdo."}}</div><span></span></li>{{end}}
</ul></section>
{{if v.live}}{{if v.write}}{{use agreement_forms v}}{{end}}{{end}}
</div>
</div>
