{{view struct session_item "node/pages/session.h"}}
<div class="grid">
<div class="f c6"><label for="pt-{{v.key}}">{{if v.fresh}}{{t "Punto nuevo"}}{{else}}{{t "Punto %s" v.no}}{{end}}</label><input id="pt-{{v.key}}" name="pt-{{v.key}}" type="text" value="{{v.title}}" maxlength="480" autocomplete="off"></div>
<div class="f c3"><label for="pk-{{v.key}}">{{t "Tipo"}}<span class="vh"> {{t "del punto %s" v.no}}</span></label><select id="pk-{{v.key}}" name="pk-{{v.key}}">{{each o in v.kinds}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c3"><label for="po-{{v.key}}">{{t "Desahogo"}}<span class="vh"> {{t "del punto %s" v.no}}</span></label><select id="po-{{v.key}}" name="po-{{v.key}}">{{each o in v.outcomes}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
</div>
<details{{if v.summary}} open{{end}}><summary>{{t "Síntesis, tema y quién presenta"}}<span class="vh"> {{t "del punto %s" v.no}}</span></summary>
<div class="grid">
<div class="f c12"><label for="ps-{{v.key}}">{{t "Síntesis"}}<span class="vh"> {{t "del punto %s" v.no}}</span></label><textarea id="ps-{{v.key}}" name="ps-{{v.key}}" rows="3" class="short">{{v.summary}}</textarea></div>
<div class="f c6"><label for="pm-{{v.key}}">{{t "Tema"}}<span class="vh"> {{t "del punto %s" v.no}}</span></label><select id="pm-{{v.key}}" name="pm-{{v.key}}">{{each o in v.themes}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c6"><label for="pp-{{v.key}}">{{t "Presenta"}}<span class="vh"> {{t "el punto %s" v.no}}</span></label><input id="pp-{{v.key}}" name="pp-{{v.key}}" type="text" list="instituciones" value="{{v.presenter}}" autocomplete="off"></div>
</div></details>
