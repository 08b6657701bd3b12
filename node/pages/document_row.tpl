{{view struct document_row "node/pages/documents.h"}}
<li>{{icon "file-text" "lg"}}<div><div class="t">{{if v.here}}<a href="{{href v.href}}">{{v.title}}</a>{{else}}{{v.title}}{{end}}</div>
<div class="small muted">{{if v.of}}<a href="{{href v.of_href}}">{{v.of}}</a> · {{end}}{{v.file}} · {{v.type}} · {{v.size}}{{if !v.here}} · {{t "el archivo está en otra computadora"}}{{end}}</div></div>
<span class="row">{{if v.guarded}}<span class="pill warn">{{icon "lock"}}{{v.class}}</span>{{else}}<span class="pill">{{v.class}}</span>{{end}}{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}</span></li>
