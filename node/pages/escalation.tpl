{{view struct escalation_view "node/pages/gap.h"}}
<div class="head"><div><p class="crumbs"><a href="/brechas">{{t "Brechas"}}</a> › {{t "Escalamiento"}}</p><h1>{{t "De %s a %s" v.from v.to}}</h1>
<p class="row">{{use mark v.state}}{{if v.dispute}}<a class="pill info" href="{{href v.dispute}}">{{icon "git-merge"}}{{t "En disputa"}}</a>{{end}}</p></div><a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div>
{{if v.late}}<p class="note bad">{{icon "circle-alert" "lg"}}<span>{{t "Pasaron más de 30 días sin respuesta."}}</span></p>{{end}}
<div class="grid">
<section class="card c7" aria-labelledby="h-qp"><h2 id="h-qp">{{t "Qué se pide"}}</h2><dl class="fields">
<div><dt>{{t "Sobre"}}</dt><dd>{{if v.object_href}}<a href="{{href v.object_href}}">{{v.object}}</a>{{else}}{{v.object}}{{end}}</dd></div>
{{if v.asked}}<div><dt>{{t "Pedido el"}}</dt><dd>{{v.asked}}</dd></div>{{end}}
{{if v.reason}}<div><dt>{{t "Motivo"}}</dt><dd>{{lines v.reason}}</dd></div>{{end}}
{{if v.answer}}<div><dt>{{t "Respuesta"}}</dt><dd>{{lines v.answer}}</dd></div>{{end}}
{{if v.answered}}<div><dt>{{t "Respondido el"}}</dt><dd>{{v.answered}}</dd></div>{{end}}
</dl></section>
{{if v.write}}
{{if v.mine}}{{if v.open}}
<form class="card c5" method="post" action="{{href v.in.action}}" aria-labelledby="h-rs"><h2 id="h-rs">{{t "Responder"}}</h2>{{csrf}}<input type="hidden" name="formulario" value="responder">
{{each x in v.in.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar la respuesta"}}</button></div>{{draft v.in.action}}</form>
{{end}}{{end}}
{{if v.ours}}{{if v.returned}}
<form class="card c5" method="post" action="/brechas/escalamientos/{{url v.id}}/reenviar" aria-labelledby="h-rn"><h2 id="h-rn">{{t "La devolvieron"}}</h2>{{csrf}}<p>{{t "Corrija la brecha si hace falta y pídalo otra vez."}}</p><div class="row"><button class="btn" type="submit">{{icon "rotate-ccw"}}{{t "Pedir otra vez"}}</button></div></form>
{{end}}{{end}}
{{end}}
</div>
