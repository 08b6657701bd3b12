{{view struct gaps_view "node/pages/gaps.h"}}
<div class="head"><div><h1>{{t "Brechas"}}</h1><p class="muted">{{v.summary}}</p></div><div class="row"><a class="btn" href="/exportar/gap.xlsx">{{icon "file-down"}}{{t "Descargar en Excel"}}</a>{{if v.write}}<a class="btn pri" href="/brechas/nueva">{{icon "plus"}}{{t "Registrar una brecha"}}</a>{{end}}</div></div>
{{if v.asked_n}}
<section class="card" aria-labelledby="h-pe"><h2 id="h-pe">{{t "Otras mesas piden respuesta a las suyas"}}</h2><ul class="list">
{{each a in v.asked}}<li>{{icon "inbox"}}<div><div class="t">{{a.title}} {{use mark a.state}}</div><div class="small muted">{{a.detail}}</div></div><a class="btn sm" href="{{href a.href}}">{{t "Responder"}}<span class="vh"> {{a.title}}</span></a></li>{{end}}
</ul></section>
{{end}}
{{use chips v.state}}
{{use chips v.theme}}
<section class="card flush" aria-labelledby="h-tb"><h2 id="h-tb" class="vh">{{t "Lista de brechas"}}</h2>
{{if v.rows_n}}
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: brechas"}}"><table><thead><tr><th scope="col">{{t "Folio"}}</th><th scope="col">{{t "Brecha"}}</th><th scope="col">{{t "Severidad"}}</th><th scope="col">{{t "Estado"}}</th><th scope="col" class="n">{{t "Antigüedad"}}</th><th scope="col" class="n">{{t "Acuerdos vigentes"}}</th><th scope="col">{{t "Envío"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><td class="num">{{r.folio}}</td>
<th scope="row" class="long"><a href="{{href r.href}}">{{r.title}}</a><br><span class="small muted">{{use theme_mark r.theme}}{{if r.barrier}} · {{r.barrier}}{{end}}{{if r.mesa}} · {{r.mesa}}{{end}}</span></th>
<td>{{if r.severity}}<span class="pill {{r.grave}}">{{r.severity}}</span>{{else}}—{{end}}</td>
<td><span class="row tight">{{use mark r.state}}{{use mark r.other}}</span></td>
<td class="n">{{r.age}}</td>
<td class="n">{{if r.agreements}}{{num r.agreements}}{{else}}<span class="pill warn">{{t "ninguno"}}</span>{{end}}</td>
<td class="small">{{if r.confirmed}}<span class="ic-ok">{{icon "cloud-check"}}</span> {{t "Confirmado"}}{{else}}<span class="ic-warn">{{icon "clock"}}</span> {{t "Por enviar"}}{{end}}</td></tr>
{{end}}
</tbody></table></div>
{{else}}
<p class="empty pad">{{if v.filtered}}{{t "Ninguna brecha cumple estas condiciones."}} <a href="/brechas">{{t "Ver todas las abiertas"}}</a>{{else}}{{t "No hay brechas abiertas."}}{{end}}</p>
{{end}}
</section>
{{if v.all}}<p class="row">{{if v.back}}<a class="btn sm" href="{{href v.back}}">{{icon "arrow-left"}}{{t "Anteriores"}}</a>{{end}}{{if v.next}}<a class="btn sm" href="{{href v.next}}">{{t "Siguientes"}}{{icon "arrow-right"}}</a>{{end}}<span class="small muted">{{tn "%s brecha en esta lista" "%s brechas en esta lista" v.all}}</span></p>{{end}}
