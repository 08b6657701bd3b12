{{view struct session_view "node/pages/session.h"}}
<fieldset class="c8" id="datos"{{if !v.write}} disabled{{end}}><legend>{{t "Datos generales"}}</legend>
<input type="hidden" name="w-datos" value="{{v.was}}">
<div class="grid">
<div class="f c3"><label for="tipo-datos">{{t "Tipo"}}</label><select id="tipo-datos" name="tipo-datos">{{each o in v.kinds}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c3"><label for="modalidad-datos">{{t "Modalidad"}}</label><select id="modalidad-datos" name="modalidad-datos">{{each o in v.modalities}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c3"><label for="fecha-datos">{{t "Fecha"}}</label><input id="fecha-datos" name="fecha-datos" type="date" value="{{v.date}}"></div>
<div class="f c3"><label for="hora-datos">{{t "Convocada a las"}}</label><input id="hora-datos" name="hora-datos" type="time" value="{{v.hour}}"></div>
<div class="f c3"><label for="inicio-datos">{{t "Empezó a las"}}</label><input id="inicio-datos" name="inicio-datos" type="time" value="{{v.started}}"></div>
<div class="f c3"><label for="termino-datos">{{t "Terminó a las"}}</label><input id="termino-datos" name="termino-datos" type="time" value="{{v.ended}}"></div>
<div class="f c6"><label for="lugar-datos">{{t "Lugar"}}</label><input id="lugar-datos" name="lugar-datos" type="text" value="{{v.place}}" maxlength="480" autocomplete="off"></div>
<div class="f c6"><label for="preside-datos">{{t "Preside"}}</label><select id="preside-datos" name="preside-datos">{{each o in v.chairs}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c6"><label for="secretaria-datos">{{t "Secretaría técnica"}}</label><select id="secretaria-datos" name="secretaria-datos">{{each o in v.secretaries}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c12"><label for="enlace-datos">{{t "Enlace de la videoconferencia"}}</label><input id="enlace-datos" name="enlace-datos" type="text" value="{{v.url}}" maxlength="480" autocomplete="off"></div>
</div>
{{if v.joint_n}}<div class="f" role="group" aria-labelledby="l-conj"><span class="lbl" id="l-conj">{{t "Sesión conjunta con"}}</span>{{each o in v.joint}}<label class="row plain"><input type="checkbox" name="conjunta" value="{{o.value}}"{{if o.selected}} checked{{end}}>{{o.label}}</label>{{end}}</div>{{end}}
<label class="row plain"><input type="checkbox" name="segunda" value="1"{{if v.second}} checked{{end}}>{{t "Se celebró en segunda convocatoria (sin quórum mínimo)"}}</label>
</fieldset>
