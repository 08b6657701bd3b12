{{view struct disputes_view "node/pages/disputes.h"}}
<div class="head"><div><h1>{{t "Por revisar"}}</h1><p class="muted">{{t "Lo que dos personas escribieron sin saber una de la otra. No se perdió nada: aquí se decide cuál vale."}}</p></div></div>
<section class="card" aria-labelledby="h-ab"><h2 id="h-ab">{{t "Esperan una decisión"}}</h2><ul class="list">
{{each r in v.mine}}<li>{{icon "git-merge" "lg ic-info"}}<div><div class="t">{{r.kind}} {{r.name}}</div>{{if r.title}}<div>{{r.title}}</div>{{end}}<div class="small muted">{{r.fields}} · {{r.detail}}</div></div><a class="btn sm" href="{{href r.href}}">{{t "Revisar"}}<span class="vh"> {{r.kind}} {{r.name}}</span></a></li>
{{else}}<li>{{icon "circle-check" "lg ic-ok"}}<div>{{t "No hay nada por revisar."}}</div><span></span></li>{{end}}
</ul></section>
{{if v.others_n}}
<section class="card" aria-labelledby="h-ot"><h2 id="h-ot">{{t "De mesas de otras oficinas"}}</h2><p class="small muted">{{t "Las decide la oficina que lleva la mesa. Mientras tanto, aquí se ven marcadas."}}</p><ul class="list">
{{each r in v.others}}<li>{{icon "git-merge"}}<div><div class="t">{{r.kind}} {{r.name}}</div>{{if r.title}}<div>{{r.title}}</div>{{end}}<div class="small muted">{{r.fields}} · {{r.detail}}</div></div><a class="btn sm" href="{{href r.href}}">{{t "Ver"}}<span class="vh"> {{r.kind}} {{r.name}}</span></a></li>{{end}}
</ul></section>
{{end}}
{{if v.decided_n}}
<section class="card" aria-labelledby="h-de"><h2 id="h-de">{{t "Decididas hace poco"}}</h2><ul class="list">
{{each r in v.decided}}<li>{{icon "circle-check" "ic-ok"}}<div><div class="t">{{r.kind}} {{r.name}}</div>{{if r.title}}<div>{{r.title}}</div>{{end}}<div class="small muted">{{r.detail}}{{if r.fields}} · {{t "Motivo: %s" r.fields}}{{end}}</div></div><a class="btn sm" href="{{href r.href}}">{{t "Ver o deshacer"}}<span class="vh"> {{r.kind}} {{r.name}}</span></a></li>{{end}}
</ul></section>
{{end}}
