{{view struct session_call_view "node/pages/session.h"}}
<div class="head"><div><p class="crumbs"><a href="/sesiones">{{t "Sesiones"}}</a> › <a href="/sesiones/{{url v.id}}">{{v.title}}</a></p><h1>{{t "Convocatoria"}}</h1></div><div class="row"><a class="btn" href="/calendario/{{url v.id}}.ics">{{icon "calendar-days"}}{{t "Para el calendario"}}</a><a class="btn" href="/sesiones/{{url v.id}}/imprimir/convocatoria">{{icon "printer"}}{{t "Imprimir la convocatoria"}}</a></div></div>
{{each c in v.calls}}
<section class="card" aria-labelledby="h-{{c.id}}"><h2 id="h-{{c.id}}">{{if c.dated}}{{t "Enviada el"}} {{day c.sent_on}}{{else}}{{t "Enviada"}}{{end}} · {{c.medium}}</h2>
<p class="small muted">{{tn "%s institución destinataria" "%s instituciones destinatarias" c.recipients}} · {{t "acusaron recibo: %s" c.acked}}</p>
{{if v.write}}<form class="stack" method="post" action="{{href c.action}}">{{csrf}}<input type="hidden" name="llamado" value="{{c.id}}"><fieldset class="plain"><legend class="lbl">{{t "Quiénes acusaron recibo"}}</legend>{{each o in c.acks}}<label class="row plain"><input type="checkbox" name="acuse" value="{{o.value}}"{{if o.selected}} checked{{end}}>{{o.label}}</label>{{end}}</fieldset><div class="row"><button class="btn sm" type="submit">{{icon "save"}}{{t "Guardar los acuses"}}</button></div></form>{{end}}</section>
{{end}}
{{if v.write}}<form class="card" method="post" action="/sesiones/{{url v.id}}/convocatoria">{{csrf}}<h2>{{if v.calls_n}}{{t "Anotar otro envío"}}{{else}}{{t "Anotar el envío"}}{{end}}</h2>
<p class="small muted">{{t "Imprima o guarde la convocatoria, envíela como siempre y anótelo aquí: la sesión pasa a Convocada."}}</p>
<div class="grid"><div class="f c6"><label for="enviada-n0">{{t "Fecha de envío"}}</label><input id="enviada-n0" name="enviada-n0" type="date" value="{{v.date}}" required></div>
<div class="f c6"><label for="medio-n0">{{t "Medio"}}</label><select id="medio-n0" name="medio-n0">{{each o in v.media}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div></div>
<fieldset class="plain"><legend class="lbl">{{t "A quiénes se envió"}}</legend>{{each o in v.members}}<label class="row plain"><input type="checkbox" name="destinataria" value="{{o.value}}"{{if o.selected}} checked{{end}}>{{o.label}}</label>{{end}}</fieldset>
<div class="row"><button class="btn pri" type="submit">{{icon "upload"}}{{t "La convocatoria se envió"}}</button><a class="btn" href="/sesiones/{{url v.id}}">{{t "No, volver"}}</a></div>
{{draft v.action}}</form>{{end}}
