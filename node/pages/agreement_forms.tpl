{{view struct agreement_view "node/pages/agreement.h"}}
<section class="card acts" aria-labelledby="h-ac"><h2 id="h-ac">{{t "Otras acciones"}}</h2>
{{if v.open}}
<details{{if v.done_on}} open{{end}}><summary>{{icon "circle-check"}}{{t "Dar por cumplido"}}</summary><form class="stack" method="post" action="{{href v.done.action}}">{{csrf}}<input type="hidden" name="formulario" value="cumplido">
{{each x in v.done.v}}{{use input x}}{{end}}
<p class="small"><a href="/documentos?de={{url v.id}}">{{icon "file-up"}} {{t "Adjuntar un documento"}}</a></p>
<div class="row"><button class="btn pri" type="submit">{{icon "circle-check"}}{{t "Dar por cumplido"}}</button></div>{{draft v.done.action}}</form></details>
{{end}}
{{if v.decide}}{{if v.open}}
<details{{if v.reschedule_on}} open{{end}}><summary>{{icon "calendar-days"}}{{t "Reprogramar"}}</summary><form class="stack" method="post" action="{{href v.reschedule.action}}">{{csrf}}<input type="hidden" name="formulario" value="reprogramar">
{{each x in v.reschedule.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "calendar-days"}}{{t "Reprogramar"}}</button></div>{{draft v.reschedule.action}}</form></details>
<details{{if v.cancel_on}} open{{end}}><summary>{{icon "x"}}{{t "Cancelar el acuerdo"}}</summary><form class="stack" method="post" action="{{href v.cancel.action}}">{{csrf}}<input type="hidden" name="formulario" value="cancelar">
{{each x in v.cancel.v}}{{use input x}}{{end}}
<div class="row"><button class="btn" type="submit">{{icon "x"}}{{t "Cancelar el acuerdo"}}</button></div>{{draft v.cancel.action}}</form></details>
{{end}}{{end}}
<details{{if v.edit_on}} open{{end}}><summary>{{icon "pencil"}}{{t "Editar datos"}}</summary><form class="stack" method="post" action="{{href v.edit.action}}">{{csrf}}<input type="hidden" name="formulario" value="editar">
{{if v.frozen}}<p class="small muted">{{t "El texto ya no cambia porque la minuta de su sesión está aprobada. Para corregirlo haga una fe de erratas."}}</p>{{end}}
{{each x in v.edit.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar cambios"}}</button></div>{{draft v.edit.action}}</form></details>
<details{{if v.responsible_on}} open{{end}}><summary>{{icon "users"}}{{t "Agregar o quitar responsables"}}</summary><form class="stack" method="post" action="/acuerdos/{{url v.id}}/responsable">{{csrf}}<input type="hidden" name="formulario" value="responsable">
{{each x in v.responsible.v}}{{use input x}}{{end}}
<div class="row"><button class="btn" type="submit">{{icon "plus"}}{{t "Agregar responsable"}}</button></div></form>
{{if v.who_n}}
<form class="stack" method="post" action="/acuerdos/{{url v.id}}/quitar">{{csrf}}<input type="hidden" name="formulario" value="quitar">
<div class="f"><label for="quitar-quien">{{t "Quitar a"}}</label><select id="quitar-quien" name="quien">{{each w in v.who}}<option value="{{w.id}}">{{w.name}} · {{w.role}}</option>{{end}}</select></div>
<div class="f"><label for="quitar-motivo">{{t "Motivo para quitarla"}}</label><input id="quitar-motivo" name="motivo" type="text" maxlength="500" value="{{if v.responsible_on}}{{v.reason}}{{end}}" required></div>
<div class="row"><button class="btn" type="submit">{{icon "x"}}{{t "Quitar responsable"}}</button></div></form>
{{end}}</details>
{{if v.decide}}
<details{{if v.void_on}} open{{end}}><summary>{{icon "trash-2"}}{{t "Anular"}}</summary><form class="stack" method="post" action="/acuerdos/{{url v.id}}/anular">{{csrf}}<input type="hidden" name="formulario" value="anular">
<p class="small muted">{{t "Para un acuerdo que se registró por error. Si la mesa decidió no seguir con él, cancélelo."}}</p>
<div class="f"><label for="anular-motivo">{{t "Motivo de la anulación"}}</label><input id="anular-motivo" name="motivo" type="text" maxlength="500" value="{{if v.void_on}}{{v.reason}}{{end}}" required></div>
<div class="row"><button class="btn" type="submit">{{icon "trash-2"}}{{t "Anular el acuerdo"}}</button></div></form></details>
{{end}}
</section>
