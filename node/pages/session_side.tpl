{{view struct session_view "node/pages/session.h"}}
<aside class="card c4" aria-labelledby="h-fa"><h2 id="h-fa">{{if v.done}}{{t "Qué le falta"}}{{else}}{{t "Para poder cerrar"}}{{end}}</h2>
<ul class="list tight">
{{each x in v.lacks}}<li>{{if x.ok}}{{icon "circle-check" "ic-ok"}}<span>{{x.text}}</span>{{elif x.stops}}{{icon "circle-alert" "ic-bad"}}<a href="{{href x.href}}">{{x.text}}</a>{{else}}{{icon "circle-alert" "ic-warn"}}<a href="{{href x.href}}">{{x.text}}</a>{{end}}<span></span></li>
{{else}}<li>{{icon "info"}}<span>{{t "Todavía no hay nada anotado."}}</span><span></span></li>{{end}}
</ul>
{{if !v.lacks_open}}<p class="small muted">{{t "No falta nada."}}</p>{{end}}
<div class="row"><a class="btn sm" href="/sesiones/{{url v.id}}/convocatoria">{{icon "upload"}}{{t "Convocatoria"}}</a><a class="btn sm" href="/sesiones/{{url v.id}}/imprimir/orden">{{icon "printer"}}{{t "Orden del día"}}</a><a class="btn sm" href="/sesiones/{{url v.id}}/imprimir/lista">{{icon "printer"}}{{t "Lista de asistencia"}}</a></div>
{{if v.called}}<p class="small muted">{{t "Convocada el"}} {{day v.called_on}}</p>{{end}}
{{if v.write}}{{if !v.done}}
<div class="row">{{if v.may_start}}<button class="btn sm" type="submit" name="hacer" value="estado:3">{{icon "clock"}}{{t "Iniciar la sesión"}}</button>{{end}}{{if v.may_fail}}<button class="btn sm" type="submit" name="hacer" value="estado:5">{{t "No hubo quórum"}}</button>{{end}}</div>
<details><summary>{{t "Diferir o cancelar"}}</summary><div class="stack">
{{if v.may_postpone}}<p class="small">{{t "Para diferirla escriba la nueva fecha en los datos generales, si ya se conoce."}}</p><div class="row"><button class="btn sm" type="submit" name="hacer" value="estado:6">{{t "Diferir la sesión"}}</button></div>{{end}}
{{if v.may_cancel}}<label class="row plain"><input type="checkbox" name="si-cancelar" value="1">{{t "Sí, cancelarla; ya no podrá celebrarse"}}</label><div class="row"><button class="btn sm" type="submit" name="hacer" value="estado:7">{{icon "x"}}{{t "Cancelar la sesión"}}</button></div>{{end}}
</div></details>
{{end}}{{end}}
</aside>
