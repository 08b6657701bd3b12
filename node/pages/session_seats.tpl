{{view struct session_view "node/pages/session.h"}}
<fieldset class="c12" id="asistencia"{{if !v.write}} disabled{{end}}><legend>{{t "Asistencia"}}</legend>
<div class="row">{{use quorum v.quorum}}{{if v.write}}<button class="btn sm" type="submit" formaction="/sesiones/{{url v.id}}/quorum">{{icon "refresh-cw"}}{{t "Recalcular el quórum"}}</button>{{end}}</div>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Lista de asistencia"}}"><table><thead><tr><th scope="col">{{t "Institución"}}</th><th scope="col">{{t "Calidad"}}</th><th scope="col">{{t "Persona"}}</th><th scope="col">{{t "Asistencia"}}</th></tr></thead>
<tbody hx-post="/sesiones/{{url v.id}}/quorum" hx-trigger="change" hx-sync="replace" hx-include="#sesion" hx-target="#quorum" hx-swap="outerHTML" hx-nonce="{{nonce}}">
{{each s in v.seats}}
<tr><th scope="row">{{s.name}}{{if s.level}}<br><span class="small muted">{{s.level}}</span>{{end}}</th><td>{{if s.guest}}{{t "Invitada"}}{{else}}{{s.quality}}{{if !s.vote}}<br><span class="small muted">{{t "sin voto"}}</span>{{end}}{{end}}</td>
<td class="w"><input type="hidden" name="w-{{s.key}}" value="{{s.was}}"><input name="pe-{{s.key}}" type="text" value="{{s.person}}" maxlength="240" autocomplete="off" aria-label="{{t "Persona de %s" s.name}}"{{if s.people_n}} list="dl-{{s.key}}"{{end}}>{{if s.people_n}}<datalist id="dl-{{s.key}}">{{each o in s.people}}<option value="{{o.value}}">{{o.label}}</option>{{end}}</datalist>{{end}}</td>
<td class="w"><select name="as-{{s.key}}" aria-label="{{t "Asistencia de %s" s.name}}">{{each o in s.states}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></td></tr>
{{else}}
<tr><td colspan="4">{{t "La mesa no tiene integrantes en esa fecha. Regístrelos en la página de la mesa."}}</td></tr>
{{end}}
</tbody></table></div>
{{if v.write}}<div class="grid entry">
<div class="f c6"><label for="in-n0">{{t "Otra persona o institución invitada"}}</label><input id="in-n0" name="in-n0" type="text" list="instituciones" value="{{v.guest}}" autocomplete="off"></div>
<div class="f c6"><label for="pe-n0">{{t "Persona"}}</label><input id="pe-n0" name="pe-n0" type="text" value="{{v.guest_person}}" maxlength="240" autocomplete="off"></div></div>
<div class="row"><button class="btn sm" type="submit" name="hacer" value="guardar:asistencia">{{icon "plus"}}{{t "Guardar la asistencia"}}</button><button class="btn sm" type="submit" name="todas-asistencia" value="1">{{icon "check"}}{{t "Las que faltan, presentes"}}</button><button class="btn sm" type="submit" name="todas-asistencia" value="2">{{t "Las que faltan, ausentes"}}</button></div>{{end}}
</fieldset>
