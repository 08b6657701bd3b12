{{view struct sessions_new_view "node/pages/sessions.h"}}
<div class="head"><div><p class="crumbs"><a href="/sesiones">{{t "Sesiones"}}</a></p><h1>{{t "Nueva sesión"}}</h1><p class="muted">{{t "El orden del día nace con los puntos de siempre y los acuerdos abiertos de la mesa."}}</p></div></div>
{{if v.mesas_n}}
<form class="card narrow" method="post" action="/sesiones">{{csrf}}
<div class="f"><label for="mesa">{{t "Mesa"}}</label><select id="mesa" name="mesa">{{each o in v.mesas}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="grid">
<div class="f c6"><label for="tipo">{{t "Tipo"}}</label><select id="tipo" name="tipo">{{each o in v.kinds}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c6"><label for="modalidad">{{t "Modalidad"}}</label><select id="modalidad" name="modalidad">{{each o in v.modalities}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c6"><label for="fecha">{{t "Fecha"}}</label><input id="fecha" name="fecha" type="date" value="{{v.date}}" required></div>
<div class="f c6"><label for="hora">{{t "Hora, en la zona de la mesa"}}</label><input id="hora" name="hora" type="time" value="{{v.hour}}" required></div>
</div>
<div class="f"><label for="lugar">{{t "Lugar"}}</label><input id="lugar" name="lugar" type="text" value="{{v.place}}" maxlength="480" autocomplete="off"></div>
<div class="f"><label for="enlace">{{t "Enlace de la videoconferencia"}}</label><input id="enlace" name="enlace" type="text" value="{{v.url}}" maxlength="480" autocomplete="off"></div>
{{if v.joint_n}}<fieldset class="plain"><legend class="lbl">{{t "Sesión conjunta con"}}</legend>{{each o in v.joint}}<label class="row plain"><input type="checkbox" name="conjunta" value="{{o.value}}"{{if o.selected}} checked{{end}}>{{o.label}}</label>{{end}}</fieldset>{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "calendar-days"}}{{t "Programar la sesión"}}</button><a class="btn" href="/sesiones">{{t "No, volver"}}</a></div>
{{draft "/sesiones"}}</form>
{{else}}<p class="note">{{icon "info"}}<span>{{t "Esta oficina todavía no lleva ninguna mesa. Sincronice para recibir la suya."}}</span></p>{{end}}
