{{view struct dispute_view "node/pages/dispute.h"}}
<div class="head"><div><p class="crumbs"><a href="/conflictos">{{t "Por revisar"}}</a>{{if v.place}} › {{v.place}}{{end}}</p><h1>{{v.title}}</h1><p class="muted">{{v.subtitle}}{{if v.themed}} · {{use theme_mark v.theme}}{{end}}</p></div><div class="row"><a class="btn" href="{{href v.href}}">{{icon "file-text"}}{{t "Ver el registro"}}</a><a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div></div>
<div class="note">{{icon "circle-check" "lg ic-info"}}<p><strong>{{t "No se perdió nada."}}</strong> {{v.explained}}</p></div>
{{if v.open_n}}
<form class="grid" action="{{href v.decide_to}}" method="post">{{csrf}}
<div class="c8 stack">
{{each f in v.open}}{{use dispute_field f}}{{end}}
</div>
<aside class="card c4 merged" aria-labelledby="h-un"><h2 id="h-un">{{t "Se unieron solos"}}</h2><p class="small muted">{{t "Fusión automática: nadie tiene que decidirlos."}}</p><ul class="list">
{{each m in v.merged}}<li>{{icon "circle-check" "ic-ok"}}<div>{{m.label}}: {{m.value}} <span class="small muted">({{m.who}})</span></div><span></span></li>
{{else}}<li>{{icon "info"}}<div>{{t "Nada más cambió a la vez."}}</div><span></span></li>{{end}}
</ul>
{{if v.own}}{{if v.decide}}
<div class="f"><label for="motivo">{{t "Motivo de la decisión"}}</label><textarea id="motivo" name="motivo" maxlength="1000" aria-describedby="motivo-a">{{v.reason}}</textarea><span class="hint" id="motivo-a">{{t "Lo leen las dos personas en la historia."}}</span></div>
<button class="btn pri" type="submit">{{icon "check"}}{{t "Guardar la decisión"}}</button>
{{else}}<p class="small">{{t "Lo decide la secretaría técnica."}}</p>{{end}}
{{else}}<p class="small">{{t "Lo decide la oficina que lleva esta mesa."}}</p>{{end}}
<a class="btn" href="/conflictos">{{t "Decidir después"}}</a>{{if v.own}}{{if v.decide}}{{draft v.decide_to}}{{end}}{{end}}</aside></form>
{{end}}
{{each f in v.closed}}
<section class="card" aria-label="{{f.label}}"><header><h2>{{f.label}}</h2><span class="pill ok">{{icon "circle-check"}}{{t "Decidido"}}</span></header>
<ol class="tl">{{each d in f.past}}<li><strong>{{if d.value}}{{lines d.value}}{{else}}{{t "(vacío)"}}{{end}}</strong><div class="small">{{t "Motivo: %s" d.reason}}</div><div class="small muted">{{d.who}}</div></li>{{end}}</ol>
{{if f.since}}<p class="small muted">{{t "Después de decidirlo, alguien volvió a escribir este dato."}}</p>
{{else}}{{if v.own}}{{if v.decide}}
<form method="post" action="/conflictos/{{url v.id}}/deshacer">{{csrf}}<input type="hidden" name="campo" value="{{f.name}}"><button class="btn sm" type="submit">{{icon "undo-2"}}{{t "Deshacer la decisión"}}<span class="vh">: {{f.label}}</span></button></form>
<details><summary>{{t "Decidir de nuevo"}}</summary><form class="stack" method="post" action="/conflictos/{{url v.id}}/decidir">{{csrf}}{{use dispute_field f}}
<div class="f"><label for="m-{{f.name}}">{{t "Motivo de la nueva decisión"}}</label><textarea id="m-{{f.name}}" name="motivo" maxlength="1000"></textarea></div>
<div class="row"><button class="btn pri" type="submit">{{icon "check"}}{{t "Guardar la decisión"}}</button></div></form></details>
{{end}}{{end}}{{end}}</section>
{{end}}
{{if v.open_n}}{{else}}{{if v.merged_n}}
<section class="card merged" aria-labelledby="h-un"><h2 id="h-un">{{t "Se unieron solos"}}</h2><p class="small muted">{{t "Fusión automática: nadie tiene que decidirlos."}}</p><ul class="list">
{{each m in v.merged}}<li>{{icon "circle-check" "ic-ok"}}<div>{{m.label}}: {{m.value}} <span class="small muted">({{m.who}})</span></div><span></span></li>{{end}}
</ul></section>{{end}}{{end}}
