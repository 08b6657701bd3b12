{{view struct sessions_view "node/pages/sessions.h"}}
<div class="head"><div><h1>{{t "Sesiones"}}</h1></div>{{if v.write}}<div class="row"><a class="btn pri" href="/sesiones/nueva">{{icon "plus"}}{{t "Nueva sesión"}}</a></div>{{end}}</div>
<nav class="stack" aria-label="{{t "Filtros de sesiones"}}">
<ul class="chips">{{each x in v.when}}<li><a href="{{href x.href}}"{{if x.current}} aria-current="true"{{end}}>{{x.text}}</a></li>{{end}}</ul>
<ul class="chips">{{each x in v.states}}<li><a href="{{href x.href}}"{{if x.current}} aria-current="true"{{end}}>{{x.text}}</a></li>{{end}}</ul>
{{if v.mesas_n}}<ul class="chips">{{each x in v.mesas}}<li><a href="{{href x.href}}"{{if x.current}} aria-current="true"{{end}}>{{x.text}}</a></li>{{end}}</ul>{{end}}
</nav>
<section class="card flush" aria-label="{{t "Lista de sesiones"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: sesiones"}}"><table><thead><tr><th scope="col">{{t "Fecha"}}</th><th scope="col">{{t "Sesión"}}</th>{{if v.mesas_n}}<th scope="col">{{t "Mesa"}}</th>{{end}}<th scope="col">{{t "Estado"}}</th><th scope="col" class="n">{{t "Acuerdos"}}</th><th scope="col">{{t "Minuta"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><td class="num">{{if r.dated}}{{day r.day}}<br><span class="small muted">{{r.hour}}</span>{{else}}—{{end}}</td><th scope="row"><a href="{{href r.href}}">{{r.title}}</a>{{if r.place}}<br><span class="small muted">{{r.place}}</span>{{end}}</th>{{if v.mesas_n}}<td>{{r.mesa}}</td>{{end}}<td><span class="pill {{r.mood}}">{{r.status}}</span></td><td class="n">{{num r.agreements}}</td><td>{{if r.minutes_href}}<a href="{{href r.minutes_href}}">{{r.minutes}}</a>{{else}}—{{end}}</td></tr>
{{else}}
<tr><td colspan="6">{{t "No hay ninguna sesión así."}}</td></tr>
{{end}}
</tbody></table></div></section>
{{if v.more}}<p><a class="btn" href="{{href v.more}}">{{icon "arrow-right"}}{{t "Más sesiones"}}</a></p>{{end}}
