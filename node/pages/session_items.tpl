{{view struct session_view "node/pages/session.h"}}
<fieldset class="c12" id="orden"{{if !v.write}} disabled{{end}}><legend>{{t "Orden del día"}}</legend>
<ol class="agenda">
{{each x in v.items}}
{{if !x.fresh}}<li><input type="hidden" name="w-{{x.key}}" value="{{x.was}}">
{{use session_item x}}
{{if v.write}}<div class="row end">{{if !x.first}}<button class="btn sm" type="submit" name="hacer" value="subir:{{x.key}}">{{t "Subir"}}<span class="vh"> {{x.title}}</span></button>{{end}}{{if !x.last}}<button class="btn sm" type="submit" name="hacer" value="bajar:{{x.key}}">{{t "Bajar"}}<span class="vh"> {{x.title}}</span></button>{{end}}<button class="btn sm" type="submit" name="hacer" value="quitar:{{x.key}}">{{icon "x"}}{{t "Quitar"}}<span class="vh"> {{x.title}}</span></button></div>{{end}}</li>
{{elif v.write}}<li>{{use session_item x}}</li>{{end}}
{{end}}
</ol>
{{if v.write}}{{if v.candidates_n}}<div class="f" role="group" aria-labelledby="l-cand"><span class="lbl" id="l-cand">{{t "Pendientes que pueden ir al orden del día"}}</span>
{{each c in v.candidates}}<label class="row plain"><input type="checkbox" name="candidato" value="{{c.value}}"><span>{{c.title}} <span class="small muted">· {{c.detail}}</span></span></label>{{end}}</div>{{end}}
<div class="row"><button class="btn sm" type="submit" name="hacer" value="guardar:orden">{{icon "plus"}}{{t "Guardar y agregar otro punto"}}</button><button class="btn sm" type="submit" name="todos-orden" value="1">{{icon "check"}}{{t "Los que faltan, desahogados"}}</button></div>{{end}}
</fieldset>
{{if v.open_n}}<fieldset class="c12" id="seguimiento"{{if !v.write}} disabled{{end}}><legend>{{t "Seguimiento de acuerdos"}}</legend>
<p class="small muted">{{t "Los acuerdos abiertos de la mesa pasan solos a esta sesión. Anote lo que se informó de cada uno."}}</p>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: seguimiento de acuerdos"}}"><table><thead><tr><th scope="col">{{t "Acuerdo"}}</th><th scope="col">{{t "Responsable"}}</th><th scope="col">{{t "Fecha límite"}}</th><th scope="col">{{t "Avance"}} (%)</th><th scope="col">{{t "Lo que se informó"}}</th></tr></thead><tbody>
{{each x in v.open}}
<tr><th scope="row" class="long"><a href="{{href x.href}}">{{x.folio}}</a><br><span class="plain">{{x.text}}</span></th><td>{{x.who}}</td><td>{{if x.has_due}}{{day x.due}}{{if x.late}}<br><span class="pill bad">{{t "Vencido"}}</span>{{end}}{{else}}{{t "Permanente"}}{{end}}</td>
<td><input type="hidden" name="w-{{x.key}}" value="{{x.was}}"><input class="pct" name="fa-{{x.key}}" type="text" inputmode="numeric" value="{{x.pct}}" maxlength="3" autocomplete="off" aria-label="{{t "Avance de %s" x.folio}}"></td>
<td class="w"><textarea class="short" name="ft-{{x.key}}" rows="2" aria-label="{{t "Lo que se informó de %s" x.folio}}">{{x.said}}</textarea></td></tr>
{{end}}
</tbody></table></div>
{{if v.open_more}}<p class="small muted">{{tn "Hay %s acuerdo abierto más: véalo en Acuerdos." "Hay %s acuerdos abiertos más: véalos en Acuerdos." v.open_more}}</p>{{end}}
{{if v.write}}<div class="row"><button class="btn sm" type="submit" name="hacer" value="guardar:seguimiento">{{icon "save"}}{{t "Guardar el seguimiento"}}</button></div>{{end}}
</fieldset>{{end}}
