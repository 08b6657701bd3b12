{{view struct session_deal "node/pages/session.h"}}
<div class="entry">{{if !v.fresh}}<input type="hidden" name="w-{{v.key}}" value="{{v.was}}">{{end}}
<div class="grid">
<div class="f c12"><label for="at-{{v.key}}">{{if v.fresh}}{{t "Acuerdo nuevo"}}{{else}}{{t "Acuerdo %s" v.no}}{{end}}{{if v.folio}} · <a href="{{href v.href}}">{{v.folio}}</a>{{end}}</label><textarea id="at-{{v.key}}" name="at-{{v.key}}" rows="2" class="short">{{v.text}}</textarea></div>
{{if v.fresh}}
<div class="f c6"><label for="ar-{{v.key}}">{{t "Responsable"}}</label><input id="ar-{{v.key}}" name="ar-{{v.key}}" type="text" list="instituciones" value="{{v.who}}" autocomplete="off"></div>
<div class="f c3"><label for="am-{{v.key}}">{{t "Tema"}}</label><select id="am-{{v.key}}" name="am-{{v.key}}">{{each o in v.themes}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c3"><label for="af-{{v.key}}">{{t "Fecha límite"}}</label><input id="af-{{v.key}}" name="af-{{v.key}}" type="date" value="{{v.date}}"></div>
<div class="f c6"><label for="av-{{v.key}}">{{t "Medio de verificación"}}</label><input id="av-{{v.key}}" name="av-{{v.key}}" type="text" value="{{v.means}}" maxlength="480" autocomplete="off"></div>
<div class="f c6"><label for="ac-{{v.key}}">{{t "Corresponsables, si los hay"}}</label><input id="ac-{{v.key}}" name="ac-{{v.key}}" type="text" list="instituciones" value="{{v.also}}" autocomplete="off"></div>
{{if v.gaps_n}}<div class="f c6"><label for="ag-{{v.key}}">{{t "Brecha que atiende"}}</label><select id="ag-{{v.key}}" name="ag-{{v.key}}">{{each o in v.gaps}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>{{end}}
{{if v.mesas_n}}<div class="f c6"><label for="aj-{{v.key}}">{{t "De qué mesa"}}</label><select id="aj-{{v.key}}" name="aj-{{v.key}}">{{each o in v.mesas}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>{{end}}
<div class="f c12"><label class="row plain"><input type="checkbox" name="ap-{{v.key}}" value="1"{{if v.standing}} checked{{end}}>{{t "De cumplimiento permanente (sin fecha límite)"}}</label></div>
{{else}}
<div class="f c6"><label for="av-{{v.key}}">{{t "Medio de verificación"}}</label><input id="av-{{v.key}}" name="av-{{v.key}}" type="text" value="{{v.means}}" maxlength="480" autocomplete="off"></div>
<div class="f c3"><label for="am-{{v.key}}">{{t "Tema"}}</label><select id="am-{{v.key}}" name="am-{{v.key}}">{{each o in v.themes}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c3"><span class="lbl">{{t "Fecha límite"}}</span><span class="said">{{if v.has_due}}{{day v.due}}{{else}}{{t "Permanente"}}{{end}}</span></div>
<p class="small muted c12">{{t "Responsable: %s" v.who}}{{if v.also}} · {{t "Corresponsables: %s" v.also}}{{end}}{{if v.mesa}} · {{v.mesa}}{{end}}</p>
{{end}}
</div></div>
