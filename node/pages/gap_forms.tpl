{{view struct gap_view "node/pages/gap.h"}}
<section class="card acts" aria-labelledby="h-ac"><h2 id="h-ac">{{t "Qué sigue"}}</h2>
{{if v.reopens}}
<form method="post" action="/brechas/{{url v.id}}/reabrir">{{csrf}}<button class="btn" type="submit">{{icon "rotate-ccw"}}{{t "Reabrir la brecha"}}</button></form>
{{end}}
{{if v.open}}
<details{{if v.state_on}} open{{end}}><summary>{{icon "flag"}}{{t "Cambiar el estado"}}</summary><form class="stack" method="post" action="{{href v.state_in.action}}">{{csrf}}<input type="hidden" name="formulario" value="estado">
{{each x in v.state_in.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar el estado"}}</button></div>{{draft v.state_in.action}}</form></details>
<details{{if v.resolve_on}} open{{end}}><summary>{{icon "circle-check"}}{{t "Dar por resuelta"}}</summary><form class="stack" method="post" action="{{href v.resolve.action}}">{{csrf}}<input type="hidden" name="formulario" value="resolver">
{{each x in v.resolve.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "circle-check"}}{{t "Dar por resuelta"}}</button></div>{{draft v.resolve.action}}</form></details>
{{if v.decide}}
<details{{if v.escalate_on}} open{{end}}><summary>{{icon "arrow-right"}}{{t "Escalar a otra mesa"}}</summary><form class="stack" method="post" action="{{href v.escalate.action}}">{{csrf}}<input type="hidden" name="formulario" value="escalar">
<p class="small muted">{{t "Cuando no se puede resolver aquí. La otra mesa la ve en su lista y responde; después de 30 días sin respuesta se marca."}}</p>
{{each x in v.escalate.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "arrow-right"}}{{t "Escalar"}}</button></div>{{draft v.escalate.action}}</form></details>
{{end}}
{{end}}
<details{{if v.edit_on}} open{{end}}><summary>{{icon "pencil"}}{{t "Editar datos"}}</summary><form class="stack" method="post" action="{{href v.edit.action}}">{{csrf}}<input type="hidden" name="formulario" value="editar">
{{each x in v.edit.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar cambios"}}</button></div>{{draft v.edit.action}}</form></details>
{{if v.decide}}
<details{{if v.void_on}} open{{end}}><summary>{{icon "trash-2"}}{{t "Anular"}}</summary><form class="stack" method="post" action="/brechas/{{url v.id}}/anular">{{csrf}}<input type="hidden" name="formulario" value="anular">
<div class="f"><label for="anular-motivo">{{t "Motivo de la anulación"}}</label><input id="anular-motivo" name="motivo" type="text" maxlength="500" value="{{if v.void_on}}{{v.reason}}{{end}}" required></div>
<div class="row"><button class="btn" type="submit">{{icon "trash-2"}}{{t "Anular la brecha"}}</button></div></form></details>
{{end}}
</section>
