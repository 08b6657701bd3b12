{{view struct institution_view "node/pages/institutions.h"}}
<div class="head"><div><p class="crumbs"><a href="/instituciones">{{t "Instituciones"}}</a> › {{v.title}}</p><h1>{{v.title}}</h1>
<p class="row">{{if v.over}}<span class="pill warn">{{icon "archive"}}{{t "Extinta"}}</span>{{else}}<span class="pill ok">{{icon "circle-check"}}{{t "Vigente"}}</span>{{end}}{{if v.proposed}}<span class="pill info">{{icon "inbox"}}{{t "Propuesta, falta que el nivel federal la confirme"}}</span>{{end}}</p></div>
<div class="row"><a class="btn pri" href="/instituciones/{{url v.id}}/hoja">{{icon "printer"}}{{t "Lo que debe"}}</a>{{if v.proposed}}{{if v.write}}<a class="btn" href="/instituciones/{{url v.id}}/corregir">{{icon "pencil"}}{{t "Corregir"}}</a>{{end}}{{end}}<a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div></div>
<div class="grid">
{{if v.over}}
<section class="card c12" aria-labelledby="h-us"><header><h2 id="h-us">{{if v.next_n}}{{t "Institución extinta: ¿usar su sucesora?"}}{{else}}{{t "Institución extinta, sin sucesora"}}{{end}}</h2>
{{if v.uses_n}}{{if v.all}}{{if v.write}}<form method="post" action="/instituciones/{{url v.id}}/usar">{{csrf}}<input type="hidden" name="registro" value="todo"><button class="btn pri" type="submit" name="sucesora" value="{{v.all}}">{{t "Usar %s en todo" v.all_name}}</button></form>{{end}}{{end}}{{end}}</header>
<p class="small muted">{{t "Lo anterior conserva el nombre de entonces. Aquí está lo que sigue abierto en sus mesas."}}</p>
<ul class="list">{{each u in v.uses}}{{use use u}}{{else}}<li>{{icon "circle-check" "ic-ok"}}<div>{{t "Nada abierto en sus mesas lleva ya este nombre."}}</div><span></span></li>{{end}}</ul></section>
{{end}}
<div class="card c3 kpi"><span class="l">{{icon "handshake"}}{{t "Acuerdos abiertos"}}</span><span class="v num">{{num v.open}}</span><span class="small muted">{{t "por cumplir"}}</span></div>
<div class="card c3 kpi{{if v.late}} alert{{end}}"><span class="l">{{icon "circle-alert"}}{{t "Acuerdos vencidos"}}</span><span class="v num">{{num v.late}}</span><span class="small muted">{{if v.late}}{{t "pida un informe con su hoja"}}{{else}}{{t "ninguno"}}{{end}}</span></div>
<section class="card c6" aria-labelledby="h-no"><h2 id="h-no">{{t "Nombres, antes y ahora"}}</h2><ol class="tl">
{{each n in v.names}}<li>{{if n.self}}<strong>{{n.name}}</strong>{{else}}{{if n.href}}<a href="{{href n.href}}">{{n.name}}</a>{{else}}{{t "Nadie la sucede"}}{{end}}<br><span class="small muted">{{n.kind}}{{if n.has_day}} · {{day n.day}}{{end}}{{if n.document}} · {{n.document}}{{end}}</span>{{end}}</li>{{end}}
</ol></section>
<section class="card c6" aria-labelledby="h-da"><h2 id="h-da">{{t "Datos"}}</h2><dl class="fields">{{each f in v.fields}}<div><dt>{{f.name}}</dt><dd>{{f.detail}}</dd></div>{{end}}</dl></section>
<section class="card c6" aria-labelledby="h-me"><h2 id="h-me">{{t "Mesas en que participa"}}</h2><ul class="list">
{{each m in v.places}}<li>{{icon "users"}}<div><div class="t"><a href="{{href m.href}}">{{m.name}}</a></div><div class="small muted">{{m.detail}}</div></div>{{if m.former}}<span class="pill">{{t "Terminada"}}</span>{{else}}<span></span>{{end}}</li>{{else}}<li>{{icon "users"}}<div>{{t "Ninguna que su oficina pueda ver."}}</div><span></span></li>{{end}}
</ul></section>
</div>
