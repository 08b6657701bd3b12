{{view struct minutes_list_view "node/pages/minutes.h"}}
<div class="head"><div><h1>{{t "Minutas"}}</h1><p class="muted">{{t "Se generan desde la página de cada sesión."}}</p></div></div>
<nav aria-label="{{t "Filtros de minutas"}}"><ul class="chips">{{each x in v.states}}<li><a href="{{href x.href}}"{{if x.current}} aria-current="true"{{end}}>{{x.text}}</a></li>{{end}}</ul></nav>
<section class="card flush" aria-label="{{t "Lista de minutas"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: minutas"}}"><table class="folios"><thead><tr><th scope="col">{{t "Sesión"}}</th><th scope="col">{{t "Fecha"}}</th>{{if v.mesas}}<th scope="col">{{t "Mesa"}}</th>{{end}}<th scope="col">{{t "Estado"}}</th><th scope="col">{{t "Aprobada en"}}</th><th scope="col" class="n">{{t "Fe de erratas"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row"><a href="{{href r.href}}">{{r.session}}</a></th><td class="num">{{if r.dated}}{{day r.day}}{{else}}—{{end}}</td>{{if v.mesas}}<td>{{r.mesa}}</td>{{end}}<td><span class="pill {{r.mood}}">{{r.status}}</span></td><td>{{if r.approved_in}}{{r.approved_in}}{{else}}—{{end}}</td><td class="n">{{num r.amendments}}</td></tr>
{{else}}
<tr><td colspan="6">{{t "No hay ninguna minuta así."}}</td></tr>
{{end}}
</tbody></table></div></section>
