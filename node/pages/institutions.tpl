{{view struct institutions_view "node/pages/institutions.h"}}
<div class="head"><div><h1>{{t "Instituciones"}}</h1><p class="muted">{{t "El catálogo nacional, con los nombres de antes y de ahora, y lo que cada una debe."}}</p></div>
{{if v.write}}<div class="row"><a class="btn" href="/instituciones/nueva">{{icon "plus"}}{{t "Proponer una institución"}}</a></div>{{end}}</div>
{{if v.orphans}}<p class="note bad">{{icon "triangle-alert" "lg"}}<span>{{tn "%s acuerdo abierto tiene como responsable a una institución extinta." "%s acuerdos abiertos tienen como responsable a una institución extinta." v.orphans}} <a href="/instituciones/sin-vigente">{{t "Elegir quién sigue"}}</a></span></p>{{end}}
<form class="row" method="get" action="/instituciones" role="search" aria-label="{{t "Buscar una institución"}}"><input type="hidden" name="ver" value="{{v.which}}"><label class="vh" for="q">{{t "Siglas, nombre o un nombre anterior"}}</label><input class="find" id="q" name="q" type="search" value="{{v.q}}" placeholder="{{t "Siglas, nombre o un nombre anterior"}}" autocomplete="off"><button class="btn" type="submit">{{icon "search"}}{{t "Buscar"}}</button></form>
<ul class="chips">{{each c in v.chips}}<li><a href="{{href c.href}}"{{if c.current}} aria-current="true"{{end}}>{{c.label}} ({{num c.count}})</a></li>{{end}}</ul>
<section class="card flush" aria-label="{{t "Instituciones"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla de instituciones"}}"><table><thead><tr><th scope="col">{{t "Siglas"}}</th><th scope="col">{{t "Nombre"}}</th><th scope="col">{{t "Tipo"}}</th><th scope="col" class="n">{{t "Acuerdos abiertos"}}</th><th scope="col" class="n">{{t "Vencidos"}}</th><th scope="col"><span class="vh">{{t "Acciones"}}</span></th></tr></thead><tbody>
{{each r in v.rows}}
<tr><td>{{if r.acronym}}{{r.acronym}}{{else}}—{{end}}</td><th scope="row"><a href="/instituciones/{{url r.id}}">{{r.name}}</a>{{if r.proposed}} <span class="pill info">{{t "Propuesta"}}</span>{{end}}{{if r.over}}<br><span class="pill warn">{{icon "archive"}}{{if r.next}}{{t "Extinta: ¿usar %s?" r.next}}{{else}}{{t "Extinta, sin sucesora"}}{{end}}</span>{{end}}</th><td>{{if r.kind}}{{r.kind}}{{else}}—{{end}}</td><td class="n">{{num r.open}}</td><td class="n{{if r.late}} ic-bad{{end}}">{{num r.late}}</td><td class="act">{{if r.open}}<a href="/instituciones/{{url r.id}}/hoja">{{t "Lo que debe"}}<span class="vh"> {{r.name}}</span></a>{{end}}</td></tr>
{{else}}
<tr><td>{{t "No hay ninguna así."}}</td></tr>
{{end}}
</tbody></table></div></section>
