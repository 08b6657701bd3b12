{{view struct records_list_view "node/pages/records.h"}}
<div class="head"><div><p class="crumbs"><a href="/registros">{{t "Registros"}}</a> › {{v.title}}</p><h1>{{v.title}}</h1><p class="muted">{{tn "%s registro" "%s registros" v.count}}</p></div>
<div class="row"><a class="btn sm" href="{{href v.other}}">{{if v.voided}}{{t "Ocultar los anulados"}}{{else}}{{t "Ver también los anulados"}}{{end}}</a></div></div>
<section class="card flush" aria-label="{{v.title}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: %s" v.title}}"><table class="records"><thead><tr>
{{each c in v.columns}}<th scope="col">{{c}}</th>{{end}}
</tr></thead><tbody>
{{each r in v.rows}}
<tr>{{each c in r.cells}}<td{{if c.number}} class="n"{{end}}>{{if c.href}}<a href="{{href c.href}}">{{c.text}}</a>{{else}}{{c.text}}{{end}}</td>{{end}}</tr>
{{else}}
<tr><td>{{t "No hay ninguno."}}</td></tr>
{{end}}
</tbody></table></div></section>
{{if v.next}}<p><a class="btn" href="{{href v.next}}">{{t "Más"}}{{icon "arrow-right"}}</a></p>{{end}}
