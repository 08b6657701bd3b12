{{view struct search_view "node/pages/search.h"}}
<div class="head"><div><h1>{{t "Buscar"}}</h1>
{{if v.asked}}<p class="muted">{{if v.kind}}{{v.kind}} · {{end}}{{tn "%s registro tiene todo lo que escribió" "%s registros tienen todo lo que escribió" v.count}}: <strong>{{v.q}}</strong></p>{{end}}</div></div>
{{if v.exact_n}}
<section class="card" aria-labelledby="h-ex"><header><h2 id="h-ex">{{t "Con ese folio o clave"}}</h2></header><ul class="list">
{{each r in v.exact}}{{use found r}}{{end}}
</ul></section>
{{end}}
{{each g in v.groups}}
<section class="card" aria-label="{{g.label}}"><header><h2>{{g.label}} <span class="small muted num">{{num g.count}}</span></h2></header><ul class="list">
{{each r in g.rows}}{{use found r}}{{end}}
</ul>{{if g.more}}<p><a class="btn sm" href="{{href g.more}}">{{t "Ver todos"}}<span class="vh">: {{g.label}}</span></a></p>{{end}}</section>
{{else}}
{{if !v.exact_n}}
<section class="card" aria-labelledby="h-nada"><h2 id="h-nada">{{if v.asked}}{{t "No se encontró nada"}}{{else}}{{t "Escriba arriba lo que busca"}}{{end}}</h2>
<p>{{t "Se busca en todos los textos de los registros de esta computadora. No importan los acentos ni las mayúsculas. Pruebe con menos palabras, con el principio de una palabra o con un folio como 07-AC-2026-001."}}</p></section>
{{end}}
{{end}}
