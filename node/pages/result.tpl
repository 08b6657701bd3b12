{{view struct result_view "node/pages/commitments.h"}}
<div class="head"><div><p class="crumbs"><a href="/mesas">{{t "Mesas"}}</a> › <a href="/mesas/{{url v.mesa}}">{{v.mesa_name}}</a></p><h1>{{v.title}}</h1><p class="muted">{{t "Qué cambió para las personas, con hechos que se puedan comprobar. Sin nombres ni casos. En español y, si puede, en inglés: el informe federal sale de aquí."}}</p>
{{if v.validated}}<p class="row"><span class="pill info">{{t "Validación federal: %s" v.validated}}</span></p>{{end}}</div>
{{if !v.fresh}}<div class="row"><a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div>{{end}}</div>
{{if v.proposing}}<p class="note">{{icon "info" "lg"}}<span>{{t "La mesa es de otra oficina: esto le llegará como propuesta y ella decide."}}</span></p>{{end}}
<form class="stack narrow" method="post" action="{{href v.action}}">{{csrf}}
<section class="card" aria-label="{{v.title}}"><div class="asks">{{each a in v.asks}}{{use ask a}}{{end}}</div></section>
{{if v.write}}<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar"}}</button><a class="btn" href="/mesas/{{url v.mesa}}">{{t "Volver sin guardar"}}</a></div>
{{draft v.action}}{{end}}
</form>
