{{view struct proposals_view "node/pages/proposals.h"}}
<div class="head"><div><h1>{{t "Propuestas"}}</h1><p class="muted">{{t "Cada oficina escribe en sus mesas. Lo que otra quiere cambiar llega aquí como propuesta, y nada cambia hasta que se acepta."}}</p></div></div>
<section class="stack" aria-labelledby="h-pd"><h2 id="h-pd">{{t "Para decidir"}}</h2>
{{each c in v.inbox}}
<div class="card">{{use proposals_card c}}
{{if v.decide}}<form class="stack" method="post" action="/propuestas">{{csrf}}<input type="hidden" name="propuesta" value="{{c.id}}">
<div class="f"><label for="m-{{c.id}}">{{t "Motivo de la decisión"}}</label><textarea id="m-{{c.id}}" name="motivo" maxlength="1000">{{c.reason}}</textarea></div>
<div class="row"><button class="btn pri" type="submit" name="decision" value="aceptar">{{icon "check"}}{{t "Aceptar"}}<span class="vh"> {{c.kind}} {{c.name}}</span></button><button class="btn" type="submit" name="decision" value="rechazar">{{icon "x"}}{{t "Rechazar"}}<span class="vh"> {{c.kind}} {{c.name}}</span></button></div></form>{{end}}</div>
{{else}}<p class="card">{{t "No hay propuestas por decidir."}}</p>{{end}}
</section>
<section class="stack" aria-labelledby="h-en"><h2 id="h-en">{{t "Enviadas por nosotros"}}</h2>
{{each c in v.sent}}<div class="card">{{use proposals_card c}}{{if c.reason}}<p class="small">{{t "Motivo: %s" c.reason}}</p>{{end}}</div>
{{else}}<p class="card">{{t "Su oficina no ha propuesto nada a otras."}}</p>{{end}}
</section>
{{if v.decided_n}}
<section class="stack" aria-labelledby="h-dc"><h2 id="h-dc">{{t "Decididas aquí"}}</h2>
{{each c in v.decided}}<div class="card">{{use proposals_card c}}{{if c.reason}}<p class="small">{{t "Motivo: %s" c.reason}}</p>{{end}}</div>{{end}}
</section>
{{end}}
