{{view struct agreements_view "node/pages/agreements.h"}}
<div class="head"><div><h1>{{t "Acuerdos y seguimiento"}}</h1><p class="muted">{{v.summary}}</p></div><a class="btn" href="{{href v.file}}">{{icon "file-down"}}{{t "Descargar en Excel"}}</a></div>
{{use chips v.state}}
{{use chips v.theme}}
{{if v.mesas}}{{use chips v.mesa}}{{end}}
{{if v.institution.v_n}}<details{{if v.institution_on}} open{{end}}><summary>{{t "Por institución responsable"}}</summary>{{use chips v.institution}}</details>{{end}}
<section class="card flush" aria-labelledby="h-ta"><h2 id="h-ta" class="vh">{{t "Lista de acuerdos"}}</h2>
{{if v.rows_n}}
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: acuerdos"}}"><table><thead><tr><th scope="col">{{t "Folio"}}</th><th scope="col">{{t "Acuerdo"}}</th><th scope="col">{{t "Responsable"}}</th><th scope="col">{{t "Fecha límite"}}</th><th scope="col">{{t "Estado"}}</th><th scope="col" class="n">{{t "Avance"}}</th><th scope="col">{{t "Envío"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><td class="num">{{r.folio}}</td>
<th scope="row" class="long"><a href="{{href r.href}}">{{r.title}}</a><br><span class="small muted">{{use theme_mark r.theme}}{{if r.mesa}} · {{r.mesa}}{{end}}</span></th>
<td>{{r.who}}</td>
<td class="num">{{if r.has_due}}{{day r.due}}{{else}}{{t "Permanente"}}{{end}}{{if r.moved}}<br><span class="small muted">{{tn "reprogramado %s vez" "reprogramado %s veces" r.moved}}</span>{{end}}</td>
<td><span class="row tight">{{use mark r.state}}{{use mark r.other}}</span></td>
<td class="n">{{if r.has_pct}}{{r.pct}} %{{else}}—{{end}}</td>
<td class="small">{{if r.confirmed}}<span class="ic-ok">{{icon "cloud-check"}}</span> {{t "Confirmado"}}{{else}}<span class="ic-warn">{{icon "clock"}}</span> {{t "Por enviar"}}{{end}}</td></tr>
{{end}}
</tbody></table></div>
{{else}}
<p class="empty pad">{{if v.filtered}}{{t "Ningún acuerdo cumple estas condiciones."}} <a href="/acuerdos">{{t "Ver todos los abiertos"}}</a>{{else}}{{t "No hay acuerdos abiertos. Los acuerdos se registran en la sesión en que se toman."}} <a href="/sesiones">{{t "Ir a las sesiones"}}</a>{{end}}</p>
{{end}}
</section>
{{if v.all}}<p class="row">{{if v.back}}<a class="btn sm" href="{{href v.back}}">{{icon "arrow-left"}}{{t "Anteriores"}}</a>{{end}}{{if v.next}}<a class="btn sm" href="{{href v.next}}">{{t "Siguientes"}}{{icon "arrow-right"}}</a>{{end}}<span class="small muted">{{tn "%s acuerdo en esta lista" "%s acuerdos en esta lista" v.all}}</span></p>{{end}}
